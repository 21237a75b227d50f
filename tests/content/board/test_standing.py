"""The board: true for pages that wagtail-localize translated and for pages that were written apart."""

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from content.board.deeds import (
    NothingMarked,
    NotLive,
    NotYours,
    OnItsWay,
    approve_khmer,
    hand_in,
    note_in_step,
    take_down,
)
from content.board.standing import Known, State, board, now_of, source_of, then_of
from content.models import HomePage, InStep, QuizPage, QuizzesPage, RightsPage
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)


def states(page: Page) -> dict[str, str]:
    """The states of a page's languages as the board shows them."""
    (line,) = [line for line in board() if line.source.translation_key == page.translation_key]
    return {cell.locale.language_code: cell.state.value for cell in line.cells}


@pytest.fixture
def home(starter) -> HomePage:
    return HomePage.objects.get(slug="home")


@pytest.fixture
def english(starter) -> HomePage:
    return HomePage.objects.get(slug="home-en")


@pytest.fixture
def lists(home, english) -> dict[str, RightsPage]:
    """A Khmer list whose English twin is still to be made."""
    made = home.add_child(instance=RightsPage(title="សិទ្ធិ", slug="rights", lead="ចាប់ផ្តើម", locale=locale("km")))
    made.save_revision().publish()
    return {"km": RightsPage.objects.get(pk=made.pk)}


def publish(page: Page, **changes) -> None:
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


# --- written apart ----------------------------------------------------------------------------------------------------
def test_pages_written_apart_are_live_and_in_step(home):
    assert states(home) == {"km": "live", "en": "live"}


def test_a_source_that_changed_makes_its_translation_outdated_and_says_what_changed(home, english):
    was = home.welcome
    publish(home, welcome="ពាក្យថ្មី")
    assert states(home) == {"km": "live", "en": "outdated"}
    known = Known.about([home, english])
    assert ["welcome", was] in then_of(english, home, known)


def test_a_change_that_changes_no_text_does_not(home):
    publish(home, show_in_menus=True)
    assert states(home) == {"km": "live", "en": "live"}


def test_a_draft_of_the_source_does_not_yet(home):
    home.welcome = "សេចក្តីព្រាង"
    home.save_revision()
    assert states(home) == {"km": "live", "en": "live"}


def test_a_translation_that_changed_makes_nothing_outdated(home, english):
    publish(english, welcome="New words")
    assert states(home) == {"km": "live", "en": "live"}


def test_somebody_compares_and_it_is_in_step_again(home, english):
    publish(home, welcome="ពាក្យថ្មី")
    note_in_step(page=english, source=home, by=make_user("communications"))
    assert states(home) == {"km": "live", "en": "live"}
    publish(home, welcome="ថ្មីជាង")
    assert states(home) == {"km": "live", "en": "outdated"}
    note_in_step(page=english, source=home, by=make_user("communications"))
    assert InStep.objects.count() == 1


def test_a_mark_made_against_another_source_does_not_count(home, english):
    note_in_step(page=english, source=home, by=make_user("communications"))
    InStep.objects.update(source_language="fr", passages=[])
    assert states(home) == {"km": "live", "en": "live"}


def test_a_page_in_one_language_is_missing_in_the_other(lists):
    assert states(lists["km"]) == {"km": "live", "en": "missing"}


def test_an_alias_is_no_translation(lists):
    lists["km"].copy_for_translation(locale("en"), alias=True)
    assert states(lists["km"]) == {"km": "live", "en": "missing"}


def test_a_draft_is_ready(home, english):
    english.unpublish()
    assert states(home) == {"km": "live", "en": "ready"}


# --- made by wagtail-localize -----------------------------------------------------------------------------------------
def translated(page: Page, language: str = "en") -> Page:
    translate_object(page, [locale(language)])
    return page.get_translation(locale(language)).specific


def test_a_translation_of_localize_is_ready_then_live_then_outdated(lists):
    made = translated(lists["km"])
    assert (made.live, states(lists["km"])) == (False, {"km": "live", "en": "ready"})
    publish(made, title="Your rights")
    assert states(lists["km"]) == {"km": "live", "en": "live"}
    publish(lists["km"], lead="ពាក្យថ្មី")
    assert states(lists["km"]) == {"km": "live", "en": "outdated"}
    known = Known.about([lists["km"], made])
    assert ["lead", "ចាប់ផ្តើម"] in then_of(made, lists["km"], known)


