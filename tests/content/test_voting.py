"""Polls: a vote from our own page leaves a count and nothing else; results from five on; staff alone empty them."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from content import voting
from content.models import PollCount, PollPage, PollsPage
from content.polling import make_polls
from content.voting import cast_vote, empty_poll
from participation.models import Topic
from tests.factories.accounts import make_user, stranger

pytestmark = pytest.mark.django_db

POLL = "/en/polls/when-to-meet/"
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def polls(portal_with):
    """The shipped polls by language and name."""
    assert portal_with(make_polls) == 4
    return {(page.locale.language_code, page.slug): page for page in PollPage.objects.select_related("locale")}


@pytest.fixture
def poll(polls):
    return polls["en", "when-to-meet"]


def vote(poll: PollPage, place: int = 0, headers: dict | None = HERE, client: Client | None = None, **extra):
    """A vote with the token check of Django switched on, as on a real server."""
    client = client or stranger(enforce_csrf_checks=True)
    address = f"/{poll.locale.language_code}/vote/{poll.pk}/"
    return client.post(address, {"answer": poll.answers[place].id}, headers=headers, **extra)


def votes(poll: PollPage) -> list[int]:
    return [each.votes for each in poll.result().answers]


def html(address: str) -> str:
    answer = stranger().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_a_poll_about_violence_is_left_at_once_before_and_after_the_vote(portal_with):
    portal_with(make_polls, rights=(19, 31))
    poll = PollPage.objects.get(slug="when-to-meet", locale__language_code="en")
    assert "data-leave" not in html(poll.url)
    poll.topics.set(Topic.objects.filter(number=19))
    poll.save_revision().publish()
    vote(poll)
    for address in (poll.url, f"{poll.url}?result=1", f"{poll.url}?thanks=1"):
        answer = stranger().get(address)
        assert "<title>A question" in answer.text
        assert answer.text.count("data-leave") == 2
        assert answer.headers["Referrer-Policy"] == "no-referrer"


# --- a vote -----------------------------------------------------------------------------------------------------------
def test_a_vote_counts_and_leads_to_a_fresh_result(poll):
    answer = vote(poll, 1)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{POLL}?thanks=1#thanks")
    assert not answer.cookies
    assert votes(poll) == [0, 1, 0]
    shown = stranger().get(f"{POLL}?thanks=1")
    assert "no-store" in shown.headers["Cache-Control"]
    assert "Thank you. Your vote is counted." in shown.text
    assert "no-store" not in stranger().get(POLL).headers.get("Cache-Control", "")


def test_a_vote_leaves_nothing_but_a_count(poll):
    with CaptureQueriesContext(connection) as asked:
        vote(poll)
    written = [each["sql"] for each in asked.captured_queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    ours = [sql for sql in written if "portal_cache" not in sql]
    assert len(ours) in (1, 2)
    assert [sql for sql in ours if "content_pollcount" not in sql] == []
    assert {field.name for field in PollCount._meta.get_fields()} == {"id", "poll", "answer", "votes"}
    assert Session.objects.count() == 0
    assert JournalEntry.objects.filter(verb__startswith="poll").count() == 0


def test_languages_of_a_poll_share_its_votes(polls):
    for language in ("km", "en"):
        vote(polls[language, "when-to-meet"], 2)
    assert votes(polls["km", "when-to-meet"]) == votes(polls["en", "when-to-meet"]) == [0, 0, 2]
    assert votes(polls["en", "best-in-the-club"]) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "headers",
    [
        None,
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://elsewhere.example", "Referer": "http://testserver/en/"},
        {"Referer": "http://elsewhere.example/testserver/"},
        {"Origin": "http://testserver.elsewhere.example"},
    ],
)
def test_a_vote_from_elsewhere_is_not_counted(poll, headers):
    answer = vote(poll, headers=headers)
    assert answer.status_code == 403
    assert "The vote did not come from our page." in answer.text
    assert not answer.cookies
    assert votes(poll) == [0, 0, 0]


def test_an_old_browser_says_by_its_referer_where_it_was(poll):
    assert vote(poll, headers={"Referer": f"http://testserver{POLL}"}).status_code == 303
    assert votes(poll) == [1, 0, 0]


@pytest.mark.parametrize("forged", ["", "x", str(uuid.UUID(int=5)), "\x00", "9" * 5000])
def test_a_forged_answer_leads_back_and_counts_nothing(poll, forged):
    answer = stranger().post(f"/en/vote/{poll.pk}/", {"answer": forged}, headers=HERE)
    assert (answer.status_code, answer.headers["Location"]) == (302, POLL)
    assert PollCount.objects.count() == 0


def test_only_a_post_votes_and_only_in_a_live_poll(poll):
    assert stranger().get(f"/en/vote/{poll.pk}/").status_code == 405
    poll.unpublish()
    assert vote(poll).status_code == 404
    assert votes(poll) == [0, 0, 0]


def test_a_closed_poll_takes_no_vote_and_shows_its_result_at_its_own_address(poll):
    for _turn in range(5):
        cast_vote(poll=poll, answer=uuid.UUID(poll.answers[0].id))
    today = timezone.localdate()
    poll.told_on, poll.closes_on = today - timedelta(days=9), today
    poll.save()
    assert "What children answered" not in html(POLL)
    poll.closes_on = today - timedelta(days=1)
    poll.save()
    assert (vote(poll).status_code, votes(poll)) == (302, [5, 0, 0])
    shown = html(POLL)
    assert "5 of 5 votes" in shown
    assert 'method="post"' not in shown
    assert "Closed: see the result" in html("/en/polls/")


# --- the limit --------------------------------------------------------------------------------------------------------
def test_too_many_votes_from_one_address_wait(poll, polls, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "vote": "3/10m/key"}
    codes = [vote(poll).status_code for _turn in range(4)]
    assert codes == [303, 303, 303, 429]
    refused = vote(poll)
    assert "Wait ten minutes, then try again." in refused.text
    assert not refused.cookies
    assert votes(poll) == [3, 0, 0]
    assert vote(polls["km", "when-to-meet"]).status_code == 429, "the same poll in another language"
    assert vote(polls["en", "best-in-the-club"]).status_code == 303
    assert vote(poll, REMOTE_ADDR="192.0.2.9").status_code == 303
    cache.delete(voting.SALT)
    assert vote(poll).status_code == 303, "whose address it was is forgotten with the salt"


def test_no_address_lies_in_the_cache(poll, monkeypatch):
    kept = []
    monkeypatch.setattr(voting.ratelimit, "consume", lambda request, *, action, key: kept.append(key) or True)
    for address in ("192.0.2.7", "192.0.2.8", "192.0.2.7"):
        vote(poll, REMOTE_ADDR=address)
    assert kept[0] == kept[2] != kept[1]
    assert [key for key in kept if "192.0.2" in key] == []
    cache.delete(voting.SALT)
    vote(poll, REMOTE_ADDR="192.0.2.7")
    assert kept[3] != kept[0]


# --- the result -------------------------------------------------------------------------------------------------------
def test_a_result_is_shown_from_five_votes_on(poll):
    for turn in range(5):
        shown = html(f"{POLL}?result=1")
        assert ("The result is shown from five votes on." in shown, 'poll-result"' in shown) == (True, False)
        assert f"{turn} of {turn}" not in shown
        vote(poll, turn % 2)
    shown = html(f"{POLL}?result=1")
    assert "3 of 5 votes" in shown
    assert "60 %" in shown
    assert 'width="40%"' in shown
    assert "This is not a survey" in shown
    assert "5 of 5" not in html(POLL)


def test_two_first_votes_at_once_are_two(poll, monkeypatch):
    """Another vote makes the row after we looked for it and before we make our own."""
    answer = uuid.UUID(poll.answers[0].id)

    def before_the_other(rows: QuerySet, **fields) -> int:
        monkeypatch.undo()
        found = rows.update(**fields)
        PollCount.objects.create(poll=poll.translation_key, answer=answer, votes=1)
        return found

    monkeypatch.setattr(QuerySet, "update", before_the_other)
    cast_vote(poll=poll, answer=answer)
    assert votes(poll) == [2, 0, 0]


def test_a_poll_costs_few_queries_of_its_own(poll):
    client = stranger()
    for address, most in ((POLL, 10), (f"{POLL}?result=1", 13), ("/en/polls/", 9)):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= most, address


# --- for editors ------------------------------------------------------------------------------------------------------
def edited(client: Client, poll: PollPage, *kept: int, **more: str):
    """What the editor's form says when these answers are sent."""
    fields = {
        "title": poll.title,
        "slug": poll.slug,
        "told_on": str(poll.told_on),
        "answers-count": str(len(kept)),
        "topics": [topic.pk for topic in poll.topics.all()],
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **more,
    }
    for turn, place in enumerate(kept):
        fields |= {
            f"answers-{turn}-deleted": "",
            f"answers-{turn}-order": str(turn),
            f"answers-{turn}-type": "answer",
            f"answers-{turn}-id": poll.answers[place].id,
            f"answers-{turn}-value-text": f"Answer {place}",
            f"answers-{turn}-value-drawing": "sun",
        }
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[poll.pk]), fields)
    if answer.status_code == 302:  # as the readers of the draft do
        PollPage.objects.get(pk=poll.pk).get_latest_revision().publish()
    return answer


