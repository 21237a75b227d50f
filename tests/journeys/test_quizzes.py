"""A child plays a quiz: chooses, reads, tries again, goes back; without an account, a script or a cookie."""

import pytest
from playwright.sync_api import Page, expect

from content import quizzing
from content.models import QuizPage
from content.quizzing import make_quizzes
from tests.journeys.conftest import LAPTOP, PHONE

FINGER = 48
"""Pixels that a child's finger needs."""


@pytest.fixture(autouse=True)
def quizzes(transactional_db, portal_with, monkeypatch):
    two = [each for each in quizzing.shipped() if each[0] in ("being-heard", "private-things")]
    monkeypatch.setattr(quizzing, "shipped", lambda: iter(two))
    portal_with(make_quizzes, rights=(12, 15), of="two quizzes")


def smallest(page: Page, selector: str) -> float:
    return min(each.bounding_box()["height"] for each in page.locator(selector).all())


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_quiz_is_played_to_its_end(new_page, violations, overflow, size, language):
    page = new_page(size, language=language)
    told = QuizPage.objects.get(slug="being-heard", locale__language_code=language)
    questions = [each.value for each in told.questions]
    page.goto(f"/{language}/")
    page.locator(f'.home-rights[href="/{language}/quizzes/"]').click()
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".search-found a", has_text=told.title).click()
    expect(page.locator("h2")).to_have_text(questions[0]["text"])
    assert smallest(page, ".quiz-answers button") >= FINGER
    assert (violations(page), overflow(page)) == ([], 0)

    answers = page.locator(".quiz-answers button")
    answers.nth(0).click()
    word = page.get_by_role("status")
    expect(word).to_contain_text(questions[0]["answers"][0]["feedback"])
    expect(word).to_be_in_viewport()
    assert (violations(page), overflow(page)) == ([], 0)
    answers.nth(1).click()
    expect(word).to_contain_text(questions[0]["answers"][1]["feedback"])
    assert (violations(page), overflow(page)) == ([], 0)
    page.go_back()
    expect(word).to_contain_text(questions[0]["answers"][0]["feedback"])
    page.go_forward()

    for number, question in enumerate(questions[1:], 2):
        page.locator('a[href^="?q="]').click()
        expect(page.locator("h2")).to_have_text(question["text"])
        expect(page.locator(".quiz-progress")).to_contain_text(str(number))
        answers.nth([each["is_right"] for each in question["answers"]].index(True)).click()
        expect(page.locator("a.button-primary")).to_be_visible()
    page.locator("a.button-primary").click()
    expect(page.locator(".right-talk")).to_contain_text(told.club_question)
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".right-card").first.click()
    page.locator(".quiz-way").click()
    expect(page.locator("h1")).to_have_text(told.title)
    assert page.context.cookies() == []


def test_a_question_is_answered_by_keyboard(desk):
    told = QuizPage.objects.get(slug="being-heard", locale__language_code="en")
    answers = told.questions[0].value["answers"]
    desk.goto("/en/quizzes/being-heard/")
    desk.locator(".quiz-answers button").first.focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text(answers[1]["feedback"])
    expect(desk.get_by_role("status")).to_be_focused()
    desk.keyboard.press("Tab")
    expect(desk.locator('a[href="?q=2"]')).to_be_focused()
