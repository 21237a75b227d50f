"""The pages of hand-over notes: for who is worried, and for those who take a note on."""

import re

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from portal.settings import base
from protection.models import HandOverNote
from tests.factories.accounts import make_user
from tests.factories.hand_overs import make_note, make_total, note_facts
from tests.factories.helplines import helpline
from tests.factories.places import make_area, make_commune
from tests.protection.conftest import HERE, THERE, browser

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/worried/"


def answers(**overrides):
    facts = note_facts(area=make_commune(HERE).pk, **overrides)
    return {name: str(value) for name, value in facts.items()}


@pytest.fixture
def sender():
    return browser(make_user("facilitator", language="en"))


@pytest.fixture
def focal_point():
    return make_user("focal_point", area=make_commune(HERE), language="en")


# --- for who is worried ----------------------------------------------------------------------------------------------
def test_every_page_of_the_desk_leads_there(sender):
    for page in ("/desk/", "/desk/notices/", "/desk/groups/"):
        assert f'href="{ADDRESS}"' in sender.get(page).text


def test_numbers_stand_before_the_form_and_only_confirmed_ones(sender, confirmed, unconfirmed):
    text = sender.get(ADDRESS).text
    assert text.index(f'href="tel:{confirmed.dialled}"') < text.index('name="urgency"')
    assert f"tel:{unconfirmed.dialled}" not in text


def test_without_any_number_the_page_says_where_to_go(sender):
    assert "No number is confirmed yet" in sender.get(ADDRESS).text


def test_a_complaint_has_a_number_and_no_form(sender, confirmed):
    assert "Then call one of the numbers above" in sender.get(ADDRESS).text
    line = helpline(number="023 100 200", takes_complaints=True, verified_on="2026-09-01", next_check_on="2027-03-01")
    text = sender.get(ADDRESS).text
    complaint = text[text.index('id="complaint"') : text.index('id="note"')]
    assert f"tel:{line.dialled}" in complaint
    assert "<form" not in complaint
    assert f"tel:{confirmed.dialled}" not in complaint


def test_children_see_the_number_for_a_complaint_too(client, confirmed):
    words = "Did an adult of our programme do you wrong?"
    assert words not in client.get("/en/more/").text
    helpline(number="023 100 200", takes_complaints=True, verified_on="2026-09-01", next_check_on="2027-03-01")
    assert words in client.get("/en/more/").text


def test_a_note_is_sent_and_its_sender_sees_how_it_stands(sender, focal_point):
    text = sender.post(ADDRESS, answers()).text
    note = HandOverNote.objects.get()
    assert note.reference in text
    assert "Nobody has confirmed yet: call." in text
    desk = browser(focal_point)
    for step, stage in (("acknowledge", "Somebody is taking care of it"), ("follow_up", None), ("close", "Closed")):
        desk.post(reverse(f"hand_overs:{step}", args=[note.pk]))
        text = sender.post(reverse("worried:look"), {"reference": note.reference.lower().replace("-", " ")}).text
        assert stage is None or f">{stage}</h2>" in text
        assert "Nobody has confirmed yet" not in text
    for word in (str(note.pk), note.area.name_latin, "Social worker", focal_point.username):
        assert word not in text


def test_a_note_sent_twice_is_one(sender):
    told = answers()
    first, again = sender.post(ADDRESS, told).text, sender.post(ADDRESS, told).text
    (reference,) = HandOverNote.objects.values_list("reference", flat=True)
    assert reference in first
    assert reference in again


def test_what_is_missing_is_asked_for(sender):
    response = sender.post(ADDRESS, answers(urgency="", handed_to="the village chief"))
    assert HandOverNote.objects.count() == 0
    assert {"urgency", "handed_to"} == set(response.context["form"].errors)


def test_a_number_of_no_note_is_told_so(sender):
    assert "No note has this number" in sender.post(reverse("worried:look"), {"reference": "ABCD-2345"}).text
    assert "This field is required" in sender.post(reverse("worried:look"), {"reference": ""}).text


def test_a_place_where_nobody_is_set_is_told_to_the_sender(sender):
    words = "Nobody is set for this place yet."
    text = sender.post(ADDRESS, answers()).text
    assert words in text
    assert "tel:" in text or "No number is confirmed yet" in text
    make_user("focal_point", area=make_commune(HERE))
    text = sender.post(reverse("worried:look"), {"reference": HandOverNote.objects.get().reference}).text
    assert words not in text
    assert "Nobody has confirmed yet: call." in text


def test_numbers_are_not_found_by_trying(sender, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"look_for_note": "3/m/user"}
    note, wrong = make_note(area=make_commune(HERE)), {"reference": "ABCD-2345"}
    for _try in range(3):
        assert "No note has this number" in sender.post(reverse("worried:look"), wrong).text
    text = sender.post(reverse("worried:look"), {"reference": note.reference}).text
    assert "You looked too often." in text
    assert "Received" not in text
    assert "Received" in browser(make_user()).post(reverse("worried:look"), {"reference": note.reference}).text


def test_look_has_a_limit_where_the_portal_runs():
    assert base.ACCOUNT_RATE_LIMITS["look_for_note"] == "10/m/user,60/h/user"


