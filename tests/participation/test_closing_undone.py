"""Taking back a closing entered by mistake: the group and its members stand as on the day before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from participation.actions.groups import change_status, undo_closing
from participation.models import CommunityGroup, GroupStatus, Membership
from participation.models.group import CLOSING_UNDONE_FOR_DAYS
from participation.refusals import AlreadyMember, ClosedTooLongAgo, GroupIsNotClosed
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_facilitation, make_group, make_membership
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
Status = CommunityGroup.Status


def day(before):
    return timezone.localdate() - timedelta(days=before)


def close(group, before=3):
    return change_status(group=group, status=Status.CLOSED, since=day(before), reason="គ្មានសមាជិក", by=make_user())


def periods(group):
    return list(GroupStatus.objects.filter(group=group).order_by("began_on").values_list("status", "ended_on"))


def test_group_and_members_stand_as_before():
    group = make_group()
    was = (group.status, group.status_since, group.status_reason, group.overdue_after)
    mine, left = make_membership(group=group), make_membership(group=group, ended_on=day(3))
    elsewhere = make_membership(group=close(make_group()), ended_on=day(3), end_reason="group_closed")
    close(group)
    undo_closing(group=group, by=make_user())
    group.refresh_from_db()
    assert (group.status, group.status_since, group.status_reason, group.overdue_after) == was
    assert periods(group) == [("active", None)]
    mine.refresh_from_db()
    assert (mine.ended_on, mine.end_reason, mine.ended_by) == (None, "", None)
    left.refresh_from_db()
    assert (left.ended_on, left.end_reason) == (day(3), "chose_to_leave")
    elsewhere.refresh_from_db()
    assert elsewhere.ended_on == day(3)
    details = JournalEntry.objects.get(verb="group.closing_undone").details
    assert details == {"status": "active", "memberships_taken_up": 1}


def test_who_left_in_an_earlier_closing_stays_away():
    group = make_group()
    early = make_membership(group=group, ended_on=day(20), end_reason="group_closed")
    close(group)
    undo_closing(group=group, by=make_user())
    early.refresh_from_db()
    assert early.ended_on == day(20)


def test_paused_group_is_paused_again_with_its_reason():
    group = make_group()
    change_status(group=group, status=Status.PAUSED, since=day(9), reason="រដូវធ្វើស្រែ", by=make_user())
    close(group)
    undo_closing(group=group, by=make_user())
    assert (group.status, group.status_since, group.status_reason) == ("paused", day(9), "រដូវធ្វើស្រែ")
    assert [status for status, _ended_on in periods(group)] == ["active", "paused"]


def test_closed_on_the_day_it_was_founded_it_is_active_from_that_day():
    group = close(make_group(founded_on=day(2)), before=2)
    undo_closing(group=group, by=make_user())
    assert (group.status, group.status_since, periods(group)) == ("active", day(2), [("active", None)])


def test_facilitators_are_not_let_in_again():
    facilitation = make_facilitation()
    close(facilitation.group)
    undo_closing(group=facilitation.group, by=make_user())
    facilitation.refresh_from_db()
    assert facilitation.ended_on == day(3)


def test_only_a_closed_group_and_only_for_thirty_days():
    with pytest.raises(GroupIsNotClosed):
        undo_closing(group=make_group(), by=make_user())
    last = make_closed_group(status_since=day(CLOSING_UNDONE_FOR_DAYS))
    assert undo_closing(group=last, by=make_user()).status == "active"
    late = make_closed_group(status_since=day(CLOSING_UNDONE_FOR_DAYS + 1))
    with pytest.raises(ClosedTooLongAgo):
        undo_closing(group=late, by=make_user())
    late.refresh_from_db()
    assert late.status == "closed"


def test_one_person_never_comes_back_twice():
    """Two records merged since may have been members both."""
    group = make_group()
    first, second = make_membership(group=group), make_membership(group=group)
    close(group)
    Membership.objects.filter(pk=second.pk).update(person=first.person)
    with pytest.raises(AlreadyMember):
        undo_closing(group=group, by=make_user())
    assert group.memberships.open().count() == 0


# --- at the desk -----------------------------------------------------------------------------------------------------
def url_of(group):
    return reverse("groups:undo_closing", args=[group.pk])


@pytest.fixture
def reach():
    return Reach()


def test_officer_takes_back_a_closing(reach):
    close(reach.group)
    officer = browser(reach.officer())
    assert url_of(reach.group) in officer.get(reverse("groups:page", args=[reach.group.pk])).text
    assert officer.get(url_of(reach.group)).status_code == 200
    answer = officer.post(url_of(reach.group))
    assert answer.url == reverse("groups:page", args=[reach.group.pk])
    reach.membership.refresh_from_db()
    assert reach.membership.ended_on is None
    assert len(journal_rows("group.closing_undone")) == 1
    assert url_of(reach.group) not in officer.get(answer.url).text
    assert officer.get(url_of(reach.group)).status_code == 404


def test_late_closing_offers_no_way_back(reach):
    group = make_closed_group(area=make_area(HERE))
    officer = browser(reach.officer())
    assert url_of(group) not in officer.get(reverse("groups:page", args=[group.pk])).text
    answer = officer.post(url_of(group))
    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (200, 1)


def test_others_find_no_such_page(reach):
    foreign = close(make_group(area=make_area(THERE)))
    assert browser(reach.officer()).post(url_of(foreign)).status_code == 404
    close(reach.group)
    for user in (reach.facilitator(), reach.reader()):
        assert browser(user).post(url_of(reach.group)).status_code == 404
    assert JournalEntry.objects.filter(verb="group.closing_undone").count() == 0
    for group in (foreign, reach.group):
        group.refresh_from_db()
        assert group.status == "closed"
