"""Correcting a meeting that is recorded: at the desk."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from participation.models import Meeting
from tests.factories.participation import make_decision, make_mark, make_meeting
from tests.factories.people import make_person
from tests.participation.reaches import Reach, browser, journal_rows
from tests.participation.sheets import correct_url, page_url, sheet, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def client(reach):
    return browser(reach.facilitator())


@pytest.fixture
def meeting(reach):
    meeting = make_meeting(group=reach.group, held_on=timezone.localdate() - timedelta(days=3), summary="ដើម")
    make_mark(meeting=meeting, person=reach.person, state="absent")
    return meeting


def correction(meeting, people, **answers):
    return sheet(people, id=str(meeting.pk), version=meeting.version, held_on=meeting.held_on.isoformat(), **answers)


def test_correcting_is_closed_to_who_only_sees(reach):
    meeting = make_meeting(group=reach.group)
    for user in (reach.nameless(), reach.reader()):
        assert browser(user).get(correct_url(meeting)).status_code == 404


def test_correction_shows_what_is_saved(reach, client, meeting):
    make_decision(meeting=meeting, text="សម្រេចរួច")
    text = client.get(correct_url(meeting)).text
    assert re.search(rf'name="mark-{reach.person.pk}" value="absent" checked', text)
    for words in ("ដើម", "សម្រេចរួច", f'name="version" value="{meeting.version}"'):
        assert words in text
    (row,) = journal_rows("roster.read")
    assert (row.about_id, row.people) == (str(meeting.pk), 1)


def test_correction_saves(reach, client, meeting):
    kept = make_decision(meeting=meeting, text="ចាស់", done_on=meeting.held_on)
    rows = [{"text": "ចាស់ថ្មី", "id": str(kept.pk)}, {"text": "បន្ថែម"}]
    answer = client.post(correct_url(meeting), correction(meeting, [reach.person], rows=rows, summary="ថ្មី"))
    assert answer.url == page_url(meeting)
    meeting.refresh_from_db()
    assert (meeting.summary, meeting.version, states(meeting)) == ("ថ្មី", 2, {reach.person.pk: "present"})
    assert set(meeting.decisions.values_list("text", "done_on")) == {("ចាស់ថ្មី", meeting.held_on), ("បន្ថែម", None)}


def test_correction_lists_whoever_was_marked_then(reach, client, meeting):
    """Somebody whose membership was taken back since still has a mark, and is shown with it."""
    guest = make_person(family_name="កែវ", given_name="ធ្លាប់មាន")
    make_mark(meeting=meeting, person=guest, state="late")
    text = client.get(correct_url(meeting)).text
    assert re.search(rf'name="mark-{guest.pk}" value="late" checked', text)
    answer = client.post(correct_url(meeting), correction(meeting, [reach.person, guest]))
    assert answer.status_code == 302
    assert states(meeting) == {reach.person.pk: "present", guest.pk: "present"}


def test_correction_marks_nobody_who_was_not_marked_then(reach, client, meeting):
    unmarked, added = (reach.add_member().person for _number in range(2))
    text = client.get(correct_url(meeting)).text
    assert f'name="mark-{unmarked.pk}"' in text
    assert not re.search(rf'name="mark-{unmarked.pk}" value="\w+" checked', text)
    assert client.post(correct_url(meeting), correction(meeting, [reach.person, added])).status_code == 302
    assert states(meeting) == {reach.person.pk: "present", added.pk: "present"}


def test_correction_without_a_mark_that_was_saved_is_asked_again(reach, client, meeting):
    answer = client.post(correct_url(meeting), correction(meeting, []))
    assert "The list of members is another one" in answer.text
    assert states(meeting) == {reach.person.pk: "absent"}


def test_stale_correction_shows_both_values_and_saves_nothing(reach, client, meeting):
    mine = correction(meeting, [reach.person], summary="របស់ខ្ញុំ") | {f"mark-{reach.person.pk}": "late"}
    theirs = correction(meeting, [reach.person], summary="របស់គេ")
    assert browser(reach.officer()).post(correct_url(meeting), theirs).status_code == 302
    answer = client.post(correct_url(meeting), mine)
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", answer.text)
    assert cells == ["របស់គេ", "របស់ខ្ញុំ", "Present", "Late"]
    meeting.refresh_from_db()
    assert (meeting.summary, states(meeting)) == ("របស់គេ", {reach.person.pk: "present"})
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert client.post(correct_url(meeting), {**mine, "version": version}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.summary, states(meeting)) == ("របស់ខ្ញុំ", {reach.person.pk: "late"})


@pytest.mark.parametrize("version", ["", "0", "99"])
def test_correction_without_the_true_version_saves_nothing(reach, client, meeting, version):
    answer = client.post(correct_url(meeting), correction(meeting, [reach.person], summary="ថ្មី") | {"version": version})
    assert answer.status_code == 200
    meeting.refresh_from_db()
    assert meeting.summary == "ដើម"


def test_an_approved_meeting_is_not_corrected(reach, client, meeting):
    Meeting.objects.update(status="approved")
    assert client.get(correct_url(meeting)).url == page_url(meeting)
    answer = client.post(correct_url(meeting), correction(meeting, [reach.person], summary="ថ្មី"))
    assert "This meeting is approved." in answer.text
    assert "ថ្មី" in answer.text
    meeting.refresh_from_db()
    assert meeting.summary == "ដើម"


def test_correction_to_a_day_with_a_meeting_is_asked_about(reach, client, meeting):
    other = make_meeting(group=reach.group, held_on=meeting.held_on - timedelta(days=1))
    data = correction(meeting, [reach.person]) | {"held_on": other.held_on.isoformat()}
    assert "Did the group meet twice" in client.post(correct_url(meeting), data).text
    assert client.post(correct_url(meeting), {**data, "is_second": "on"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.slot) == (other.held_on, 2)


def test_correcting_costs_the_same_for_one_member_and_for_three(reach, client, meeting, django_assert_max_num_queries):
    client.get(correct_url(meeting))
    with django_assert_max_num_queries(40) as one:
        client.post(correct_url(meeting), correction(meeting, [reach.person]))
    people = [reach.person, *(reach.add_member().person for _more in range(2))]
    for person in people[1:]:
        make_mark(meeting=meeting, person=person, state="absent")
    meeting.marks.update(state="absent")
    meeting.refresh_from_db()
    with django_assert_max_num_queries(40) as three:
        client.post(correct_url(meeting), correction(meeting, people))
    assert set(states(meeting).values()) == {"present"}
    assert len(three) == len(one)
