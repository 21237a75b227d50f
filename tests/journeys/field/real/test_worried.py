"""“I am worried about a child” in the field app: numbers without network and PIN, a note that leaves nothing behind."""

import json
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from fieldbook.models import Delivery
from protection.actions.hand_overs import acknowledge, close_note, follow_up
from protection.models import HandOverNote
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline
from tests.factories.places import make_commune

from .conftest import RECORDS, controlled

CONFIRMED = {"verified_on": date(2026, 9, 1), "next_check_on": date(2027, 3, 1)}
ROWS = """() => new Promise((yes) => {
  const asked = indexedDB.open("field");
  asked.onsuccess = () => {
    const rows = asked.result.transaction("outbox").objectStore("outbox").getAll();
    rows.onsuccess = () => { yes(JSON.stringify(rows.result)); asked.result.close(); };
  };
})"""


@pytest.fixture
def commune(transactional_db):
    helpline(number="1280", **CONFIRMED)
    helpline(number="1288", **CONFIRMED)
    return make_commune("050601", name_km="ត្រពាំងថ្ម", name_latin="Trapeang Thma")


def worried(phone) -> Page:
    page = phone.page
    page.locator('[data-do="menu"]').click()
    page.locator('#menu a[href="#worried"]').click()
    expect(page.locator(".call-button").first).to_be_visible()
    return page


def fill(page: Page) -> None:
    for name, value in (("urgency", "now"), ("channel", "phone"), ("handed_to", "police")):
        page.locator(f'[data-at="{name}"] .chip[value="{value}"]').click()
    for level, value in ((1, "mef05"), (2, "06"), (3, "01")):
        page.locator(f'[data-at="area-{level}"]').select_option(value)


def hand(page: Page) -> None:
    page.locator('[data-do="hand"]').click()


def notes(page: Page):
    return page.locator('[data-at="list"] .note')


def rows(page: Page) -> list[dict]:
    return [row for row in json.loads(page.evaluate(ROWS)) if row["kind"] == "note"]


def test_numbers_show_at_once_without_network_and_without_the_pin(commune, phone):
    controlled(phone.page)
    phone.network(on=False)
    phone.opened()
    expect(phone.page.locator(".pin-pad")).to_be_visible()
    page = worried(phone)
    assert page.locator(".call-button").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))") == [
        "tel:1280",
        "tel:1288",
    ]
    page.locator("#back").click()
    expect(page.locator(".pin-pad")).to_be_visible()


def test_a_note_waits_without_network_goes_by_itself_and_leaves_a_number(commune, phone):
    controlled(phone.page)
    phone.network(on=False)
    phone.opened()
    page = worried(phone)
    hand(page)
    expect(page.locator('[data-t="missing"]')).to_be_visible()
    fill(page)
    hand(page)
    expect(notes(page)).to_have_count(1)
    expect(notes(page)).to_contain_text("មិនទាន់ផ្ញើ")
    expect(page.locator("#strip-words")).to_have_text("កំណត់ត្រា 1 នៅក្នុងទូរស័ព្ទនេះ មិនទាន់បានផ្ញើ")
    assert HandOverNote.objects.count() == 0
    (row,) = rows(page)
    assert [one["header"]["alg"] for one in row["sealed"]["recipients"]] == [
        "ECDH-ES+A256KW"
    ]  # the portal's wrap alone
    for word in ("mef05", "police", "050601"):
        assert word not in json.dumps(row)

    phone.network(on=True)
    expect(notes(page)).to_contain_text("មិនទាន់មាននរណាបញ្ជាក់ទេ")
    note = HandOverNote.objects.get()
    expect(notes(page)).to_contain_text(note.reference)
    assert (note.area, note.urgency, note.channel, note.handed_to) == (commune, "now", "phone", "police")
    (row,) = rows(page)
    assert {name: value for name, value in row.items() if value} == {
        "n": row["n"],
        "id": str(note.pk),
        "user": row["user"],
        "kind": "note",
        "state": "sent",
        "answer": {"receipt": note.reference, "stage": "received"},
    }
    assert Delivery.objects.count() == 0


