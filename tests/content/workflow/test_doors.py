"""No door of Wagtail's leads past the workflow, and none opens wider than a role needs."""

import pytest
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from content.models import HomePage, RightsPage
from tests.content.workflow.conftest import current, hand_in, says
from tests.factories.accounts import make_user, signed_in

pytestmark = pytest.mark.django_db

WRITERS = ["communications", "khmer_editor", "administrator"]


def form_of(home: HomePage, **changes: str) -> dict[str, str]:
    """What the editor sends of a home page."""
    return {
        "title": home.title,
        "slug": home.slug,
        "welcome": "Past the workflow",
        "body": '{"entityMap": {}, "blocks": []}',
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        **changes,
    }


def draft(home: HomePage) -> RightsPage:
    page = home.add_child(instance=RightsPage(title="Draft", slug="draft", locale=home.locale, live=False))
    page.save_revision()
    return page


@pytest.mark.parametrize("role", WRITERS)
def test_the_editor_publishes_for_nobody(home, role):
    browser = signed_in(make_user(role))
    browser.post(f"/admin/pages/{home.pk}/edit/", form_of(home, **{"action-publish": "1"}))
    assert HomePage.objects.get(pk=home.pk).welcome != "Past the workflow"
    assert Page.objects.get(pk=home.pk).get_latest_revision_as_object().welcome == "Past the workflow"
    assert not Page.objects.get(pk=home.pk).approved_schedule


@pytest.mark.parametrize("role", WRITERS)
def test_a_new_page_is_a_draft(home, role):
    browser = signed_in(make_user(role))
    data = {"title": "New", "slug": "new", "lead": "", "seo_title": "", "search_description": "", "action-publish": "1"}
    browser.post(f"/admin/pages/add/content/rightspage/{home.pk}/", data)
    assert list(RightsPage.objects.values_list("slug", "live")) == [("new", False)]


def test_many_at_once_and_copies_stay_drafts(home, author):
    browser, page = signed_in(author), draft(home)
    browser.post(f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={page.pk}", {"include_descendants": "on"})
    english = HomePage.objects.get(slug="home-en")
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(english.pk), "publish_copies": "on"}
    browser.post(f"/admin/pages/{page.pk}/copy/", data)
    assert Page.objects.filter(depth__gt=2, live=True).count() == 0


def test_translations_stay_drafts_by_every_way_of_localize(home, author):
    page = draft(home)
    page.get_latest_revision().publish()
    browser, english = signed_in(author), Locale.objects.get(language_code="en")
    browser.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [english.pk]})
    made = page.get_translation(english)
    assert not made.live
    translation = Translation.objects.get()
    Translation.objects.update(enabled=True)
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, locale=english, context=segment.context, data="Draft"
        )
    shown = browser.get(f"/admin/localize/update/{translation.source_id}/")
    assert (shown.status_code, "publish_translations" in shown.content.decode()) == (200, False)
    browser.post(f"/admin/localize/update/{translation.source_id}/", {"publish_translations": "on"})
    browser.post(f"/admin/pages/{made.pk}/edit/", {"action": "publish"})
    assert not Page.objects.get(pk=made.pk).live


def test_a_new_translation_by_code_is_a_draft_even_of_a_live_page(home):
    page = draft(home)
    page.get_latest_revision().publish()
    english = Locale.objects.get(language_code="en")
    translate_object(Page.objects.get(pk=page.pk).specific, [english])
    assert not page.get_translation(english).live


def opened(browser: Client, *paths: str) -> list[int]:
    return [browser.get(path).status_code for path in paths]


def test_safeguarding_opens_what_waits_and_nothing_else(home, author, khmer_editor, officer):
    browser = signed_in(officer)
    says(hand_in(home, author), khmer_editor)
    english = HomePage.objects.get(slug="home-en")
    state = current(home)
    assert opened(browser, "/admin/", f"/admin/review/{state.pk}/", "/admin/deputies/") == [200, 200, 200]
    assert opened(browser, f"/admin/pages/{home.pk}/edit/") == [200]
    closed = (
        "/admin/board/",
        f"/admin/board/{home.pk}/",
        f"/admin/pages/{english.pk}/edit/",
        f"/admin/pages/add/content/rightspage/{home.pk}/",
        f"/admin/localize/submit/page/{home.pk}/",
        "/admin/images/add/",
        "/admin/documents/add/",
        f"/admin/remarks/{english.pk}/",
    )
    assert [path for path, status in zip(closed, opened(browser, *closed), strict=True) if status == 200] == []
    browser.post(f"/admin/pages/{home.pk}/edit/", form_of(home))
    assert Page.objects.get(pk=home.pk).get_latest_revision_as_object().welcome != "Past the workflow"


def test_review_is_for_those_who_may_answer(home, author, khmer_editor, officer):
    state = hand_in(home, author)
    statuses = {
        user.username: signed_in(user).get(f"/admin/review/{state.pk}/").status_code
        for user in (author, khmer_editor, officer)
    }
    assert statuses == {"author": 404, "khmer-editor": 200, "officer": 404}


def test_changes_are_asked_for_with_a_sentence(home, author, khmer_editor):
    state = hand_in(home, author)
    browser = signed_in(khmer_editor)
    refused = browser.post(f"/admin/review/{state.pk}/", {"reject": "1", "comment": "  "})
    assert "Say in a sentence" in refused.content.decode()
    assert current(home).pk == state.pk
    browser.post(f"/admin/review/{state.pk}/", {"reject": "1", "comment": "Shorter, please."})
    state.refresh_from_db()
    assert (state.status, state.comment) == ("rejected", "Shorter, please.")


def test_a_page_is_taken_down_after_a_question(home, author):
    page = draft(home)
    page.get_latest_revision().publish()
    browser = signed_in(author)
    assert opened(browser, f"/admin/take-down/{page.pk}/", f"/admin/take-down/{home.pk}/") == [200, 404]
    assert Page.objects.get(pk=page.pk).live
    browser.post(f"/admin/take-down/{page.pk}/")
    assert not Page.objects.get(pk=page.pk).live
