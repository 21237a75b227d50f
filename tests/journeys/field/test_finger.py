"""Finger or face beside the PIN: a second way to the same keys, which goes wherever the PIN's way goes."""

import pytest
from playwright.sync_api import Error

from .conftest import PIN, core, saved, sent, signed_in
from .contract import GROUP, NAMES, meeting
from .lock import Lock

WRONG = "918273"
ROW = "(async () => { const row = await store.enrolment(); return %s })()"


def finger(page, call: str, argument=None):
    return page.evaluate(
        f"async (given) => await (await import('/static/js/field/finger.js')).{call}",
        argument,
    )


def set_up(page, pin: str = PIN) -> dict:
    return finger(page, "set(given, 'Field book')", pin)


def kept(page):
    """What the enrolment holds for the finger: none, false, or the names of its parts."""
    return core(page, ROW % "row?.finger ? Object.keys(row.finger).sort() : row?.finger ?? null")


def names(page) -> list[str]:
    return [one["name"] for one in core(page, "roster.groups()")[0]["members"]]


@pytest.fixture
def lock(field_phone) -> Lock:
    return Lock(field_phone)


def test_finger_opens_without_network_what_the_pin_sealed(field_phone, lock, portal):
    assert finger(field_phone, "offered()") is True
    assert set_up(field_phone) == {"ok": True, "kept": True}
    assert kept(field_phone) == ["hide", "id", "salt", "wrap"]
    core(field_phone, "outbox.drafts.keep(given.group, given)", meeting(summary="half"))
    field_phone.reload()
    core(field_phone, "contact.state()")
    finger(field_phone, "offered()")
    field_phone.evaluate("import('/static/js/field/sending.js')")  # the modules are there; from here on no network
    portal.is_away = True
    field_phone.context.set_offline(True)
    before = core(field_phone, "contact.state()")
    assert (before["locked"], before["hasFinger"]) == (True, True)
    assert finger(field_phone, "unlock()") == {"ok": True}
    assert names(field_phone) == [NAMES[0], NAMES[2]]
    assert core(field_phone, "outbox.drafts.load(given)", GROUP)["record"]["summary"] == "half"
    rid = saved(field_phone, meeting())
    field_phone.context.set_offline(False)
    portal.is_away = False
    assert sent(field_phone)["left"] == 0
    assert portal.records[rid]["record"]["typed_names"] == [NAMES[3]]


def test_nothing_of_the_finger_leaves_the_phone(field_phone, lock, portal):
    requests = []
    field_phone.context.on("request", lambda request: requests.append((request.method, request.url)))
    set_up(field_phone)
    core(field_phone, "pin.lock()")
    finger(field_phone, "unlock()")
    finger(field_phone, "remove()")
    assert [request for request in requests if not request[1].endswith(".js")] == []
    assert len(requests) > 0  # the script itself was fetched, and seen


def test_secret_of_the_lock_is_kept_nowhere(field_phone, lock):
    """Neither it nor the key from it: without the lock, what lies here opens nothing."""
    core(
        field_phone,
        """(() => { self.seen = []; const real = crypto.subtle.importKey.bind(crypto.subtle);
        crypto.subtle.importKey = (how, raw, ...rest) => {
          if (rest[0] === 'HKDF') self.seen.push([...new Uint8Array(raw)]);
          return real(how, raw, ...rest); }; })()""",
    )
    set_up(field_phone)
    secret = field_phone.evaluate("self.seen[0]")
    assert len(secret) == 32
    parts = core(field_phone, ROW % "Object.values(row.finger).map((part) => [...new Uint8Array(part)])")
    assert sorted(map(len, parts))[-2:] == [40, 40]  # two wrapped keys of 256 bits
    assert secret not in parts
    core(field_phone, "pin.lock()")
    finger(field_phone, "unlock()")
    assert field_phone.evaluate("self.seen[1]") == secret


def test_set_up_wants_the_pin_and_counts_a_wrong_one(field_phone, lock):
    assert set_up(field_phone, WRONG) == {"ok": False, "left": 4, "wait": 1}
    assert (kept(field_phone), lock.credentials()) == (None, [])


def test_lock_without_secrets_is_asked_once(field_phone):
    lock = Lock(field_phone, hasPrf=False)
    assert finger(field_phone, "offered()") is True  # the browser could; only the lock itself tells
    assert set_up(field_phone) == {"ok": True, "kept": False}
    assert kept(field_phone) is False
    assert finger(field_phone, "offered()") is False
    assert len(lock.credentials()) <= 1
    signed_in(field_phone, "771203")  # a new PIN may try anew: the phone may have learned
    assert finger(field_phone, "offered()") is True


