"""The outbox: everything arrives once, whatever happens on the way, and nothing leaves before its receipt."""

import re

import pytest

from .conftest import PIN, core, saved, sent, signed_in, summary
from .contract import GROUP, NAMES, meeting


def rows(page) -> list[dict]:
    return core(page, "outbox.outbox.list()")


def states(page) -> dict[str, str]:
    return {row["id"]: row["state"] for row in rows(page)}


def test_saved_meeting_is_sent_and_gets_its_receipt(field_phone, portal):
    core(field_phone, "outbox.drafts.keep(given.group, given)", meeting())
    rid = saved(field_phone, meeting())
    assert sent(field_phone)["left"] == 0
    row = rows(field_phone)[0]
    assert (row["id"], row["state"], row["receipt"], row["inDoubt"]) == (rid, "sent", f"R-{rid[:8]}", False)
    assert summary(field_phone) == {
        "waiting": 0, "conflict": 0, "refused": 0, "held": 0, "sent": 1, "drafts": 0, "photos": 0,
        "others": 0, "othersNeed": 0,
    }  # fmt: skip


def test_draft_comes_back_as_it_was_left(field_phone):
    record = meeting(summary="ពាក់កណ្ដាល")
    core(field_phone, "outbox.drafts.keep(given.group, given, {at: 'guests'})", record)
    field_phone.reload()
    core(field_phone, "pin.unlock(given)", PIN)
    draft = core(field_phone, "outbox.drafts.load(given)", GROUP)
    assert (draft["record"], draft["screen"]) == (record, {"at": "guests"})
    core(field_phone, "outbox.drafts.drop(given)", GROUP)
    assert core(field_phone, "outbox.drafts.load(given)", GROUP) is None


def test_draft_still_being_sealed_does_not_come_back_after_saving(field_phone):
    race = """(async () => { const draft = outbox.drafts.keep(given.group, given);
        await outbox.outbox.save("meeting", given, {group: given.group}); await draft; })()"""
    core(field_phone, race, meeting())
    assert summary(field_phone)["drafts"] == 0


def test_lost_reply_leads_to_sending_again_and_to_the_first_receipt(field_phone, portal):
    portal.loses_replies = 2
    rid = saved(field_phone, meeting())
    sent(field_phone)
    assert [(row["state"], row["inDoubt"]) for row in rows(field_phone)] == [("waiting", True)]
    assert list(portal.records) == [rid]
    portal.loses_replies = 0
    sent(field_phone)
    assert states(field_phone) == {rid: "sent"}
    assert set(portal.order) == {rid}
    assert len(portal.order) > 1


def test_many_records_go_in_batches_in_their_order(field_phone, portal):
    portal.is_away = True
    ids = core(
        field_phone,
        "(async () => { const ids = [];"
        " for (const one of given) ids.push(await outbox.outbox.save('meeting', one, {})); return ids; })()",
        [meeting() for _ in range(120)],
    )
    portal.is_away = False
    assert sent(field_phone) == {"sent": 120, "left": 0}
    sizes = [len(batch["records"]) for batch in portal.batches if batch["records"]]
    assert sizes == [50, 50, 20]
    assert portal.order == ids


def test_batch_stays_below_a_megabyte(field_phone, portal):
    portal.is_away = True
    core(
        field_phone,
        "(async () => { for (const one of given) await outbox.outbox.save('meeting', one, {}); })()",
        [meeting(summary="ក" * 40_000) for _ in range(9)],
    )
    portal.is_away = False
    assert sent(field_phone) == {"sent": 9, "left": 0}
    assert len(portal.sizes) > 1
    assert max(portal.sizes) < 900_000


