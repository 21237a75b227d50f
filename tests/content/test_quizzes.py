"""Quizzes: one question at an address, a word for each answer, nothing kept, and forged numbers led back."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from content import quizzing
from content.looking import look_for
from content.models import AgeStep, QuizPage, QuizzesPage, RightPage
from content.models.quizzes import quiz_about
from content.quizzing import make_quizzes
from tests.factories.accounts import make_user, stranger

pytestmark = pytest.mark.django_db

HEARD = "/en/quizzes/being-heard/"
FORGED = ["0", "-1", "99", "x", "", "²", "١", "1e9", "9" * 5000, "1.0", " 1", "\x00"]


@pytest.fixture
def quizzes(portal_with):
    """The shipped quizzes by language and name, beside a few of the rights."""
    assert portal_with(make_quizzes, rights=(12, 15, 31)) == 12
    return {(page.locale.language_code, page.slug): page for page in QuizPage.objects.select_related("locale")}


def html(address: str) -> str:
    answer = stranger().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def place(address: str):
    return stranger().get(address).context["place"]


# --- for the reader --------------------------------------------------------------------------------------------------
def test_the_list_shows_quizzes_by_age(quizzes):
    quizzes["km", "is-it-true"].unpublish()
    steps = stranger().get("/km/quizzes/").context["steps"]
    assert [(step, len(found)) for step, found in steps] == [(7, 2), (11, 2), (15, 1)]
    assert "/km/quizzes/being-heard/" in html("/km/quizzes/")


def test_a_long_list_is_read_leaf_by_leaf(quizzes, monkeypatch):
    """Each quiz once, in the order of the ages, forth and back; a leaf that is not there is the first one."""
    monkeypatch.setattr("content.models.quizzes.AT_ONCE", 4)
    first, second = html("/en/quizzes/"), html("/en/quizzes/?page=2")
    assert ('href="/en/quizzes/?page=2"' in first, "page=1" in first, "noindex" in first) == (True, False, False)
    assert ('href="/en/quizzes/?page=1"' in second, "page=3" in second, "noindex" in second) == (True, False, True)
    leaves = [stranger().get("/en/quizzes/", {"page": page}).context["steps"] for page in ("1", "2")]
    assert [[(step, len(found)) for step, found in steps] for steps in leaves] == [[(7, 2), (11, 2)], [(15, 2)]]
    for forged in ["3", *FORGED]:
        assert stranger().get("/en/quizzes/", {"page": forged}).context["leaf"].is_first


def test_a_question_shows_no_feedback_until_an_answer_is_chosen(quizzes):
    question = quizzes["en", "being-heard"].questions[1].value
    shown = html(f"{HEARD}?q=2")
    assert question["text"] in shown
    assert "Question 2 of 4" in shown
    assert [each["text"] in shown for each in question["answers"]] == [True] * 3
    assert [each["feedback"] in shown for each in question["answers"]] == [False] * 3
    assert "?q=3" not in shown


def test_the_word_is_the_one_of_the_chosen_answer(quizzes):
    answers = quizzes["en", "being-heard"].questions[1].value["answers"]
    assert [each["is_right"] for each in answers] == [True, False, True]
    for chosen, answer in enumerate(answers, 1):
        shown = html(f"{HEARD}?q=2&a={chosen}")
        assert [each["feedback"] in shown for each in answers] == [number == chosen for number in (1, 2, 3)]
        assert ("You may choose another answer." in shown) is not answer["is_right"]
        assert shown.count('name="a"') == 3
        assert 'href="?q=3"' in shown


def test_the_end_leads_on(quizzes):
    page = quizzes["en", "being-heard"]
    shown = html(f"{HEARD}?q=5")
    assert page.club_question in shown
    assert "/en/rights/12/?age=11" in shown
    assert "/en/rights/15/?age=11" in shown
    assert "/en/quizzes/private-things/" in shown
    assert 'name="a"' not in shown


def test_the_end_leads_only_to_what_is_live(quizzes):
    RightPage.objects.get(topic__number=15, locale__language_code="en").unpublish()
    quizzes["en", "private-things"].unpublish()
    shown = html(f"{HEARD}?q=5")
    assert "/en/rights/12/" in shown
    assert "/en/rights/15/" not in shown
    assert "/en/quizzes/private-things/" not in shown
    assert "/en/quizzes/everyone-joins-in/" in shown


def test_forged_numbers_lead_to_the_first_question(quizzes):
    client = stranger()
    for forged in FORGED:
        for asked in ({"q": forged}, {"q": forged, "a": "1"}, {"q": "2", "a": forged}):
            answer = client.get(HEARD, asked)
            assert answer.status_code == 200
            assert (answer.context["place"].number, answer.context["place"].chosen) == (1, 0)


def test_an_answer_of_the_first_question_needs_no_number(quizzes):
    assert (place(f"{HEARD}?a=2").number, place(f"{HEARD}?a=2").chosen) == (1, 2)
    assert (place(f"{HEARD}?q=4&a=2").number, place(f"{HEARD}?q=4&a=2").chosen) == (4, 2)
    assert place(f"{HEARD}?q=4&a=3").number == 1


def test_a_quiz_without_questions_is_shown_as_its_end(quizzes):
    page = quizzes["en", "being-heard"]
    page.questions = []
    page.save()
    assert "Thank you" in html(HEARD)
    assert "Thank you" in html(f"{HEARD}?q=2&a=1")


# --- ways to it ------------------------------------------------------------------------------------------------------
def test_a_right_leads_to_a_live_quiz_in_its_language_and_for_the_age(quizzes):
    for language in ("km", "en"):
        assert f"/{language}/quizzes/being-heard/" in html(f"/{language}/rights/12/")
    quizzes["en", "being-heard"].unpublish()
    assert "/quizzes/" not in html("/en/rights/12/")
    right = RightPage.objects.get(topic__number=31, locale__language_code="km")
    other = quizzes["km", "school-and-work"]
    other.topics.add(right.topic)
    other.save()
    found = {step: quiz_about(right, step).slug for step in AgeStep}
    assert found == {7: "play-and-rest", 11: "play-and-rest", 15: "school-and-work"}


def test_the_first_page_leads_to_the_list_once_there_is_one(quizzes):
    assert 'href="/km/quizzes/"' in html("/km/")
    QuizzesPage.objects.get(locale__language_code="km").unpublish()
    assert 'href="/km/quizzes/"' not in html("/km/")


def test_a_search_finds_quizzes_after_the_rights(quizzes):
    page = quizzes["km", "being-heard"]
    assert page in look_for(page.title, page.locale).quizzes
    shown = html("/en/search/?q=playground")
    assert "/en/quizzes/being-heard/" in shown
    assert "img/rights/12.svg" in shown
    rest = html("/en/search/?q=rest+and+play")
    assert rest.index("/en/rights/31/") < rest.index("/en/quizzes/play-and-rest/")
    quizzes["en", "being-heard"].unpublish()
    assert "/en/quizzes/being-heard/" not in html("/en/search/?q=playground")


def test_a_quiz_costs_few_queries(quizzes, django_assert_max_num_queries):
    client = stranger()
    client.get(HEARD)
    for address, most in ((f"{HEARD}?q=2&a=1", 11), (f"{HEARD}?q=5", 13), ("/en/quizzes/", 9), ("/en/rights/12/", 15)):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_a_quiz_about_violence_is_left_at_once_at_every_question(quizzes):
    assert "data-leave" not in stranger().get(HEARD).text
    RightPage.objects.filter(topic__number=12).update(has_quick_exit=True)
    for address in (HEARD, f"{HEARD}?q=2&a=1", f"{HEARD}?q=5"):
        answer = stranger().get(address)
        assert "<title>Something to play" in answer.text
        assert answer.text.count("data-leave") == 2
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_link_to_a_quiz_is_one_query(quizzes, django_assert_num_queries):
    right = RightPage.objects.get(topic__number=12, locale__language_code="en")
    with django_assert_num_queries(1):
        quiz_about(right, AgeStep.SEVEN)


# --- for editors -----------------------------------------------------------------------------------------------------
def cleaned(*answers: tuple[str, str, bool]) -> dict:
    block = QuizPage._meta.get_field("questions").stream_block.child_blocks["question"]
    told = [{"text": text, "feedback": feedback, "is_right": is_right} for text, feedback, is_right in answers]
    return block.clean(block.to_python({"text": "Who?", "answers": told}))


def messages(refused: ValidationError) -> str:
    with override("en"):
        return str(refused.as_json_data())


def test_a_question_with_a_right_answer_is_accepted():
    assert cleaned(("a", "Good.", False), ("b", "Yes.", True))["text"] == "Who?"
    assert cleaned(("a", "Good.", True), ("b", "Yes.", True))["text"] == "Who?"


def test_a_question_without_a_right_answer_is_refused():
    with pytest.raises(ValidationError) as refused:
        cleaned(("a", "Good.", False), ("b", "Yes.", False))
    assert "At least one answer of a question is right." in messages(refused.value)


def test_an_answer_without_feedback_is_refused():
    with pytest.raises(ValidationError) as refused:
        cleaned(("a", "Good.", True), ("b", "  ", False))
    assert "Every answer needs a friendly word" in messages(refused.value)


@pytest.mark.parametrize("number", [1, 5])
def test_a_question_has_two_to_four_answers(number):
    with pytest.raises(ValidationError):
        cleaned(*[("a", "Yes.", True)] * number)


def test_the_shipped_questions_pass_the_same_checks(quizzes):
    for page in quizzes.values():
        page.full_clean()
        page.questions.stream_block.clean(page.questions)
        assert page.needs_native_editor == (page.locale.language_code == "km")
    del page.questions[2:]
    with pytest.raises(ValidationError):
        page.questions.stream_block.clean(page.questions)


def test_an_editor_writes_a_quiz(quizzes, client):
    client.force_login(make_user("communications", username="editor"))
    parent = QuizzesPage.objects.get(locale__language_code="en")
    answer = client.get(reverse("wagtailadmin_pages:add", args=["content", "quizpage", parent.pk]))
    assert answer.status_code == 200
    assert 'name="topics"' in answer.content.decode()


def test_editors_see_which_quizzes_need_a_native_editor(quizzes):
    assert "(" in quizzes["km", "being-heard"].get_admin_display_title()
    assert quizzes["en", "being-heard"].get_admin_display_title() == "My voice counts"


def test_what_editors_changed_moved_or_took_down_stays(quizzes):
    page = quizzes["km", "being-heard"]
    page.title, page.slug = "ថ្មី", "other"
    page.save_revision().publish()
    quizzes["en", "is-it-true"].unpublish()
    call_command("quizzes", verbosity=0)
    assert make_quizzes() == 0
    page.refresh_from_db()
    assert (page.title, page.slug) == ("ថ្មី", "other")
    assert not QuizPage.objects.get(pk=quizzes["en", "is-it-true"].pk).live


def test_a_quiz_that_came_later_is_made_in_both_languages(quizzes, monkeypatch):
    told = dict(quizzing.shipped())["being-heard"]
    monkeypatch.setattr(quizzing, "shipped", lambda: iter([("new", told), ("being-heard", told)]))
    assert make_quizzes() == 2
    assert QuizPage.objects.filter(slug="new").values("translation_key").distinct().count() == 1
    assert QuizzesPage.objects.values("translation_key").distinct().count() == 1
