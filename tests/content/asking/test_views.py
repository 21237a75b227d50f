"""Who answers for children's safety lets an ask out, in words of its own, and takes it back."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from content.ask_pages import make_ask_board
from content.asking.actions import NotToBeShown, release_ask
from content.models import AskRelease
from tests.factories.accounts import make_user
from tests.factories.asks import make_ask_release
from tests.factories.participation import make_ask, make_ask_answer, make_topic
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db
LIST = "/desk/board/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def moderator(reach):
    return browser(reach.reader())


@pytest.fixture
def right():
    return make_topic(type="article", number=24)


def url(ask):
    return reverse("ask_board:release", args=[ask.pk])


def words(right, **changed):
    return {"text_km": "យើងសុំទឹក", "text_en": "We ask for water", "topic": right.pk, **changed}


def test_list_shows_what_was_sent_within_reach(reach, moderator):
    sent, shown = make_ask(group=reach.group), make_ask_release(ask=make_ask(group=reach.group)).ask
    for other in (make_ask("drafted", group=reach.group), make_ask(group=reach.foreign_group)):
        assert url(other) not in moderator.get(LIST).text
    rows = {row.ask: row.ask.is_released for row in moderator.get(LIST).context["rows"]}
    assert rows == {sent: False, shown: True}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_long(reach, moderator, django_assert_num_queries, rows):
    for _time in range(rows):
        make_ask(group=reach.group)
    moderator.get(LIST)
    with django_assert_num_queries(8):
        assert len(moderator.get(LIST).context["rows"]) == rows


def test_moderator_releases_changes_and_takes_back(reach, moderator, right):
    ask = make_ask("answered", group=reach.group)
    make_ask_answer(ask=ask, text="ឆ្នាំក្រោយ")
    assert url(ask) in moderator.get(reverse("asks:page", args=[ask.pk])).text
    form = moderator.get(url(ask)).context["form"]
    assert (form.initial["text_km"], form.initial["answer_km"]) == (ask.text, "ឆ្នាំក្រោយ")
    assert moderator.post(url(ask), words(right)).status_code == 302
    release = AskRelease.objects.get()
    assert (release.text_en, release.topic, release.released_by.role_grants.get().role) == (
        *("We ask for water", right),
        "safeguarding_officer",
    )
    assert moderator.post(url(ask), words(right, text_en="Water, please")).status_code == 302
    assert AskRelease.objects.get().text_en == "Water, please"
    take_back = reverse("ask_board:take_back", args=[release.pk])
    assert take_back in moderator.get(url(ask)).text
    assert moderator.post(take_back).status_code == 302
    assert not AskRelease.objects.exists()
    verbs = JournalEntry.objects.filter(verb__startswith="ask_release.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["ask_release.made", "ask_release.changed", "ask_release.taken_back"]


def test_answer_is_told_in_both_languages_or_in_none(reach, moderator, right):
    ask = make_ask("answered", group=reach.group)
    page = moderator.post(url(ask), words(right, answer_km="ឆ្នាំក្រោយ"))
    assert "Tell the answer in both languages, or in none." in page.text
    assert not AskRelease.objects.exists()


@pytest.mark.parametrize("status", ["drafted", "withdrawn"])
def test_what_was_not_sent_is_not_released(right, status):
    with pytest.raises(NotToBeShown):
        release_ask(ask=make_ask(status), text_km="ក", text_en="a", topic=right, by=make_user())


def test_poster_of_its_commune_is_one_step_from_an_ask(portal_with, reach):
    ask, client = make_ask(group=reach.group), browser(reach.facilitator())
    path = reverse("ask_board:poster", args=[ask.pk])
    assert path in client.get(reverse("asks:page", args=[ask.pk])).text
    assert client.get(path).url == reverse("asks:page", args=[ask.pk])
    portal_with(make_ask_board, rights=(12,))
    assert client.get(path).url.endswith("/asks/?place=mef050601&kind=poster")