@pytest.mark.parametrize("outcome", ["conflict", "refused", "held"])
def test_record_that_was_not_taken_stays_and_says_why(field_phone, portal, outcome):
    code = {"code": "not_a_member", "fixable": True, "sentence": {"km": "ក", "en": "a"}} if outcome == "refused" else {}
    portal.outcome = {"outcome": outcome, **code}
    record = meeting()
    rid = saved(field_phone, record)
    sent(field_phone)
    assert states(field_phone) == {rid: outcome}
    opened = core(field_phone, "outbox.outbox.openRecord(given)", rid)
    assert opened["record"] == record
    if outcome == "refused":
        assert (opened["row"]["code"], opened["row"]["sentence"]["en"], opened["row"]["fixable"]) == (
            "not_a_member",
            "a",
            True,
        )


def test_later_is_tried_again(field_phone, portal):
    portal.outcome = {"outcome": "later"}
    rid = saved(field_phone, meeting())
    sent(field_phone)
    assert states(field_phone) == {rid: "waiting"}
    portal.outcome = {"outcome": "taken"}
    sent(field_phone)
    assert states(field_phone) == {rid: "sent"}


def test_what_became_of_a_held_record_is_asked(field_phone, portal):
    portal.outcome = {"outcome": "held"}
    rid = saved(field_phone, meeting())
    sent(field_phone)
    portal.outcomes[rid] = {"outcome": "taken", "receipt": "7K3P-0412"}
    core(field_phone, "store.changeEnrolment(17, () => ({contact: 0}))")  # a day later
    sent(field_phone)
    assert [(row["state"], row["receipt"]) for row in rows(field_phone)] == [("sent", "7K3P-0412")]


def test_their_record_lies_sealed_beside_mine(field_phone, portal):
    theirs = meeting(version=3)
    portal.outcome = {"outcome": "conflict", "theirs": theirs}
    rid = saved(field_phone, meeting())
    sent(field_phone)
    assert core(field_phone, "outbox.outbox.openRecord(given)", rid)["theirs"] == theirs
    raw = core(field_phone, "store.read('outbox', async (rows) => JSON.stringify(await store.ask(rows.getAll())))")
    assert NAMES[3] not in raw


def test_their_record_is_fetched_again_where_the_phone_was_locked(field_phone, portal):
    portal.is_away = True
    rid = saved(field_phone, meeting())
    core(field_phone, "pin.lock()")
    portal.is_away = False
    portal.outcome = {"outcome": "conflict", "theirs": meeting(version=3)}
    sent(field_phone)
    assert [(row["state"], row["hasTheirs"]) for row in rows(field_phone)] == [("conflict", False)]
    core(field_phone, "pin.unlock(given)", PIN)
    sent(field_phone)
    assert core(field_phone, "outbox.outbox.openRecord(given)", rid)["theirs"]["version"] == 3


def test_resolved_conflict_goes_once_its_answer_is_taken(field_phone, portal):
    portal.outcome = {"outcome": "conflict", "theirs": meeting(version=3)}
    mine = saved(field_phone, meeting())
    sent(field_phone)
    portal.outcome, portal.is_away = {"outcome": "taken"}, True
    resolved = {"record": mine, "meeting": "m", "version": 3, "choice": "keep_mine"}
    again = saved(field_phone, meeting(resolves=resolved), replaces=mine)
    assert states(field_phone) == {again: "waiting"}
    kept = "store.read('outbox', (rows) => store.ask(rows.index('id').count(given)))"
    assert core(field_phone, kept, mine) == 1
    portal.is_away = False
    sent(field_phone)
    assert states(field_phone) == {again: "sent"}
    assert core(field_phone, kept, mine) == 0


def test_unsent_record_put_right_is_sent_once(field_phone, portal):
    portal.is_away = True
    first = saved(field_phone, meeting(summary="wrong"))
    sent(field_phone)  # the try that saving began has ended, in vain
    core(
        field_phone,
        "store.write('outbox', async (rows) => rows.put({...await store.byId(rows, given), tried: 0}))",
        first,
    )
    second = saved(field_phone, meeting(summary="right"), replaces=first)
    portal.is_away = False
    sent(field_phone)
    assert [each["record"]["summary"] for each in portal.records.values()] == ["right"]
    assert states(field_phone) == {second: "sent"}