def test_phone_without_lock_or_browser_without_the_extension_is_not_asked(field_phone):
    Lock(field_phone, transport="usb")
    assert finger(field_phone, "offered()") is False
    Lock(field_phone)
    assert finger(field_phone, "offered()") is True
    core(
        field_phone, "(() => { PublicKeyCredential.getClientCapabilities = async () => ({'extension:prf': false}); })()"
    )
    assert finger(field_phone, "offered()") is False


def test_lock_that_did_not_recognise_the_person_sets_nothing_up(field_phone, lock):
    lock.knows(False)
    assert set_up(field_phone) == {"ok": True, "kept": None}
    assert kept(field_phone) is None


def test_failed_finger_opens_nothing_and_costs_no_try(field_phone, lock):
    set_up(field_phone)
    core(field_phone, "pin.lock()")
    lock.knows(False)
    assert finger(field_phone, "unlock()") == {"ok": False}
    assert core(field_phone, "contact.state()")["locked"] is True
    assert core(field_phone, "pin.tries()") == {"left": 5, "wait": 0}
    lock.knows(True)
    lock.forgets()  # deleted in the settings of the phone
    assert finger(field_phone, "unlock()") == {"ok": False}
    assert core(field_phone, "pin.unlock(given)", PIN) == {"ok": True}
    assert names(field_phone) == [NAMES[0], NAMES[2]]


def test_wraps_of_another_key_do_not_open(field_phone, lock):
    set_up(field_phone)
    core(field_phone, "pin.lock()")
    core(field_phone, "store.changeEnrolment(17, ({finger}) => ({finger: {...finger, salt: new Uint8Array(32)}}))")
    assert finger(field_phone, "unlock()") == {"ok": False}
    assert core(field_phone, "contact.state()")["locked"] is True


def test_finger_forgives_wrong_pins_and_outlives_a_changed_one(field_phone, lock):
    set_up(field_phone)
    assert core(field_phone, "pin.change('204618', '771203')") == {"ok": True}
    core(field_phone, "pin.lock()")
    core(field_phone, "pin.unlock(given)", WRONG)
    assert finger(field_phone, "unlock()") == {"ok": True}
    assert core(field_phone, "pin.tries()") == {"left": 5, "wait": 0}
    assert names(field_phone) == [NAMES[0], NAMES[2]]


def five_wrong_tries(page, _portal):
    core(page, "pin.lock()")
    core(page, "(async () => store.changeEnrolment(17, () => ({tries: 4})))()")
    core(page, "pin.unlock(given)", WRONG)


def log_out(page, _portal):
    core(page, "contact.session.leave()")


def new_pin(page, _portal):
    signed_in(page, "771203")
    core(page, "pin.lock()")


def ended(page, portal):
    portal.state = "ended"
    sent(page)


@pytest.mark.parametrize("wipe", [five_wrong_tries, log_out, new_pin, ended])
def test_finger_goes_with_the_pin(field_phone, lock, portal, wipe):
    set_up(field_phone)
    saved(field_phone, meeting())
    wipe(field_phone, portal)
    assert (kept(field_phone), core(field_phone, "contact.state()")["hasFinger"]) == (None, False)
    assert finger(field_phone, "unlock()") == {"ok": False}
    assert core(field_phone, "contact.state()")["locked"] is True


def test_finger_of_a_wiped_phone_is_not_kept_afterwards(field_phone, lock):
    """Somebody wipes the lists in another tab while the phone asks for the finger."""
    core(
        field_phone,
        """(() => { const real = navigator.credentials.create.bind(navigator.credentials);
        navigator.credentials.create = async (how) => { await pin.forget(17); return real(how); } })()""",
    )
    assert set_up(field_phone) == {"ok": True, "kept": None}
    assert kept(field_phone) is None


def test_removed_finger_leaves_the_pin(field_phone, lock):
    set_up(field_phone)
    finger(field_phone, "remove()")
    assert kept(field_phone) is None
    assert finger(field_phone, "offered()") is True
    core(field_phone, "pin.lock()")
    assert finger(field_phone, "unlock()") == {"ok": False}
    assert core(field_phone, "pin.unlock(given)", PIN) == {"ok": True}


def test_finger_of_one_user_opens_nothing_of_the_next(field_phone, lock, portal):
    set_up(field_phone)
    portal.user = {"id": 18, "name": "B", "language": "km"}
    signed_in(field_phone, "771203")
    core(field_phone, "pin.lock()")
    assert core(field_phone, "contact.state()")["hasFinger"] is False
    assert finger(field_phone, "unlock()") == {"ok": False}
    with pytest.raises(Error):
        core(field_phone, "roster.groups()")
