"""The short list: fetched sparingly, deleted in time, never shown to the next user."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Error

from .conftest import PIN, core, saved, sent, signed_in
from .contract import GROUP, NAMES, group, meeting


def names(page) -> list[str]:
    return [one["name"] for one in core(page, "roster.groups()")[0]["members"]]


def test_group_whose_digest_the_phone_has_is_not_sent_again(field_phone, portal):
    asked = []
    field_phone.on("request", lambda request: asked.append(request.url) if "/roster/" in request.url else None)
    assert core(field_phone, "roster.refresh()") == "fresh"
    assert asked[0].endswith(f"?have={GROUP}%3Ad1%2Creference%3Ar1")
    assert names(field_phone) == [NAMES[0], NAMES[2]]
    portal.groups = [group(digest="d2", name_latin="Other")]
    core(field_phone, "roster.refresh()")
    assert core(field_phone, "roster.groups()")[0]["name_latin"] == "Other"


def test_group_that_is_no_longer_mine_goes(field_phone, portal):
    portal.groups = []
    core(field_phone, "roster.refresh()")
    assert core(field_phone, "roster.groups()") == []


@pytest.mark.parametrize(("away", "outcome"), [(True, "offline"), (False, "sign-in")])
def test_list_stays_where_there_is_no_network_or_no_session(field_phone, portal, away, outcome):
    portal.is_away, portal.user = away, None
    assert core(field_phone, "roster.refresh()") == outcome
    assert names(field_phone) == [NAMES[0], NAMES[2]]


def test_list_goes_when_its_term_has_passed_also_while_locked(field_phone, portal):
    portal.groups = [group(digest="d2", asks=[{"id": GROUP, "text": "ខ្នង", "reply": None}])]
    core(field_phone, "roster.refresh()")
    assert core(field_phone, "roster.groups()")[0]["asks"][0]["text"] == "ខ្នង"
    core(field_phone, "pin.lock()")
    portal.now = datetime.now(UTC) + timedelta(days=12)
    core(field_phone, "contact.session.check()")
    core(field_phone, "roster.expire()")
    lists = "store.read('rosters', async (rows) => (await store.ask(rows.getAll())).map((row) => row.list ?? null))"
    assert core(field_phone, lists) == [None, None]
    core(field_phone, "pin.unlock(given)", PIN)
    found = core(field_phone, "roster.groups()")[0]
    assert (found["expired"], found["members"], found["asks"], found["name_km"], found["posts"][0]["code"]) == (
        True,
        [],
        [],
        "ក្លឹបកុមារ",
        "leader",
    )


def test_clock_set_back_lengthens_nothing(field_phone, portal):
    portal.now = datetime.now(UTC) + timedelta(days=12)
    core(field_phone, "contact.session.check()")
    field_phone.reload()
    core(field_phone, "(() => { const now = Date.now; Date.now = () => now() - 86400000 * 365; })()")
    core(field_phone, "pin.unlock(given)", PIN)
    assert core(field_phone, "roster.groups()")[0]["expired"] is True


def test_next_user_sees_nothing_of_the_one_before(field_phone, portal):
    portal.user, portal.groups = {"id": 18, "name": "Bopha", "language": "km"}, []
    core(field_phone, "contact.session.check()")
    assert core(field_phone, "contact.state()")["locked"] is True
    with pytest.raises(Error):
        core(field_phone, "roster.groups()")
    signed_in(field_phone, "771203")
    assert core(field_phone, "roster.groups()") == []
    assert core(field_phone, "roster.me()")["id"] == 18


def test_sealed_copy_goes_once_the_list_shows_the_meeting(field_phone, portal):
    record = meeting()
    rid = saved(field_phone, record)
    sent(field_phone)
    core(field_phone, "roster.refresh()")
    assert core(field_phone, "outbox.outbox.openRecord(given)", rid)["record"] == record
    portal.groups = [group(digest="d2", open=[{**record, "version": 1}])]
    core(field_phone, "roster.refresh()")
    found = core(field_phone, "outbox.outbox.openRecord(given)", rid)
    assert (found["record"], found["row"]["receipt"], found["row"]["openable"]) == (None, f"R-{rid[:8]}", False)
