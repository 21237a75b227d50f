"""Hand-over notes from phones: taken once, asked about, refused without a trace; never held, never a delivery."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.actions.notes import MOST_SEALED
from fieldbook.models import Delivery, Device
from protection.actions.hand_overs import acknowledge, close_note, follow_up
from protection.models import HandOverNote
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.places import make_area, make_commune
from tests.fieldbook.phone import a_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_commune("050601")


@pytest.fixture
def taker(db):
    return make_user("safeguarding_officer")


def told(answer):
    return answer["outcome"], answer["code"]


# --- taken -----------------------------------------------------------------------------------------------------------
def test_a_note_is_taken_with_its_number_and_leaves_no_delivery(field, commune, taker):
    rid = str(uuid.uuid4())
    answer = field.phone.send("note", a_note(commune), rid=rid)
    note = HandOverNote.objects.get()
    assert (answer["outcome"], answer["receipt"], answer["stage"]) == ("taken", note.reference, "received")
    assert (str(note.pk), note.area, note.urgency, note.handed_to) == (rid, commune, "today", "social_worker")
    assert Delivery.objects.count() == 0
    assert taker.notices.count() == 1


def test_nothing_in_the_database_leads_from_a_note_to_its_sender(field, commune):
    field.phone.send("note", a_note(commune))
    assert not JournalEntry.objects.filter(actor=field.user).exists()
    assert not JournalEntry.objects.filter(about_id=str(field.user.pk)).exists()


def test_a_note_sent_again_is_known_under_its_first_number(field, commune):
    sealed = field.phone.seal("note", a_note(commune))
    answers = [field.phone.deliver(sealed, sealed)[1]["answers"], field.phone.deliver(sealed)[1]["answers"]]
    outcomes = [answer["outcome"] for each in answers for answer in each]
    assert outcomes == ["taken", "known", "known"]
    assert {answer["receipt"] for each in answers for answer in each} == {HandOverNote.objects.get().reference}


def test_a_phone_asks_how_its_note_stands_and_learns_a_word(field, commune, taker):
    rid = str(uuid.uuid4())
    field.phone.send("note", a_note(commune), rid=rid)
    note, stages = HandOverNote.objects.get(), []
    for step in (None, acknowledge, follow_up, close_note):
        if step:
            step(note=note, by=taker)
        (answer,) = field.phone.deliver(ask=[rid])[1]["answers"]
        stages.append(answer["stage"])
        assert {name for name, value in answer.items() if value} == {"id", "outcome", "receipt", "stage"}
    assert stages == ["received", "handled", "handled", "closed"]


def test_a_note_whose_term_is_over_is_asked_about_in_vain(field):
    assert field.phone.deliver(ask=[str(uuid.uuid4())])[1]["answers"][0]["outcome"] == "later"


def test_a_clock_that_runs_ahead_loses_no_note(field, commune):
    today = timezone.localdate()
    days = {"noted_on": str(today + timedelta(days=400)), "handed_on": str(today + timedelta(days=1))}
    assert field.phone.send("note", a_note(commune, **days))["outcome"] == "taken"
    earlier = {"noted_on": str(today), "handed_on": str(today - timedelta(days=3))}
    assert field.phone.send("note", a_note(commune, **earlier))["outcome"] == "taken"
    assert set(HandOverNote.objects.values_list("noted_on", "handed_on")) == {(today, today)}


def test_an_ended_phone_and_somebody_without_a_role_are_heard_too(field, commune):
    """What else they send is held for an officer; a note is not, for holding it would keep it."""
    Device.objects.update(ended_at=timezone.now())
    assert field.phone.send("note", a_note(commune))["outcome"] == "taken"
    former = make_phone(make_user())
    assert former.send("note", a_note(commune))["outcome"] == "taken"
    assert (HandOverNote.objects.count(), Delivery.objects.count()) == (2, 0)


def test_a_note_comes_by_a_saved_copy_too(field, commune, desk):
    copy = field.phone.sign(field.phone.payload([field.phone.seal("note", a_note(commune))]))
    response = desk.post(reverse("deliveries:load"), {"file": SimpleUploadedFile("portal-records.jose", copy)})
    assert HandOverNote.objects.get().reference in response.text
    assert (HandOverNote.objects.count(), Delivery.objects.count()) == (1, 0)


# --- refused ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"name": "សុខ បូផា"},
        {"story": "What happened"},
        {"category": "violence"},
        {"person": str(uuid.uuid4())},
        {"urgency": "later"},
        {"handed_to": "the uncle"},
        {"area": "mef05060101"},
        {"area": "mef05"},
        {"area": "mef999999"},
        {"channel": None},
        {"noted_on": "yesterday"},
    ],
)
def test_a_note_with_more_or_other_than_a_note_holds_is_refused_and_leaves_nothing(field, commune, change):
    before = JournalEntry.objects.count()
    answer = field.phone.send("note", {**a_note(commune), **change})
    assert answer["outcome"] == "refused"
    assert answer["code"] in ("malformed", "bad_value")
    assert (HandOverNote.objects.count(), Delivery.objects.count(), JournalEntry.objects.count()) == (0, 0, before)


def test_what_is_too_large_for_a_note_is_not_even_opened(field, commune, monkeypatch):
    monkeypatch.setattr("fieldbook.actions.records._content", lambda *_: pytest.fail("it was opened"))
    answer = field.phone.send("note", {**a_note(commune), "story": "x" * MOST_SEALED})
    assert told(answer) == ("refused", "bad_value")


def test_a_province_is_no_place_of_a_note(field):
    area = make_area("0506")
    assert field.phone.send("note", a_note(area))["outcome"] == "taken"
    assert field.phone.send("note", {**a_note(area), "area": "mef05"})["outcome"] == "refused"


def test_a_note_of_another_app_or_another_user_is_refused_without_a_trace(field, commune):
    assert told(field.phone.send("note", a_note(commune), schema=2)) == ("refused", "schema_unknown")
    assert told(field.phone.send("note", a_note(commune), user=field.user.pk + 1)) == ("refused", "wrong_user")
    assert (HandOverNote.objects.count(), Delivery.objects.count()) == (0, 0)