@pytest.fixture
def admin(client, poll):
    client.force_login(make_user("communications", username="editor"))
    return client


def test_counts_stay_with_their_answers_when_words_and_order_change(admin, poll):
    for place, number in enumerate((1, 2, 3)):
        for _turn in range(number):
            vote(poll, place)
    assert edited(admin, poll, 2, 0, 1).status_code == 302
    poll = PollPage.objects.get(pk=poll.pk)
    assert [(each.text, each.votes) for each in poll.result().answers] == [
        ("Answer 2", 3),
        ("Answer 0", 1),
        ("Answer 1", 2),
    ]


def test_taking_out_an_answer_with_votes_asks_first(admin, poll):
    vote(poll, 0)
    asked = edited(admin, poll, 1, 2)
    assert asked.status_code == 200
    with_words = asked.context["form"].errors["removes_votes"]
    assert len(with_words) == 1
    assert len(PollPage.objects.get(pk=poll.pk).answers) == 3
    assert edited(admin, poll, 0, 2).status_code == 302, "nobody voted for this one"
    assert edited(admin, PollPage.objects.get(pk=poll.pk), 1, 1, removes_votes="on").status_code == 302
    assert PollCount.objects.get().votes == 1


def test_staff_empty_a_poll_and_the_journal_says_so(admin, poll, polls):
    for place in (0, 0, 1):
        vote(poll, place)
    vote(polls["en", "best-in-the-club"])
    address = reverse("empty_poll", args=[poll.pk])
    assert poll.answers[0].value["text"] in admin.get(address).text
    assert votes(poll) == [2, 1, 0], "looking forgets nothing"
    assert admin.post(address).status_code == 302
    assert votes(poll) == votes(polls["km", "when-to-meet"]) == [0, 0, 0]
    assert PollCount.objects.count() == 1
    entry = JournalEntry.objects.get(verb="poll.emptied")
    assert (entry.about_id, entry.details["votes"], entry.actor.username) == (str(poll.pk), 3, "editor")


