"""What a crawling network carries: a page about a right is whole in its first answer, within one window of TCP."""

import gzip
import os
import re

import brotli
import pytest
from django.http import HttpResponse

from content import library
from content.models import QuizPage
from content.policy_library import make_policy_library
from content.polling import make_polls
from content.quizzing import make_quizzes
from content.telling import make_about, make_news, make_stories
from participation.models import Topic
from reports.actions import publish_snapshot
from tests.factories.accounts import stranger

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WINDOW = 14_000
"""Bytes that the server may send before it must wait for the reader, heads and all."""
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(scope="module")
def every_article():
    return list(library.articles())


@pytest.fixture
def longest(every_article, portal_with):
    """The article with the most words, with those that it names beside it."""
    words = {
        told["number"]: sum(len(told["km"][step]["more"]) for step in ("step_7", "step_15")) for told in every_article
    }
    number = max(words, key=words.get)
    related = next(told["related"] for told in every_article if told["number"] == number)
    portal_with(make_policy_library, make_quizzes, rights=(number, *related))
    for quiz in QuizPage.objects.all():
        quiz.topics.add(Topic.objects.get(type=Topic.Type.ARTICLE, number=number))
        quiz.save()
    return number


def weight(answer) -> int:
    """Bytes of an answer with its heads, as they go over the line."""
    return len(answer.content) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())


def test_an_answer_that_grew_by_words_or_by_heads_is_found():
    words = HttpResponse(brotli.compress(os.urandom(WINDOW)))
    heads = HttpResponse(headers={f"X-{number}": "a" * 1000 for number in range(15)})
    assert min(weight(words), weight(heads)) > WINDOW > weight(HttpResponse(b"a" * 1000))


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_right_is_whole_in_its_first_answer(longest, figure, language, encoding):
    answer = stranger().get(f"/{language}/rights/{longest}/?age=15", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    size = weight(answer)
    figure(f"first answer, longest right in {language}, {encoding}: {size / 1000:.1f} kB (at most 14)")
    assert size <= WINDOW
    html = UNPACK[encoding](answer.content).decode()
    assert 'class="quiz-way"' in html
    head = html.split("</head>")[0]
    assert "<style>" in head
    assert 'rel="stylesheet"' not in head
    assert not re.search(r"<script(?! type=\"application/ld\+json\")(?![^>]*type=\"module\")", html)


TO_READ = (
    "",
    "stories/",
    "stories/asking-the-commune-council/",
    "news/",
    "news/childrens-day/",
    "polls/",
    "polls/best-in-the-club/",
    "polls/best-in-the-club/?result=1",
    "near/",
    "about/",
)


def test_what_there_is_to_read_and_do_is_whole_in_its_first_answer(figure, portal_with):
    portal_with(make_stories, make_news, make_polls, make_about)
    publish_snapshot()
    sizes = {}
    for address in (f"/{language}/{page}" for language in ("km", "en") for page in TO_READ):
        answer = stranger().get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, address
        size = len(answer.content) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        figure(f"first answer, {address}, br: {size / 1000:.1f} kB (at most 14)")
        sizes[address] = size
        html = brotli.decompress(answer.content).decode()
        assert 'rel="stylesheet"' not in html.split("</head>")[0]
        assert "<script" not in html.replace('<script type="application/ld+json">', "")
    assert {address: size for address, size in sizes.items() if size > WINDOW} == {}


def test_whoever_takes_nothing_packed_gets_it_plain(longest):
    answer = stranger().get(f"/km/rights/{longest}/", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert b"<style>" in answer.content


def test_an_error_behind_the_door_links_its_styles(client):
    assert b"<style>" not in client.get("/nowhere/").content
