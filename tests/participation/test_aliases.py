"""Other ids of meetings: made once, followed everywhere, gone with the meeting."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from participation.actions.aliases import known_as
from participation.actions.meetings import record_meeting, withdraw_meeting
from participation.aliases import kept_meeting_ids
from participation.models import MeetingAlias
from participation.refusals import MeetingIdTaken, MeetingWithdrawn
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import make_group, make_meeting
from tests.participation.reaches import Reach

pytestmark = pytest.mark.django_db
HELD_ON, DAY = date(2025, 6, 15), timedelta(days=1)


@pytest.fixture
def reach():
    return Reach()


def test_second_id_leads_to_the_kept_meeting_and_twice_is_once():
    meeting, key, by = make_meeting(), uuid.uuid4(), make_user()
    first, again = (known_as(meeting=meeting, id=key, by=by) for _turn in range(2))
    assert first == again
    assert kept_meeting_ids([key, meeting.pk, uuid.uuid4()]) == {key: meeting.pk}
    line = JournalEntry.objects.get(verb="meeting.known_as")
    assert (line.about_id, line.details) == (str(meeting.pk), {"group": str(meeting.group_id), "id": str(key)})


def test_id_of_a_meeting_or_of_another_kept_one_is_refused():
    meeting, other, key, by = make_meeting(), make_meeting(), uuid.uuid4(), make_user()
    known_as(meeting=other, id=key, by=by)
    for wrong in (key, other.pk, meeting.pk):
        with pytest.raises(MeetingIdTaken):
            known_as(meeting=meeting, id=wrong, by=by)
    assert MeetingAlias.objects.count() == 1


@pytest.mark.parametrize("has_marks", [True, False])
def test_record_sent_again_under_the_second_id_is_the_kept_meeting(reach, has_marks):
    marks, by = {reach.person.pk: "present"} if has_marks else {}, make_user()
    meeting, key = record_meeting(group=reach.group, held_on=HELD_ON, by=by, marks=marks), uuid.uuid4()
    known_as(meeting=meeting, id=key, by=by)
    sent = {"held_on": HELD_ON - DAY, "id": key, "by": by}
    assert record_meeting(group=reach.group, marks=marks, **sent) == meeting
    with pytest.raises(MeetingIdTaken):
        record_meeting(group=make_group(), marks={}, **sent)
    assert reach.group.meetings.count() == 1


def test_second_id_of_a_meeting_taken_out_stays_out():
    group, by, key = make_group(), make_user(), uuid.uuid4()
    meeting = record_meeting(group=group, held_on=HELD_ON, by=by, marks={})
    known_as(meeting=meeting, id=key, by=by)
    withdraw_meeting(meeting=meeting, by=by, reason="twice")
    assert not MeetingAlias.objects.exists()
    with pytest.raises(MeetingWithdrawn):
        record_meeting(group=group, held_on=HELD_ON, by=by, marks={}, id=key)


@pytest.mark.parametrize("name", ["page", "correct", "withdraw"])
def test_pages_of_the_second_id_lead_to_the_kept_meeting(reach, name):
    client, meeting, key = signed_in(reach.facilitator()), make_meeting(group=reach.group), uuid.uuid4()
    known_as(meeting=meeting, id=key, by=make_user())
    found = client.get(reverse(f"meetings:{name}", args=[key]))
    assert (found.status_code, found.url) == (302, reverse(f"meetings:{name}", args=[meeting.pk]))


def test_what_was_typed_under_the_second_id_is_asked_again(reach):
    client, meeting, key = signed_in(reach.facilitator()), make_meeting(group=reach.group), uuid.uuid4()
    known_as(meeting=meeting, id=key, by=make_user())
    found = client.post(reverse("meetings:approve", args=[key]), follow=True)
    meeting.refresh_from_db()
    assert (found.status_code, meeting.status) == (200, "recorded")
    assert "Two records of this meeting are one now" in found.text


def test_page_of_a_second_id_out_of_reach_is_not_there(reach):
    meeting, key = make_meeting(group=reach.foreign_group), uuid.uuid4()
    known_as(meeting=meeting, id=key, by=make_user())
    assert signed_in(reach.facilitator()).get(reverse("meetings:page", args=[key])).status_code == 404