def test_others_do_not_empty_a_poll(client, poll):
    vote(poll)
    for user in (None, make_user("facilitator"), make_user("donor")):
        if user:
            client.force_login(user)
        assert client.post(reverse("empty_poll", args=[poll.pk])).status_code in (302, 404)
    assert votes(poll) == [1, 0, 0]


def test_the_editor_leads_to_the_votes(admin, poll):
    assert reverse("empty_poll", args=[poll.pk]) in admin.get(reverse("wagtailadmin_pages:edit", args=[poll.pk])).text


def test_a_poll_is_not_closed_before_it_is_asked(poll):
    poll.closes_on = poll.told_on - timedelta(days=1)
    with pytest.raises(ValidationError):
        poll.full_clean()
    with pytest.raises(IntegrityError, match="poll_closes_after_it_was_asked"), transaction.atomic():
        PollPage.objects.filter(pk=poll.pk).update(closes_on=poll.closes_on)


def test_an_answer_has_one_count(poll):
    rows = [PollCount(poll=poll.translation_key, answer=poll.answers[0].id) for _turn in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():  # one_count_per_poll_and_answer
        PollCount.objects.bulk_create(rows)


def test_shipped_polls_pass_the_checks_and_stay_as_editors_left_them(polls):
    for page in polls.values():
        page.full_clean()
        page.answers.stream_block.clean(page.answers)
        assert page.needs_native_editor == (page.locale.language_code == "km")
    polls["en", "when-to-meet"].unpublish()
    assert make_polls() == 0
    assert PollsPage.objects.values("translation_key").distinct().count() == 1
    ids = {language: [each.id for each in polls[language, "when-to-meet"].answers] for language in ("km", "en")}
    assert ids["km"] == ids["en"]


@pytest.mark.django_db(transaction=True)
def test_votes_at_the_same_moment_are_all_counted(polls):
    """Eight browsers at once, each on a connection of its own."""
    poll = polls["en", "best-in-the-club"]
    answer = uuid.UUID(poll.answers[0].id)

    def vote_here() -> None:
        try:
            cast_vote(poll=poll, answer=answer)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote_here) for _turn in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert poll.result().total == 8


def test_empty_poll_gives_the_number(poll):
    vote(poll)
    assert empty_poll(poll=poll, by=make_user("communications")) == 1
