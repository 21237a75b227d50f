"""Pages as passages, and two languages side by side."""

import pytest
from wagtail.models import Locale

from content.board.passages import Passage, changed, kept, passages_of, side_by_side
from content.models import HomePage, PolicyPage, QuizPage

pytestmark = pytest.mark.django_db


def texts(page) -> list[tuple[str, str]]:
    return [(passage.field, passage.text) for passage in passages_of(page)]


def test_rich_text_is_cut_into_paragraphs_without_marks():
    page = HomePage(title="Welcome", welcome="Children  meet", body="<h2>Head</h2><p>One <b>bold</b> word.</p><p></p>")
    assert texts(page) == [
        ("title", "Welcome"),
        ("welcome", "Children meet"),
        ("body", "Head"),
        ("body", "One bold word."),
    ]


def test_plain_text_is_cut_at_empty_lines_and_closed_sets_are_not_read():
    page = PolicyPage(title="Plan", kind="plan", link="https://example.org", for_children="One.\n\nTwo.")
    assert texts(page) == [("title", "Plan"), ("for_children", "One."), ("for_children", "Two.")]


def test_blocks_are_read_to_the_bottom_with_their_number():
    question = {
        "text": "Ready?",
        "answers": [
            {"text": "Yes", "feedback": "Good.", "is_right": True},
            {"text": "No", "feedback": "Try.", "is_right": False},
        ],
    }
    page = QuizPage(title="Quiz", questions=[("question", question)])
    read = [(each.label, each.text) for each in passages_of(page) if each.field == "questions"]
    assert {label for label, _text in read} == {"Questions 1"} or {label for label, _text in read} == {"សំណួរ 1"}
    assert [text for _label, text in read] == ["Ready?", "Yes", "Good.", "No", "Try."]


def passages(field: str, *told: str) -> list[Passage]:
    return [Passage(field, field.capitalize(), text) for text in told]


def rows(then: list[str], now: list[str], translation: list[str]) -> list[tuple[str, str, str]]:
    told = side_by_side([["body", text] for text in then], passages("body", *now), passages("body", *translation))
    return [(row.then, row.now, row.translation) for row in told]


@pytest.mark.parametrize(
    ("then", "now", "translation", "expected"),
    [
        (["a", "b"], ["a", "b"], ["x", "y"], [("a", "a", "x"), ("b", "b", "y")]),
        (["a", "b"], ["a", "B"], ["x", "y"], [("a", "a", "x"), ("b", "B", "y")]),
        (["a", "b"], ["a", "new", "b"], ["x", "y"], [("a", "a", "x"), ("", "new", ""), ("b", "b", "y")]),
        (["a", "b"], ["b"], ["x", "y"], [("a", "", "x"), ("b", "b", "y")]),
        (["a"], ["a"], ["x", "more"], [("a", "a", "x"), ("", "", "more")]),
        ([], ["a"], [], [("", "a", "")]),
        (["a"], ["a"], [], [("a", "a", "")]),
    ],
)
def test_translation_stands_beside_what_it_translates(then, now, translation, expected):
    assert rows(then, now, translation) == expected


def test_rows_know_whether_they_changed():
    told = side_by_side([["body", "a"], ["body", "b"]], passages("body", "a", "c"), [])
    assert [row.is_changed for row in told] == [False, True]


def test_a_field_that_is_empty_now_is_still_shown():
    told = side_by_side([["lead", "was"]], passages("title", "T"), [])
    assert [(row.label, row.then, row.now) for row in told] == [("Title", "", "T"), ("lead", "was", "")]


def test_changed_compares_what_was_kept():
    now = passages("body", "a", "b")
    assert not changed(kept(now), now)
    assert changed([["body", "a"]], now)


def test_a_page_from_its_revision_reads_as_the_page(starter):
    page = HomePage.objects.get(locale=Locale.objects.get(language_code="km"))
    assert texts(page.get_latest_revision_as_object()) == texts(page)