def test_commune_of_the_own_groups_is_chosen_already_and_may_be_changed(commune, phone):
    page = worried(phone)
    chosen = [page.locator(f'[data-at="area-{level}"]') for level in (1, 2, 3)]
    for select, value in zip(chosen, ("mef05", "06", "01"), strict=True):
        expect(select).to_have_value(value)
    chosen[1].select_option("")
    expect(chosen[2]).to_have_value("")


def test_sender_sees_received_handled_and_closed_and_nothing_else(commune, phone):
    page = worried(phone)
    fill(page)
    hand(page)
    expect(notes(page)).to_contain_text("មិនទាន់មាននរណាបញ្ជាក់ទេ")
    note, taker = HandOverNote.objects.get(), make_user("safeguarding_officer")
    seen = []
    for step in (acknowledge, follow_up, close_note):
        step(note=note, by=taker)
        page.evaluate("() => { location.hash = '#home'; }")
        expect(page.locator(".card").first).to_be_visible()
        page.evaluate(
            """() => new Promise((yes) => {
              const asked = indexedDB.open("field");
              asked.onsuccess = () => {
                const store = asked.result.transaction("meta", "readwrite").objectStore("meta");
                const all = store.getAllKeys();
                all.onsuccess = () => {
                  const key = all.result.find((each) => String(each).startsWith("user:"));
                  const row = store.get(key);
                  row.onsuccess = () => { store.put({...row.result, contact: 0}, key); asked.result.close(); yes(); };
                };
              };
            })"""
        )  # as if the last contact were long ago
        worried(phone)
        expect(notes(page).locator("b")).not_to_have_text("")
        word = {"handled": "មានគេកំពុងដោះស្រាយ", "closed": "បិទ"}[note.stage]
        expect(notes(page)).to_contain_text(word)
        seen.append(note.stage)
    assert seen == ["handled", "handled", "closed"]
    notes(page).locator("button").click()
    expect(notes(page)).to_have_count(0)
    assert rows(page) == []


def test_a_refused_note_says_that_it_did_not_arrive(commune, phone, monkeypatch):
    monkeypatch.setattr("fieldbook.actions.records.MOST_SEALED", 1)
    page = worried(phone)
    fill(page)
    hand(page)
    expect(notes(page)).to_contain_text("កំណត់ត្រានេះមិនបានទៅដល់ទេ")
    (row,) = rows(page)
    assert (row["state"], row["sealed"], HandOverNote.objects.count()) == ("refused", None, 0)


def test_a_lost_reply_loses_no_note_and_doubles_none(commune, phone):
    phone.wire.lose(RECORDS)
    page = worried(phone)
    fill(page)
    hand(page)
    expect(notes(page)).to_have_count(1)
    phone.wire.mend()
    phone.send()
    expect(notes(page)).to_contain_text("មិនទាន់មាននរណាបញ្ជាក់ទេ")
    assert HandOverNote.objects.count() == 1


def test_a_changed_number_reaches_the_phone_as_a_new_version(commune, phone, live_server, client):
    before = client.get("/field/sw.js").content
    assert client.get("/field/sw.js").content == before
    helpline(number="117", **CONFIRMED)
    assert client.get("/field/sw.js").content != before
    assert b"tel:117" in client.get("/field/km/worried/").content


def test_the_screen_is_whole_for_everybody(commune, phone, violations, overflow):
    page = worried(phone)
    fill(page)
    assert (violations(page), overflow(page)) == ([], 0)
    hand(page)
    expect(notes(page)).to_contain_text("មិនទាន់មាននរណាបញ្ជាក់ទេ")
    assert (violations(page), overflow(page)) == ([], 0)
