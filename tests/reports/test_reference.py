"""A programme of 40,000 events: every indicator is what the slow and obvious reference says, after whatever happens."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine

from participation.actions.groups import change_group, change_status
from participation.actions.joint import bind_meetings
from participation.actions.marks import Guests
from participation.actions.meetings import correct_meeting, record_meeting, withdraw_meeting
from participation.actions.projects import end_support, support_group
from participation.models import Attendance, CommunityGroup, Meeting, Membership, ProjectGroup
from people.actions import correct_person
from people.merging import merge_people, undo_merge
from reports.keeping.filling import fill_missing, recount
from reports.keeping.folding import fold
from reports.models import Indicator, KeptCell, KeptTotal
from reports.quarters import Quarter
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_meeting, make_membership, make_rule
from tests.factories.people import make_person
from tests.factories.places import make_village
from tests.factories.reports import make_indicators
from tests.reports import reference
from tests.reports.programme import TODAY, draw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=False):
        yield


def kept(code: str) -> dict[tuple, int]:
    rows = KeptCell.objects.filter(indicator__code=code)
    fields = ("project", "quarter", "area", "sex", "age_group", "difficulty", "part", "value")
    return {tuple(row[:-1]): row[-1] for row in rows.values_list(*fields)}


def expected() -> dict[str, dict[tuple, int]]:
    """What the reference says of every indicator that adds up."""
    register = reference.Register()
    sessions = dict(Indicator.objects.values_list("code", "sessions"))
    return {
        "children_protect": reference.people_at_sessions(
            register,
            ages=reference.CHILD_AGES,
            topic="self_protection",
            sessions=sessions["children_protect"],
        ),
        "caregivers_came": reference.people_at_sessions(register, ages=reference.ADULT_AGES, kind="parents"),
        "caregivers_participations": reference.participations(register, kind="parents"),
        "participations_protect": reference.participations(
            register, topic="self_protection", ages=reference.CHILD_AGES
        ),
        "guests_protect": reference.guests(register, topic="self_protection"),
        "participations": reference.participations(register),
        "activities": reference.activities(register),
        "clubs_formed": reference.formed(register, "club"),
        "councils_formed": reference.formed(register, "council"),
        "networks_formed": reference.formed(register, "network"),
    }


def assert_as_the_reference() -> None:
    fold(look=True)
    for code, cells in expected().items():
        assert kept(code) == cells, code
    register = reference.Register()
    for quarter in (Quarter(2025, 1), Quarter(2025, 3), Quarter(2026, 1), Quarter(2026, 3), Quarter(2026, 4)):
        day = min(quarter.ended_on, TODAY)
        for kind in ("club", "council", "network"):
            rows = KeptTotal.objects.filter(indicator__code=f"{kind}s_active", project="", quarter=str(quarter))
            assert dict(rows.values_list("area", "value")) == reference.active_on(register, kind, day), (kind, quarter)
        rows = KeptTotal.objects.filter(indicator__code="mechanisms", project="", quarter=str(quarter))
        assert dict(rows.values_list("area", "value")) == reference.mechanisms_on(register, day), quarter
        rows = KeptTotal.objects.filter(indicator__code="communes_reached", quarter=str(quarter), level=3)
        assert set(rows.values_list("area", flat=True)) == reference.communes_reached_on(day), quarter
    assert recount() == []


def test_past_quarters_take_the_rhythm_and_the_status_of_their_day():
    """Both change after a quarter is over; what is counted of it stays, and what is counted since follows."""
    make_indicators()
    make_rule("network")
    village, officer = make_village("05060101"), make_user("programme_officer")
    network = make_group(kind="network", area=village, founded_on=date(2024, 1, 1), rhythm_days=30)
    CommunityGroup.objects.update(created_at=datetime(2024, 1, 1, tzinfo=UTC))
    make_meeting(group=network, held_on=date(2025, 1, 20))  # within three months of the end, not three weeks
    fill_missing()

    def told(code: str) -> list[int]:
        rows = dict(KeptTotal.objects.filter(indicator__code=code, project="", area="").values_list("quarter", "value"))
        return [rows.get(f"{year}Q{number}", 0) for year in (2025, 2026) for number in (1, 2, 3, 4)]

    assert told("networks_active") == [1, 0, 0, 0, 0, 0, 0, 0]
    assert told("mechanisms") == [1] * 8
    network.refresh_from_db()
    change_group(group=network, by=officer, rhythm_days=7)
    change_status(group=network, status="paused", since=date(2025, 11, 3), reason="ការងាររដូវកាល", by=officer)
    assert_as_the_reference()
    assert told("networks_active") == [1, 0, 0, 0, 0, 0, 0, 0]
    assert told("mechanisms") == [1, 1, 1, 0, 0, 0, 0, 0]
    network.refresh_from_db()
    change_status(group=network, status="active", since=date(2026, 7, 1), by=officer)
    assert_as_the_reference()
    assert told("mechanisms") == [1, 1, 1, 0, 0, 0, 1, 1]


def children() -> int:
    return sum(number for cell, number in kept("children_protect").items() if cell[0] == "" and cell[2] == "")


# --- the whole programme ---------------------------------------------------------------------------------------------
def test_every_indicator_of_40000_events_is_what_the_reference_says(figure):
    make_indicators()
    made = draw(Random("programme"), groups=60, members=20, meetings=1680)
    fill_missing()
    events = made.marks + Meeting.objects.count()
    figure(f"targets: {events} events, {children()} children, every cell as in the reference")
    assert events > 40_000
    assert children() > 200
    assert_as_the_reference()


@pytest.mark.parametrize("seed", range(2))
def test_every_indicator_stays_so_after_whatever_is_written(seed, deep):
    make_indicators()
    Indicator.objects.filter(code="children_protect").update(sessions=seed + 1)
    rng = Random(f"writes {seed}")
    made = draw(rng, groups=10, members=6, meetings=90)
    fill_missing()
    world = World(rng, made)
    for turn in range(60 if deep else 12):
        for _time in range(4):
            world.write()
        fold(look=True)
        if turn % 4 == 3:
            assert_as_the_reference()
    assert_as_the_reference()


class World:
    """Writes by chance, through the actions that the desk and the phones call."""

    def __init__(self, rng, made):
        self.rng, self.made, self.by, self.merges = rng, made, make_user(), []

    def write(self):
        verbs = ("record", "record", "correct", "withdraw", "merge", "undo", "support", "end", "move", "birthday")
        verbs = (*verbs, "rhythm", "status")
        getattr(self, self.rng.choice(verbs))()

    def topics(self):
        return [topic for topic in self.made.topics.values() if self.rng.random() < 0.6]

    def marks(self, group, day):
        people = Membership.objects.current(day).filter(group=group).values_list("person_id", flat=True)
        states = ("present", "late", "absent")
        return {pk: self.rng.choice(states) for pk in set(people) if self.rng.random() < 0.9}

    def day(self):
        return TODAY - timedelta(days=self.rng.randrange(600))

    def record(self):
        group, day = self.rng.choice(self.made.groups), self.day()
        group.refresh_from_db()
        if not Meeting.objects.filter(group=group, held_on=day).exists():
            guests = [Guests("girls", 7, 2), Guests("men", 3)] if self.rng.random() < 0.5 else []
            marks = self.marks(group, day)
            record_meeting(group=group, held_on=day, by=self.by, marks=marks, topics=self.topics(), guests=guests)

    def meeting(self):
        return self.rng.choice(list(Meeting.objects.order_by("pk")))

    def correct(self):
        meeting = self.meeting()
        if self.rng.random() < 0.5:
            correct_meeting(meeting=meeting, by=self.by, topics=self.topics())
        else:
            marks = self.marks(meeting.group, meeting.held_on)
            correct_meeting(meeting=meeting, by=self.by, marks=marks, topics=self.topics())

    def withdraw(self):
        withdraw_meeting(meeting=self.meeting(), by=self.by, reason="twice")

    def merge(self):
        kept_one, gone = self.rng.sample(self.made.members[self.rng.choice(self.made.groups).pk], 2)
        gone_already = {merge.gone_id for merge in self.merges}
        if gone_already.isdisjoint({kept_one.pk, gone.pk}):
            self.merges.append(merge_people(kept=kept_one, gone=gone, by=self.by))

    def undo(self):
        if self.merges:
            undo_merge(merge=self.merges.pop(), by=self.by)

    def support(self):
        group, project = self.rng.choice(self.made.groups), self.rng.choice(self.made.projects)
        if not ProjectGroup.objects.filter(group=group, project=project).exists():
            support_group(project=project, group=group, began_on=self.day(), by=self.by)

    def end(self):
        open_ones = list(ProjectGroup.objects.filter(ended_on=None).order_by("pk"))
        if open_ones:
            support = self.rng.choice(open_ones)
            end_support(support=support, ended_on=max(support.began_on, self.day()), by=self.by)

    def move(self):
        group = self.rng.choice(self.made.groups)
        group.refresh_from_db()
        change_group(group=group, by=self.by, area=make_village(f"1701010{self.rng.randrange(1, 4)}"))

    def rhythm(self):
        group = self.rng.choice(self.made.groups)
        CommunityGroup.objects.filter(pk=group.pk).update(created_at=datetime(2024, 1, 1, tzinfo=UTC))
        group.refresh_from_db()
        change_group(group=group, by=self.by, rhythm_days=self.rng.choice((7, 14, 30, 60)))

    def status(self):
        group = self.rng.choice(self.made.groups)
        group.refresh_from_db()
        since = max(self.day(), group.status_since)
        status = "paused" if group.status == "active" else "active"
        change_status(group=group, status=status, since=since, reason="ការងាររដូវកាល", by=self.by)

    def birthday(self):
        person = self.rng.choice(self.made.members[self.rng.choice(self.made.groups).pk])
        if person.pk not in {merge.gone_id for merge in self.merges}:
            person.refresh_from_db()
            correct_person(person=person, by=self.by, birth_year=self.rng.choice((2009, 2012, 1999)))


# --- what must not change --------------------------------------------------------------------------------------------
@pytest.fixture
def club():
    """Six children of a club at two sessions on self-protection."""
    indicators = make_indicators()
    group, by = make_group(area=make_village(), last_met_on=None), make_user()
    members = [make_membership(group=group, person=make_person(birth_year=2014)) for _turn in range(6)]
    marks = {membership.person_id: "present" for membership in members}
    topics = [indicators["children_protect"].topic]
    for day in (date(2026, 3, 5), date(2026, 5, 5)):
        record_meeting(group=group, held_on=day, by=by, marks=marks, topics=topics)
    fill_missing()
    assert children() == 6
    return group, by, [membership.person for membership in members], topics


def test_a_meeting_split_in_two_counts_the_same_children(club):
    group, by, people, topics = club
    meeting = Meeting.objects.get(held_on=date(2026, 3, 5))
    half = {person.pk: "present" for person in people[:3]}
    correct_meeting(meeting=meeting, by=by, marks=half)
    rest = {person.pk: "present" for person in people[3:]}
    record_meeting(group=group, held_on=date(2026, 3, 5), slot=2, by=by, marks=rest, topics=topics)
    before = kept("children_protect")
    fold()
    assert children() == 6
    assert kept("children_protect") == before
    assert_as_the_reference()


def test_two_records_of_a_child_that_become_one_count_once_and_as_two_again(club):
    _group, by, people, _topics = club
    merge = merge_people(kept=people[0], gone=people[1], by=by)
    fold()
    assert children() == 5
    assert recount() == []
    undo_merge(merge=merge, by=by)
    fold()
    assert children() == 6
    assert recount() == []


def test_a_birthday_that_is_put_right_moves_nobody_who_was_counted(club):
    _group, by, people, _topics = club
    before = kept("children_protect")
    correct_person(person=people[0], by=by, birth_year=2001)
    fold()
    assert kept("children_protect") == before
    assert recount() == []


def test_a_batch_sent_again_adds_nothing(club):
    group, by, people, topics = club
    before = {code: kept(code) for code in ("children_protect", "participations", "activities")}
    for meeting in Meeting.objects.order_by("pk"):
        marks = {person.pk: "present" for person in people}
        record_meeting(id=meeting.pk, group=group, held_on=meeting.held_on, by=by, marks=marks, topics=topics)
    fold()
    assert {code: kept(code) for code in before} == before


def test_a_child_moves_to_the_next_session_when_the_first_is_withdrawn(club):
    _group, by, _people, _topics = club
    withdraw_meeting(meeting=Meeting.objects.get(held_on=date(2026, 3, 5)), by=by, reason="not_held")
    fold()
    assert {cell[1] for cell in kept("children_protect")} == {"2026Q2"}
    assert children() == 6
    assert_as_the_reference()


def test_a_session_that_was_about_something_else_counts_nobody(club):
    _group, by, _people, _topics = club
    for meeting in Meeting.objects.all():
        correct_meeting(meeting=meeting, by=by, topics=[])
    fold()
    assert children() == 0
    assert recount() == []


def test_more_sessions_are_needed_and_all_is_counted_anew(club):
    Indicator.objects.filter(code="children_protect").update(sessions=2)
    assert fill_missing() == ["children_protect"]
    assert {cell[1] for cell in kept("children_protect")} == {"2026Q2"}
    Indicator.objects.filter(code="children_protect").update(sessions=3)
    fill_missing()
    assert children() == 0


def test_one_session_held_by_two_groups_is_one_for_who_belongs_to_both(club):
    group, by, people, topics = club
    Indicator.objects.filter(code="children_protect").update(sessions=3)
    fill_missing()
    other = make_group(area=make_village("05060102"))
    make_membership(group=other, person=people[0])
    record_meeting(group=other, held_on=date(2026, 5, 5), by=by, marks={people[0].pk: "present"}, topics=topics)
    fold()
    assert children() == 1
    meeting, twin = Meeting.objects.filter(held_on=date(2026, 5, 5))
    bind_meetings(meeting=meeting, other=twin, by=by)
    fold()
    assert children() == 0
    assert_as_the_reference()


def test_guests_are_never_people(club):
    group, by, _people, topics = club
    guests = [Guests("girls", 40), Guests("boys", 30)]
    record_meeting(group=group, held_on=date(2026, 6, 6), by=by, marks={}, topics=topics, guests=guests)
    fold()
    assert children() == 6
    assert sum(number for cell, number in kept("guests_protect").items() if cell[0] == cell[2] == "") == 70
    assert Attendance.objects.count() == 12