def test_an_english_source_makes_the_khmer_page_the_translation(english):
    made = english.add_child(instance=RightsPage(title="Rights", slug="rights", lead="Begin", locale=locale("en")))
    made.save_revision().publish()
    khmer = translated(made, "km")
    group = [Page.objects.get(pk=khmer.pk), Page.objects.get(pk=made.pk)]
    assert source_of(group, Known.about(group)).pk == made.pk
    publish(made, lead="Begin again")
    assert states(made) == {"km": "outdated", "en": "live"}


def test_strings_translated_one_by_one_are_handed_in_as_a_draft(lists):
    made = translated(lists["km"])
    translation = Translation.objects.get(target_locale=locale("en"))
    translation.enabled = True
    translation.save()
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, locale=locale("en"), context=segment.context, data=f"en {segment.order}"
        )
    by = make_user("communications")
    page = hand_in(translation=translation, by=by)
    assert (page.pk, page.live, page.workflow_in_progress) == (made.pk, False, True)
    assert page.get_latest_revision_as_object().title.startswith("en ")
    with pytest.raises(OnItsWay):
        hand_in(translation=translation, by=by)
    with pytest.raises(NotYours):
        hand_in(translation=translation, by=make_user("safeguarding_officer"))


# --- the native editor ------------------------------------------------------------------------------------------------
@pytest.fixture
def marked(home) -> QuizPage:
    parent = home.add_child(instance=QuizzesPage(title="ល្បែង", slug="quizzes", locale=locale("km")))
    question = {"text": "?", "answers": [{"text": "a", "feedback": "b", "is_right": True}] * 2}
    page = parent.add_child(
        instance=QuizPage(
            title="ល្បែង",
            slug="q",
            locale=locale("km"),
            needs_native_editor=True,
            questions=[("question", question)] * 3,
        )
    )
    page.save_revision().publish()
    return QuizPage.objects.get(pk=page.pk)


def test_board_shows_what_needs_a_native_editor(marked):
    (line,) = [line for line in board() if line.source.pk == marked.pk]
    assert [(cell.locale.language_code, cell.needs_native_editor) for cell in line.cells] == [
        ("km", True),
        ("en", False),
    ]


@pytest.mark.parametrize("role", ["communications", "administrator", "safeguarding_officer"])
def test_nobody_else_takes_the_mark_away(marked, role):
    with pytest.raises(NotYours):
        approve_khmer(page=marked, by=make_user(role))
    marked.refresh_from_db()
    assert marked.needs_native_editor


def test_the_khmer_editor_takes_it_away_from_page_and_drafts(marked):
    marked.lead = "សេចក្តីព្រាង"
    marked.save_revision()
    editor = make_user("khmer_editor")
    approve_khmer(page=marked, by=editor)
    page = QuizPage.objects.get(pk=marked.pk)
    assert (page.needs_native_editor, page.lead) == (False, "")
    draft = page.get_latest_revision_as_object()
    assert (draft.needs_native_editor, draft.lead) == (False, "សេចក្តីព្រាង")
    with pytest.raises(NothingMarked):
        approve_khmer(page=page, by=editor)


# --- taken down -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["communications", "khmer_editor", "safeguarding_officer", "administrator"])
def test_whoever_works_on_pages_takes_one_down(lists, role):
    take_down(page=lists["km"], by=make_user(role))
    assert not Page.objects.get(pk=lists["km"].pk).live
    with pytest.raises(NotLive):
        take_down(page=Page.objects.get(pk=lists["km"].pk), by=make_user(role))


@pytest.mark.parametrize("role", ["facilitator", "donor", "programme_officer"])
def test_nobody_else_does(lists, role):
    with pytest.raises(NotYours):
        take_down(page=lists["km"], by=make_user(role))


# --- many pages -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_board_costs_the_same_for_one_and_three(portal_with, number, django_assert_num_queries):
    portal_with(rights=range(1, number + 1))
    board()
    with django_assert_num_queries(17):
        lines = board()
    assert len(lines) == number + 2
    assert now_of(lines[0].source).pk == lines[0].source.pk


def test_board_is_narrowed_to_a_kind_and_a_state(lists, home):
    kind = lists["km"].content_type
    assert [line.source.pk for line in board(kind=kind)] == [lists["km"].pk]
    assert [line.source.pk for line in board(state=State.MISSING)] == [lists["km"].pk]
    assert [line.source.pk for line in board(state=State.LIVE)] == [home.pk, lists["km"].pk]
    assert board(state=State.OUTDATED) == []
