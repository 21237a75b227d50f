"""The search for links between votes and voters finds each kind of link, and looks wherever one could lie."""

import json
import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import journal
from tests.journeys.field.screens.conftest import press_pin

from .secrecy import LISTEN, STORED, Vote, fresh, links, rows_of_the_portal

PLANT = """async (text) => {
  const votes = { votes: text };
  localStorage.setItem("box", text);
  sessionStorage.setItem("box", text);
  await (await caches.open("box")).put(`/box/?of=${text}`, new Response(""));
  const [{ ask, write }, { needKeys }, { hide }] = await Promise.all(
    ["store", "pin", "seal"].map((name) => import(`/static/js/field/${name}.js`)));
  const { user, hide: key } = needKeys();
  const screen = await hide(votes, key);
  await write(["drafts", "meta"], (drafts, meta) => {
    drafts.put({ user, group: "box~election", kind: "election", at: 0, sealed: null, screen });
    return ask(meta.put(votes, "box"));
  });
}"""
"""The order of votes in each store of the browser: plain, in an address, and sealed under the PIN."""
PLACES = {
    "indexeddb drafts",
    "indexeddb meta",
    "local box",
    "session box",
    "cache box",
    "sealed",
    "table accounts.JournalEntry",
    "table sessions.Session",
    "log",
}


def planted() -> Vote:
    ended = timezone.now()
    names = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(8)]
    choices = [names[at] for at in (3, 0, 6, 1, 5)]
    return Vote(ended - timedelta(minutes=5), ended, choices, frozenset({"00000000-0000-4000-8000-0000000000aa"}))


@pytest.mark.parametrize(
    ("what", "plant"),
    [
        ("an hour", lambda vote: {"at": vote.ended.isoformat()}),
        ("an hour", lambda vote: {"at": int(vote.ended.timestamp() * 1000) - 500}),
        ("an hour", lambda vote: {"at": vote.ended.timestamp() - 1}),
        ("an hour", lambda vote: f"{vote.ended - timedelta(seconds=9):%Y-%m-%d %H:%M:%S} a ballot was cast"),
        ("the order of votes", lambda vote: {"votes": vote.choices}),
        ("the order of votes", lambda vote: {"log": [{"n": n, "for": each} for n, each in enumerate(vote.choices)]}),
        ("a voter beside a candidate", lambda vote: {"voter": next(iter(vote.voters)), "for": vote.choices[0]}),
    ],
)  # fmt: skip
def test_search_finds_a_planted_link(what, plant):
    vote = planted()
    text = plant(vote) if isinstance(plant(vote), str) else json.dumps(plant(vote))
    assert [found.split(": ")[1] for found in links([("somewhere", text)], vote)] == [what]


def test_search_finds_versions_that_differ_by_a_single_vote():
    def state(ballots: int, **more) -> str:
        return json.dumps({"voting": {"box": {"counts": {}, "spoilt": 0, "ballots": ballots, "cast": 9, **more}}})

    assert links([], planted(), [state(3), state(3), state(6)]) == []
    assert links([], planted(), [state(3), state(4)]) == ["states: 1 ballots from one to the next"]
    assert len(links([], planted(), [state(3), state(6, order=[])])) == 1


def test_search_is_silent_about_totals():
    vote = planted()
    totals = {"votes": dict.fromkeys(sorted(vote.choices), 1), "spoilt": 1, "at": 0, "on": "2026-11-29"}
    assert links([("somewhere", json.dumps(totals))], vote) == []


def test_search_looks_into_every_store_table_and_log(phone, village, caplog):
    """The same link is planted in each of them; whatever place it is not found in would make the other test blind."""
    caplog.set_level(logging.DEBUG)
    vote = planted()
    text = ",".join(vote.choices)
    page = phone.page
    page.add_init_script(LISTEN)
    page.reload()
    press_pin(page)
    page.locator(".card").first.wait_for()
    before, portal_before = page.evaluate(STORED), rows_of_the_portal()
    page.evaluate(PLANT, text)
    journal.note("election.recorded", about=village.group, by=None, votes=vote.choices)
    Session.objects.create(session_key="box", session_data=text, expire_date=timezone.now() + timedelta(days=9))
    logging.getLogger("fieldbook").info("ballots of %s", text)
    left = fresh(before, page.evaluate(STORED)) + fresh(portal_before, rows_of_the_portal())
    left += [("log", record.getMessage()) for record in caplog.records]
    left += [("sealed", state) for state in page.evaluate("window.sealed")]
    told = [found.split(": ", 1) for found in links(left, vote)]
    assert {place for place, what in told if what == "the order of votes"} == PLACES
