"""Many questions to the index in one statement, on whichever database the run uses."""

import pytest
from wagtail.models import Page

from khmertext.search_at_once import Fit, Question, answers, newest, part_of, scores
from khmertext.search_index import group_token
from khmertext.search_queries import words_asked


@pytest.fixture
def pages(db, monkeypatch):
    """Pages in two groups, by the first letter of their slug."""
    monkeypatch.setattr(Page, "search_group", lambda page: page.slug[:1], raising=False)
    home = Page.objects.get(depth=1)
    titles = {"a1": "kites", "b1": "kites and more kites", "a2": "a kite", "a3": "drums", "b2": "ក្លឹបកុមារ kites"}
    return {slug: home.add_child(instance=Page(title=title, slug=slug)).pk for slug, title in titles.items()}


def question(group: str, text: str, **more: bool) -> Question:
    return Question(Page, group, words_asked(text), **more)


def keys(questions: list[Question], among=None, most: int = 10) -> list[list[int]]:
    among = Page.objects.all() if among is None else among
    return [[key for _entry, key in hits] for hits in answers(newest(questions, among, most))]


def test_each_question_is_answered_with_the_newest_of_its_group(pages, django_assert_num_queries):
    keys([question("a", "kites")])
    with django_assert_num_queries(1):
        found = keys([question("a", "kites"), question("b", "kites"), question("b", "drums"), question("b", "កុមារ")])
    assert found == [[pages["a2"], pages["a1"]], [pages["b2"], pages["b1"]], [], [pages["b2"]]]


def test_the_limit_counts_those_that_may_be_seen(pages):
    among = Page.objects.exclude(pk=pages["a2"])
    assert keys([question("a", "kites")], among, most=1) == [[pages["a1"]]]
    assert keys([question("a", "kites")], Page.objects.none()) == [[]]


def test_all_words_are_asked_and_in_the_title_where_it_is_said(pages):
    assert keys([question("b", "kites កុមារ"), question("b", "កុមារ", in_title=True)]) == [[pages["b2"]]] * 2
    assert keys([question("b", "kites drums")]) == [[]]


def test_the_token_of_a_group_is_found_by_nobody_who_types_it(pages):
    typed = group_token("a")
    assert keys([question("a", typed)]) == [[]]
    assert list(Page.objects.search(typed)) == []
    assert list(Page.objects.autocomplete(typed[:3])) == []


def test_scores_are_higher_for_a_better_fit_and_of_the_entries_named(pages, django_assert_num_queries):
    (hits,) = answers(newest([question("b", "kites")], Page.objects.all(), 10))
    entry_of = {key: entry for entry, key in hits}
    both, one = [entry_of[pages["b1"]], entry_of[pages["b2"]]], [entry_of[pages["b2"]]]
    with django_assert_num_queries(1):
        first, second = scores([Fit(words_asked("kites"), both), Fit(words_asked("kites"), one, in_title=True)])
    assert list(second) == one
    assert first.keys() == set(both)
    assert first[both[0]] > first[both[1]]


def test_nothing_to_ask_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert answers([]) == []
        assert answers([part_of(Page.objects.none())]) == [[]]
        assert scores([]) == []