def test_record_in_doubt_put_right_becomes_a_correction_of_what_arrived(field_phone, portal):
    portal.loses_replies = 2
    record = meeting(summary="wrong")
    first = saved(field_phone, record)
    sent(field_phone)
    portal.is_away = True
    second = saved(field_phone, {**record, "summary": "right"}, replaces=first)
    portal.is_away, portal.loses_replies = False, 0
    sent(field_phone)
    assert [portal.records[rid]["record"].get("version") for rid in (first, second)] == [None, 1]
    assert portal.records[second]["record"]["id"] == record["id"]
    assert states(field_phone) == {second: "sent", first: "sent"}


def test_refused_record_leaves_the_list_only_by_hand(field_phone, portal):
    portal.outcome = {"outcome": "refused", "code": "unknown_group"}
    rid = saved(field_phone, meeting())
    sent(field_phone)
    core(field_phone, "outbox.outbox.setAside(given)", rid)
    assert rows(field_phone) == []
    assert core(field_phone, "outbox.outbox.openRecord(given)", rid)["record"]["group"] == GROUP


def test_one_batch_that_is_too_much_is_halved_until_the_culprit_stands_alone(field_phone, portal):
    portal.is_away = True
    ids = [saved(field_phone, meeting()) for _ in range(3)]
    portal.is_away, portal.fault = False, (413, {"code": "too_large"})
    sent(field_phone)
    assert [(row["state"], row["code"]) for row in rows(field_phone)] == [("refused", "too_large")] * 3
    assert set(states(field_phone)) == set(ids)


@pytest.mark.parametrize("status", [429, 500, 503, 404])
def test_portal_in_trouble_changes_nothing(field_phone, portal, status):
    portal.fault = (status, {"code": "busy"})
    rid = saved(field_phone, meeting())
    sent(field_phone)
    assert states(field_phone) == {rid: "waiting"}
    portal.fault = None
    sent(field_phone)
    assert states(field_phone) == {rid: "sent"}


def test_unknown_phone_keeps_everything_and_sends_after_enrolling_anew(field_phone, portal):
    portal.devices.clear()
    rid = saved(field_phone, meeting())
    sent(field_phone)
    assert core(field_phone, "contact.state()")["enrolled"] is False
    assert states(field_phone) == {rid: "waiting"}
    core(field_phone, "contact.session.check()")
    core(field_phone, "contact.session.enrol()")
    sent(field_phone)
    assert states(field_phone) == {rid: "sent"}


def test_two_tabs_send_one_queue_once(field_phone, portal):
    portal.is_away = True
    ids = [saved(field_phone, meeting()) for _ in range(6)]
    other = field_phone.context.new_page()
    other.goto("/field/km/")
    portal.is_away = False
    for page in (field_phone, other):
        core(page, "(() => { self.sending = outbox.outbox.send(); })()")
    results = [page.evaluate("self.sending") for page in (field_phone, other)]
    assert sorted(result["sent"] for result in results) == [0, 6]
    assert portal.order == ids


def test_queue_of_one_user_is_neither_seen_nor_sent_by_the_next(field_phone, portal):
    portal.is_away = True
    rid = saved(field_phone, meeting())
    sent(field_phone)
    portal.is_away = False
    portal.user = {"id": 18, "name": "Bopha", "language": "km"}
    signed_in(field_phone, "771203")
    assert rows(field_phone) == []
    assert summary(field_phone)["waiting"] == 0
    own = saved(field_phone, meeting())
    sent(field_phone)
    assert list(portal.records) == [own]
    assert core(field_phone, "outbox.outbox.openRecord(given)", rid) is None
    assert [batch["user"] for batch in portal.batches if batch["records"]] == [18]
    portal.user = {"id": 17, "name": "Dara", "language": "km"}
    core(field_phone, "contact.session.check()")
    sent(field_phone)
    assert set(portal.records) == {own, rid}
    assert [batch["user"] for batch in portal.batches if batch["records"]] == [18, 17]