def test_without_mail_the_page_says_what_two_hours_are_worth(sender, settings):
    words = "The two hours hold only for people who are signed in"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    assert words in sender.get(ADDRESS).text
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    assert words not in sender.get(ADDRESS).text


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.post(ADDRESS, answers()).status_code == 302
    assert HandOverNote.objects.count() == 0


def test_pages_are_kept_by_no_cache_and_tell_no_other_portal(sender):
    """Without any referrer at all a browser names no origin, and a form without one is not ours."""
    response = sender.post(ADDRESS, answers())
    assert (response["Referrer-Policy"], "no-store" in response["Cache-Control"]) == ("same-origin", True)


@pytest.mark.parametrize("role", ["focal_point", "safeguarding_officer"])
def test_first_page_of_the_desk_tells_how_many_wait_and_nothing_else(role):
    here = make_commune(HERE)
    waits, _also = make_note(area=here, urgency="now"), make_note(area=here, urgency="week")
    make_note("acknowledged", area=here), make_note(area=make_commune(THERE))
    text = browser(make_user(role, area=here)).get("/desk/").text
    assert "2 hand-over notes wait for somebody to take them on" in text
    assert reverse("hand_overs:list") in text
    for word in (waits.reference, str(waits.pk)):
        assert word not in text
    assert "hand-over note" not in browser(make_user("programme_officer", area=here)).get("/desk/").text


# --- for those who take it on ----------------------------------------------------------------------------------------
def test_list_holds_the_notes_in_reach_the_most_urgent_first(focal_point):
    here = make_commune(HERE)
    closed, later = make_note("closed", area=here, urgency="now"), make_note(area=here, urgency="week")
    taken, urgent = make_note("acknowledged", area=here, urgency="now"), make_note(area=here, urgency="now")
    beyond = [make_note(area=make_commune(THERE)), make_note(area=here.parent)]
    text = browser(focal_point).get(reverse("hand_overs:list")).text
    found = re.findall(r">([0-9A-Z]{4}-[0-9A-Z]{4})</a>", text)
    assert found == [note.reference for note in (urgent, later, taken, closed)]
    assert not [note for note in beyond if note.reference in text]


def test_each_reading_is_one_line_in_the_journal(focal_point):
    desk, notes = browser(focal_point), [make_note(area=make_commune(HERE)) for _ in range(3)]
    desk.get(reverse("hand_overs:list"))
    line = JournalEntry.objects.get(verb="hand_over.list_read")
    assert (line.actor, line.kind, line.details) == (focal_point, "read", {"notes": 3})
    desk.get(reverse("hand_overs:page", args=[notes[0].pk]))
    line = JournalEntry.objects.get(verb="hand_over.read")
    assert (line.actor, line.about_id, line.details) == (focal_point, str(notes[0].pk), {})


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_one_note_and_with_three(focal_point, number, django_assert_num_queries):
    for _ in range(number):
        make_note(area=make_commune(HERE))
    desk = browser(focal_point)
    desk.get(reverse("hand_overs:list"))
    with django_assert_num_queries(7):
        desk.get(reverse("hand_overs:list"))


def test_a_step_too_late_is_told_and_changes_nothing(focal_point):
    note, desk = make_note("acknowledged", area=make_commune(HERE)), browser(focal_point)
    response = desk.post(reverse("hand_overs:acknowledge", args=[note.pk]), follow=True)
    assert "Somebody else did a step meanwhile" in response.text
    response = desk.post(reverse("hand_overs:take_back", args=[note.pk]), {"step": "acknowledged_at"}, follow=True)
    assert "The last step is taken back." in response.text
    note.refresh_from_db()
    assert note.acknowledged_at is None
    response = desk.post(reverse("hand_overs:take_back", args=[note.pk]), {"step": "reference"}, follow=True)
    assert "Somebody else did a step meanwhile" in response.text


@pytest.mark.parametrize("role", ["administrator", "programme_officer", "area_officer", "facilitator", "donor"])
def test_notes_are_a_page_that_does_not_exist_for_everybody_else(role):
    note = make_note(area=make_commune(HERE))
    reader = browser(make_user(role))
    assert reader.get(reverse("hand_overs:list")).status_code == 404
    assert reader.get(reverse("hand_overs:page", args=[note.pk])).status_code == 404
    assert reader.post(reverse("hand_overs:acknowledge", args=[note.pk])).status_code == 404
    assert reader.get(reverse("hand_overs:totals")).status_code == 404
    assert reverse("hand_overs:list") not in reader.get("/desk/").text


def test_totals_are_for_who_reaches_the_whole_province(focal_point):
    make_total(province=make_area(HERE[:2]), number=57)
    make_total(province=make_area(THERE[:2]), number=61)
    address = reverse("hand_overs:totals")
    assert ">57<" not in browser(focal_point).get(address).text
    text = browser(make_user("safeguarding_officer", area=make_area(HERE[:2]), language="en")).get(address).text
    assert ">57<" in text
    assert ">61<" not in text
    assert "March 2026" in text


def test_nothing_of_a_note_is_printed(focal_point):
    note, desk = make_note(area=make_commune(HERE)), browser(focal_point)
    for address in (reverse("hand_overs:list"), reverse("hand_overs:page", args=[note.pk])):
        text = desk.get(address).text
        assert "no-print" in text
