"""Who left a group more than a year ago is a count, not a name, for who works with it; officers still see the name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import Attendance, Membership
from participation.scopes import FORMER_REACHED_FOR
from people.models import Person
from tests.factories.participation import make_facilitation, make_mark, make_meeting, make_membership, make_post
from tests.factories.people import make_person
from tests.participation.reaches import Reach, browser, journal_rows
from tests.participation.sheets import sheet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LONG_AGO, LATELY = FORMER_REACHED_FOR + DAY, FORMER_REACHED_FOR


def today():
    return timezone.localdate()


@pytest.fixture
def reach():
    return Reach()


def left(reach, since, **fields):
    """A member of the reader's group who left it so long ago, and came to a meeting on the last day."""
    person = make_person(family_name="ជា", given_name="យូរហើយ", name_latin="Longgone")
    fields = {"began_on": today() - since - 400 * DAY, "ended_on": today() - since, **fields}
    membership = make_membership(group=reach.group, person=person, **fields)
    meeting = make_meeting(group=reach.group, held_on=membership.ended_on)
    return membership, make_mark(meeting=meeting, person=person)


def reached(user, *rows):
    """For each row whether the user sees it and may change it."""
    found = [type(row)._default_manager.all() for row in rows]
    return [
        (every.visible_to(user).filter(pk=row.pk).exists(), every.editable_by(user).filter(pk=row.pk).exists())
        for every, row in zip(found, rows, strict=True)
    ]


BOTH, NEITHER = (True, True), (False, False)


def test_facilitator_reaches_who_left_within_a_year_and_nobody_after(reach):
    user, officer = reach.facilitator(), reach.officer()
    for since, expected in ((LATELY, BOTH), (LONG_AGO, NEITHER)):
        membership, mark = left(reach, since)
        rows = (membership, membership.person, mark)
        assert reached(user, *rows) == [expected] * 3
        assert reached(officer, *rows) == [BOTH] * 3


def test_old_rows_of_who_is_still_a_member_stay_in_sight(reach):
    membership, mark = left(reach, LONG_AGO, end_reason="post_changed")
    make_membership(group=reach.group, person=membership.person, post=make_post(code="leader"))
    assert reached(reach.facilitator(), membership, membership.person, mark) == [BOTH] * 3


def test_who_is_in_another_of_ones_groups_is_reached_there_only(reach):
    membership, mark = left(reach, LONG_AGO)
    user = reach.facilitator()
    other = make_membership(person=membership.person)
    make_facilitation(user=user, group=other.group)
    assert reached(user, membership, mark) == [NEITHER] * 2
    assert reached(user, membership.person, other) == [BOTH] * 2


def page(user, name, row, query=""):
    return browser(user).get(reverse(name, args=[row.pk]) + query)


def test_pages_count_them_and_do_not_name_them(reach):
    membership, mark = left(reach, LONG_AGO)
    pages = [
        ("groups:page", reach.group, f"?on={membership.ended_on.isoformat()}"),
        ("groups:history", reach.group, ""),
        ("meetings:page", mark.meeting, ""),
    ]
    facilitator, officer = reach.facilitator(), reach.officer()
    counted = "names not shown to you: 1"
    for name, row, query in pages:
        seen, hidden = page(officer, name, row, query).text, page(facilitator, name, row, query).text
        assert (name, "យូរហើយ" in seen, counted in seen) == (name, True, False)
        assert (name, "យូរហើយ" in hidden, "Longgone" in hidden, counted in hidden) == (name, False, False, True)
    assert page(facilitator, "people:page", membership.person).status_code == 404
    assert page(officer, "people:page", membership.person).status_code == 200


def test_a_past_day_still_adds_up(reach):
    membership, _mark = left(reach, LONG_AGO)
    shown = page(reach.facilitator(), "groups:page", reach.group, f"?on={membership.ended_on.isoformat()}")
    members = shown.context["page"].members
    assert (members.totals.total, len(members.lines), members.former_hidden) == (2, 1, 1)
    assert [row.people for row in journal_rows("roster.read")] == [1]


def test_a_correction_neither_shows_nor_loses_their_marks(reach):
    membership, mark = left(reach, LONG_AGO)
    make_mark(meeting=mark.meeting, person=reach.person)
    client = browser(reach.facilitator())
    url = reverse("meetings:correct", args=[mark.meeting.pk])
    drawn = client.get(url)
    assert "យូរហើយ" not in drawn.text
    assert [row.listed.person for row in drawn.context["sheet"].marks.rows] == [reach.person]
    sent = sheet(
        [reach.person],
        id=str(mark.meeting.pk),
        version=mark.meeting.version,
        held_on=mark.meeting.held_on.isoformat(),
        **{f"mark-{reach.person.pk}": "absent"},
    )
    assert client.post(url, sent).status_code == 302
    states = dict(mark.meeting.marks.values_list("person_id", "state"))
    assert states == {membership.person_id: mark.state, reach.person.pk: Attendance.State.ABSENT}


def test_search_does_not_find_them_for_who_works_with_the_group(reach):
    left(reach, LONG_AGO)
    asked = {"q": "Longgone"}
    found = {
        user.pk: browser(user).post(reverse("people:search"), asked).text
        for user in (reach.facilitator(), reach.officer())
    }
    assert ["យូរហើយ" in text for text in found.values()] == [False, True]
    assert (Membership.objects.count(), Person.objects.filter(name_latin="Longgone").count()) == (3, 1)
