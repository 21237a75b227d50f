"""Which rows each role sees and changes, with rows on both sides of every border."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from clubs.models import Club, ClubProfile
from councils.models import Council, CouncilProfile, Mandate, Representation, Seat
from participation.models import (
    Attendance,
    CommunityGroup,
    Decision,
    Facilitation,
    GroupRhythm,
    GroupStatus,
    HeadCount,
    Kind,
    Meeting,
    Membership,
    MissedMeeting,
    Partner,
    PlannedMeeting,
    Project,
    ProjectGroup,
    School,
)
from people.models import Person
from tests.factories.accounts import make_grant, make_user
from tests.factories.councils import make_mandate, make_representation, make_seat
from tests.factories.participation import (
    make_closed_group,
    make_decision,
    make_facilitation,
    make_group,
    make_head_count,
    make_mark,
    make_meeting,
    make_membership,
    make_missed,
    make_past_rhythm,
    make_plan,
    make_school,
    make_support,
)
from tests.factories.people import make_person
from tests.factories.places import make_area, make_village

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = timezone.localdate

PLANNED = (PlannedMeeting, MissedMeeting)
OF_GROUPS = (
    *(CommunityGroup, GroupStatus, GroupRhythm, Meeting, HeadCount, Facilitation, ProjectGroup, ClubProfile),
    *(CouncilProfile, *PLANNED, Seat, Representation),
)
OF_PEOPLE = (Membership, Mandate, Attendance, Decision, Person)
LISTS = (School, Partner, Project)
EVERYTHING = (*OF_GROUPS, *OF_PEOPLE, *LISTS)
RECORDED = (Meeting, HeadCount, Attendance, Decision, *PLANNED)
NEAR, ALL, NONE = {"near"}, {"near", "far"}, set()


def world(village):
    """A group in a village with one row of everything."""
    group = make_group(area=village)
    membership = make_membership(group=group, person=make_person(village=village))
    meeting = make_meeting(group=group)
    support = make_support(group=group)
    seat = make_seat(council=group)
    return {
        CommunityGroup: group,
        GroupStatus: group.statuses.get(),
        GroupRhythm: make_past_rhythm(group=group),
        Meeting: meeting,
        PlannedMeeting: make_plan(group=group),
        MissedMeeting: make_missed(group=group),
        HeadCount: make_head_count(meeting=meeting),
        Facilitation: make_facilitation(group=group),
        ProjectGroup: support,
        ClubProfile: ClubProfile.objects.create(group=group),
        CouncilProfile: CouncilProfile.objects.create(group=group, level="village"),
        Seat: seat,
        Representation: make_representation(council=group),
        Mandate: make_mandate(seat=seat, person=membership.person),
        Membership: membership,
        Attendance: make_mark(meeting=meeting, person=membership.person),
        Decision: make_decision(meeting=meeting),
        Person: membership.person,
        School: make_school(area=village),
        Partner: support.project.partner,
        Project: support.project,
    }


@pytest.fixture
def worlds():
    return {"near": world(make_village("05060101")), "far": world(make_village("12100101"))}


def reached(worlds, user, model, method):
    """On which sides the rows of a model lie that a user reaches."""
    keys = set(getattr(model._default_manager.all(), method)(user).values_list("pk", flat=True))
    return {side for side, rows in worlds.items() if rows[model].pk in keys}


def expect(worlds, user, *, visible, editable):
    """Compares every model at once, so that a failure shows the whole picture."""
    wanted = {(model, method): NONE for model in EVERYTHING for method in ("visible_to", "editable_by")}
    for method, sides in (("visible_to", visible), ("editable_by", editable)):
        for models, side in sides.items():
            wanted |= {(model, method): side for model in models}
    found = {key: reached(worlds, user, *key) for key in wanted}
    assert {key for key in wanted if found[key] != wanted[key]} == set()


def user_with(role, **values):
    return make_user(role, area=make_area("05"), **values)


def test_facilitator_sees_all_of_the_own_group_and_changes_people_and_meetings(worlds):
    user = make_user("facilitator")
    make_facilitation(user=user, group=worlds["near"][CommunityGroup])
    expect(
        worlds,
        user,
        visible={OF_GROUPS: NEAR, OF_PEOPLE: NEAR, LISTS: ALL},
        editable={OF_PEOPLE: NEAR, RECORDED: NEAR},
    )


def test_programme_officer_sees_and_changes_all_of_the_area(worlds):
    expect(
        worlds,
        user_with("programme_officer"),
        visible={OF_GROUPS: NEAR, OF_PEOPLE: NEAR, LISTS: ALL},
        editable={OF_GROUPS: NEAR, OF_PEOPLE: NEAR, LISTS: ALL, (School,): NEAR},
    )


def test_area_officer_sees_groups_without_names(worlds):
    keeps = (CommunityGroup, GroupStatus, GroupRhythm, Facilitation, ProjectGroup, ClubProfile, School)
    keeps = (*keeps, CouncilProfile, Seat, Representation)
    expect(
        worlds,
        user_with("area_officer"),
        visible={OF_GROUPS: NEAR, LISTS: ALL},
        editable={LISTS: ALL, keeps: NEAR},
    )


def test_safeguarding_officer_sees_groups_without_names_and_changes_nothing(worlds):
    expect(worlds, user_with("safeguarding_officer"), visible={OF_GROUPS: NEAR, LISTS: ALL}, editable={})


def test_focal_point_sees_groups_without_names(worlds):
    expect(worlds, user_with("focal_point"), visible={OF_GROUPS: NEAR, LISTS: ALL}, editable={})


def test_administrator_sees_groups_everywhere_and_no_name(worlds):
    expect(
        worlds,
        make_user("administrator"),
        visible={OF_GROUPS: ALL, LISTS: ALL},
        editable={LISTS: ALL, (ProjectGroup,): ALL},
    )


@pytest.mark.parametrize(
    "stranger",
    [
        lambda: make_user("communications"),
        lambda: user_with("donor"),
        make_user,
        lambda: make_user("facilitator"),
        lambda: user_with("programme_officer", is_active=False),
        AnonymousUser,
    ],
    ids=["communications", "donor", "no role", "facilitator of nothing", "closed account", "nobody"],
)
def test_strangers_see_nothing_of_a_group(worlds, stranger):
    user = stranger()
    keys = [(model, method) for model in (*OF_GROUPS, *OF_PEOPLE) for method in ("visible_to", "editable_by")]
    assert {key for key in keys if reached(worlds, user, *key)} == set()


def test_facilitation_without_the_role_opens_nothing(worlds):
    user = make_user()
    make_facilitation(user=user, group=worlds["near"][CommunityGroup])
    expect(worlds, user, visible={}, editable={})


def test_role_that_ended_yesterday_opens_nothing(worlds):
    user = make_user()
    make_grant(user, "programme_officer", began_on=TODAY() - 9 * DAY, ended_on=TODAY() - DAY)
    expect(worlds, user, visible={}, editable={})


@pytest.mark.parametrize(
    ("days", "is_open"),
    [
        ({"began_on": TODAY() - 9 * DAY}, True),
        ({"began_on": TODAY() - 9 * DAY, "ended_on": TODAY()}, True),
        ({"began_on": TODAY(), "ended_on": TODAY(), "is_substitute": True}, True),
        ({"began_on": TODAY() - 9 * DAY, "ended_on": TODAY() - DAY}, False),
        ({"began_on": TODAY() + DAY}, False),
        ({"began_on": TODAY() - 9 * DAY, "ended_on": TODAY(), "revoked_at": timezone.now()}, False),
    ],
    ids=["running", "last day", "substitute today", "ended yesterday", "tomorrow", "taken back today"],
)
def test_facilitation_opens_the_group_on_its_days(worlds, days, is_open):
    user = make_user("facilitator")
    make_facilitation(user=user, group=worlds["near"][CommunityGroup], **days)
    side = NEAR if is_open else NONE
    expect(
        worlds,
        user,
        visible={OF_GROUPS: side, OF_PEOPLE: side, LISTS: ALL},
        editable={OF_PEOPLE: side, RECORDED: side},
    )


def test_two_roles_reach_what_either_reaches(worlds):
    user = user_with("area_officer")
    make_grant(user, "facilitator")
    make_facilitation(user=user, group=worlds["far"][CommunityGroup])
    assert reached(worlds, user, CommunityGroup, "visible_to") == ALL
    assert reached(worlds, user, CommunityGroup, "editable_by") == NEAR
    assert reached(worlds, user, Person, "visible_to") == {"far"}


def test_role_without_an_area_reaches_everywhere(worlds):
    expect(
        worlds,
        make_user("programme_officer"),
        visible={EVERYTHING: ALL},
        editable={EVERYTHING: ALL},
    )


CODES = ("05", "0506", "050601", "05060101", "05060102", "050602", "0507", "12", "050610")


@pytest.mark.parametrize(
    ("reach", "inside"),
    [
        ("05", {"05", "0506", "050601", "05060101", "05060102", "050602", "0507", "050610"}),
        ("0506", {"0506", "050601", "05060101", "05060102", "050602", "050610"}),
        ("050601", {"050601", "05060101", "05060102"}),
        ("05060101", {"05060101"}),
    ],
    ids=["province", "district", "commune", "village"],
)
def test_area_role_reaches_its_area_and_what_lies_in_it(reach, inside):
    members = {code: make_membership(group=make_group(area=make_area(code))) for code in CODES}
    make_membership(group=make_group(area=make_area(reach, source="ncdd")))
    user = make_user("programme_officer", area=make_area(reach))
    assert set(CommunityGroup.objects.visible_to(user)) == {members[code].group for code in inside}
    assert set(Person.objects.visible_to(user)) == {members[code].person for code in inside}


def test_closed_group_stays_in_the_register():
    group = make_closed_group(area=make_village("05060101"))
    member = make_membership(group=group, ended_on=group.status_since, end_reason="group_closed")
    user = user_with("programme_officer")
    assert CommunityGroup.objects.visible_to(user).get() == group
    assert Person.objects.visible_to(user).get() == member.person


def test_clubs_and_councils_are_scoped_as_groups():
    club, council = make_group(area=make_village("05060101")), make_group(area=make_village(), kind=Kind.COUNCIL)
    make_group(area=make_village("12100101"))
    make_group(area=make_village("12100101"), kind=Kind.COUNCIL)
    user = user_with("area_officer")
    assert [one.pk for one in Club.objects.visible_to(user)] == [club.pk]
    assert [one.pk for one in Council.objects.editable_by(user)] == [council.pk]


# --- persons ---------------------------------------------------------------------------------------------------------
def test_person_without_a_membership_is_reached_through_the_village():
    near, _far = make_person(village=make_village("05060101")), make_person(village=make_village("12100101"))
    make_person(village=None)
    assert list(Person.objects.visible_to(user_with("programme_officer"))) == [near]


def test_facilitator_reaches_an_unattached_person_only_if_they_registered_them():
    user = make_user("facilitator")
    own = make_person(created_by=user)
    make_person(created_by=make_user("facilitator"))
    assert list(Person.objects.visible_to(user)) == [own]
    make_membership(person=own)
    assert list(Person.objects.visible_to(user)) == []


def test_member_who_moved_is_reached_through_the_group_not_the_village():
    person = make_person(village=make_village("05060101"))
    make_membership(person=person, group=make_group(area=make_village("12100101")))
    assert list(Person.objects.visible_to(user_with("programme_officer"))) == []
    assert list(Person.objects.visible_to(make_user("programme_officer", area=make_area("12")))) == [person]


def test_past_member_is_still_reached():
    membership = make_membership(ended_on=TODAY() - DAY)
    user = make_user("facilitator")
    make_facilitation(user=user, group=membership.group)
    assert list(Person.objects.visible_to(user)) == [membership.person]


def test_membership_entered_by_mistake_reaches_nobody():
    mistaken = make_membership(ended_on=TODAY() - DAY, end_reason="mistake")
    user = make_user("facilitator")
    make_facilitation(user=user, group=mistaken.group)
    assert list(Person.objects.visible_to(user)) == []
    make_membership(person=mistaken.person, group=mistaken.group)
    assert list(Person.objects.visible_to(user)) == [mistaken.person]


def test_person_in_two_groups_is_shown_once():
    user, person = make_user("programme_officer"), make_person()
    make_membership(person=person)
    make_membership(person=person)
    assert list(Person.objects.visible_to(user)) == [person]
