"""The PIN: slow for who guesses, gone after five, and nothing that was written is lost with it."""

import time

import pytest
from playwright.sync_api import Error

from .conftest import PIN, core, saved, sent, signed_in, summary
from .contract import GROUP, NAMES, meeting

WRONG = "918273"


def unlock(page, pin=PIN) -> dict:
    return core(page, "pin.unlock(given)", pin)


def wrong_tries(page, number: int) -> None:
    """As many wrong tries before, without their waits."""
    core(page, "(async () => store.changeEnrolment(17, () => ({tries: given})))()", number)


@pytest.mark.parametrize("pin", ["12345", "111111", "123456", "654321", "12345a", "", "២០៤៦១៨"])
def test_weak_pin_is_refused(field_phone, pin):
    with pytest.raises(Error, match="WeakPin"):
        core(field_phone, "pin.change(given.old, given.pin)", {"old": PIN, "pin": pin})
    with pytest.raises(Error, match="WeakPin"):
        core(field_phone, "pin.set(given)", pin)


def test_pin_opens_the_list_again_after_a_restart(field_phone):
    field_phone.reload()
    assert core(field_phone, "contact.state()")["locked"] is True
    with pytest.raises(Error):
        core(field_phone, "roster.groups()")
    assert unlock(field_phone) == {"ok": True}
    assert [one["name"] for one in core(field_phone, "roster.groups()")[0]["members"]] == [NAMES[0], NAMES[2]]


def test_wrong_tries_are_slowed(field_phone):
    core(field_phone, "pin.lock()")
    assert unlock(field_phone, WRONG) == {"ok": False, "left": 4, "wait": 1}
    assert unlock(field_phone, WRONG) == {"ok": False, "left": 3, "wait": 2}
    began = time.monotonic()
    assert unlock(field_phone, WRONG) == {"ok": False, "left": 2, "wait": 4}
    assert time.monotonic() - began >= 2


def test_wait_is_not_dodged_by_a_restart_the_clock_or_another_tab(field_phone):
    core(field_phone, "pin.lock()")
    wrong_tries(field_phone, 3)
    other = field_phone.context.new_page()
    other.goto("/field/en/")
    field_phone.reload()
    core(field_phone, "(() => { Date.now = () => 4e12; })()")
    core(other, f"(() => {{ self.trying = pin.unlock('{WRONG}'); }})()")
    began = time.monotonic()
    answer = unlock(field_phone)
    # The tab that asked first waits four seconds and is wrong; the next waits eight.
    assert time.monotonic() - began >= 11
    assert answer == {"ok": True}
    assert other.evaluate("self.trying") == {"ok": False, "left": 1, "wait": 8}


def test_right_pin_forgives_the_wrong_ones(field_phone):
    core(field_phone, "pin.lock()")
    wrong_tries(field_phone, 2)
    assert unlock(field_phone) == {"ok": True}
    assert core(field_phone, "pin.tries()") == {"left": 5, "wait": 0}


def test_five_wrong_tries_delete_the_list_and_no_record(field_phone, portal):
    portal.is_away = True
    rid = saved(field_phone, meeting())
    half = meeting(summary="half")
    core(field_phone, "outbox.drafts.keep(given.group, given, {field: 'summary'})", half)
    core(field_phone, "pin.lock()")
    wrong_tries(field_phone, 4)
    assert unlock(field_phone, WRONG)["left"] == 0
    assert core(field_phone, "store.read('rosters', (rows) => store.ask(rows.count()))") == 0
    assert unlock(field_phone) == {"ok": False, "left": 0, "wait": 0}
    state = core(field_phone, "contact.state()")
    assert (state["hasPin"], state["enrolled"], state["user"]) == (False, True, 17)
    assert {name: summary(field_phone)[name] for name in ("waiting", "drafts")} == {"waiting": 2, "drafts": 0}
    portal.is_away = False
    assert sent(field_phone) == {"sent": 2, "left": 0}
    assert portal.records[rid]["record"]["typed_names"] == [NAMES[3]]
    assert half in [each["record"] for each in portal.records.values()]


def test_try_that_was_cut_off_counts(field_phone):
    """Whoever kills the browser while it thinks has had that try."""
    core(field_phone, "pin.lock()")
    core(field_phone, "(() => { crypto.subtle.deriveKey = () => new Promise(() => {}); pin.unlock('918273'); })()")
    field_phone.wait_for_timeout(500)
    field_phone.reload()
    assert core(field_phone, "pin.tries()") == {"left": 4, "wait": 1}


def test_changed_pin_opens_what_the_old_one_sealed(field_phone):
    assert core(field_phone, "pin.change('204618', '771203')") == {"ok": True}
    core(field_phone, "pin.lock()")
    assert unlock(field_phone)["ok"] is False
    assert unlock(field_phone, "771203") == {"ok": True}
    assert core(field_phone, "roster.groups()")[0]["id"] == GROUP


def test_forgotten_pin_loses_nothing(field_phone, portal):
    portal.is_away = True
    saved(field_phone, meeting())
    core(field_phone, "outbox.drafts.keep(given.group, given)", meeting(summary="half"))
    field_phone.reload()
    with pytest.raises(Error):
        core(field_phone, "pin.set('771203')")  # nobody signed in
    portal.is_away = False
    signed_in(field_phone, "771203")
    assert sent(field_phone)["left"] == 0
    assert {each["record"].get("summary") for each in portal.records.values()} == {None, "half"}
    assert core(field_phone, "contact.state()")["locked"] is False
    assert len(portal.devices) == 1


def test_ten_minutes_in_the_background_lock(field_phone):
    hide = """(() => { Object.defineProperty(document, 'hidden', {value: given.hidden, configurable: true});
        const now = Date.now; Date.now = () => now() + given.later;
        document.dispatchEvent(new Event('visibilitychange')); Date.now = now; })()"""
    for later, locked in ((9 * 60_000, False), (11 * 60_000, True)):
        core(field_phone, hide, {"hidden": True, "later": 0})
        core(field_phone, hide, {"hidden": False, "later": later})
        assert core(field_phone, "contact.state()")["locked"] is locked


def test_new_pin_in_one_tab_locks_the_other(field_phone, portal):
    other = field_phone.context.new_page()
    other.goto("/field/km/")
    unlock(other)
    signed_in(field_phone, "771203")
    other.wait_for_timeout(300)
    assert core(other, "contact.state()")["locked"] is True
    assert core(field_phone, "contact.state()")["locked"] is False


def test_signing_out_keeps_what_waits(field_phone, portal):
    portal.is_away = True
    saved(field_phone, meeting())
    core(field_phone, "outbox.drafts.keep(given.group, given)", meeting())
    core(field_phone, "contact.session.leave()")
    state = core(field_phone, "contact.state()")
    assert (state["hasPin"], state["locked"]) == (False, True)
    assert core(field_phone, "store.read('rosters', (rows) => store.ask(rows.count()))") == 0
    portal.is_away, portal.user = False, None
    assert sent(field_phone) == {"sent": 2, "left": 0}