def test_copy_holds_what_is_not_sent_also_while_locked(field_phone, portal):
    saved(field_phone, meeting())
    sent(field_phone)
    portal.is_away = True
    ids = [saved(field_phone, meeting()) for _ in range(2)]
    core(field_phone, "pin.lock()")
    copy = core(
        field_phone,
        "(async () => Promise.all((await outbox.outbox.copy())"
        ".map(async (one) => [one.name, await one.blob.text()])))()",
    )
    assert re.fullmatch(r"portal-records-\d{4}-\d\d-\d\d\.jose", copy[0][0])
    batch = portal.verified(copy[0][1])
    assert [portal.opened(sealed)[0]["rid"] for sealed in batch["records"]] == ids
    assert summary(field_phone)["waiting"] == 2


def test_full_phone_says_so_and_the_record_still_gets_out(bare_phone, portal):
    page = bare_phone
    quota = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    # The browser looks at the quota when it opens a database, and counts down from there.
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 700_000})
    signed_in(page)
    portal.is_away = True
    save = """(async () => { try { return await outbox.outbox.save("meeting", given, {group: given.group}) }
        catch (error) { return error.constructor.name } })()"""
    fitted = []
    record = meeting(summary="ក" * 20_000)
    core(page, "outbox.drafts.keep(given.group, given)", record)
    while (answer := core(page, save, record)) != "PhoneFull":
        fitted.append(answer)
        assert len(fitted) < 30
    assert list(states(page)) == fitted[::-1]
    copy = """(async () => Promise.all((await outbox.outbox.copy("meeting", given, {group: given.group}))
        .map(({blob}) => blob.text())))()"""
    batches = [portal.verified(body) for body in core(page, copy, record)]
    opened = [portal.opened(sealed) for batch in batches for sealed in batch["records"]]
    assert [header["rid"] for header, _ in opened][:-1] == fitted
    assert opened[-1][1] == record
    portal.is_away = False
    assert sent(page)["sent"] == len(fitted)  # also while it is full, even where the receipts find no room
    assert {each["record"]["id"] for each in portal.records.values()} == {record["id"]}
    assert set(portal.records) == set(fitted)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    page.reload()
    assert sent(page)["left"] == 0
    assert set(states(page).values()) == {"sent"}
    assert set(portal.records) == set(fitted)


def test_ended_phone_delivers_what_it_owes_and_empties_itself(field_phone, portal):
    portal.is_away = True
    rid = saved(field_phone, meeting())
    core(field_phone, "outbox.drafts.keep(given.group, given)", meeting(summary="half"))
    portal.is_away, portal.state, portal.outcome = False, "ended", {"outcome": "held"}
    sent(field_phone)
    heard = [portal.opened(sealed)[0]["rid"] for batch in portal.batches for sealed in batch["records"]]
    assert rid in heard
    assert len(set(heard)) == 2
    left = """store.read(["meta", "rosters", "drafts", "outbox", "photos"], async (meta, ...rest) =>
        [await store.ask(meta.get("user:17")), ...await Promise.all(rest.map((one) => store.ask(one.count())))])"""
    assert core(field_phone, left) == [None, 0, 0, 0, 0]
    assert (portal.batches[-1]["records"], portal.batches[-1]["unsent"]) == ([], 0)
    assert core(field_phone, "contact.state()")["user"] is None


def test_clock_that_is_wrong_is_set_right_by_the_portal(field_phone, portal):
    core(field_phone, "(() => { const now = Date.now; Date.now = () => now() - 86400000 * 400; })()")
    core(field_phone, "contact.session.check()")
    assert core(field_phone, "(async () => (await contact.now()).toISOString())()")[:10] == portal.clock()[:10]


def test_persistent_storage_is_asked_for_and_the_answer_goes_along(field_phone, portal):
    answer = core(field_phone, "store.persist()")
    assert answer in (True, False)
    assert core(field_phone, "contact.state()")["persisted"] is answer
    saved(field_phone, meeting())
    sent(field_phone)
    assert portal.batches[-1]["persisted"] is answer
