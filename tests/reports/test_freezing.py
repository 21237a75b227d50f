"""A frozen quarter stays as it was; what comes later makes a new version, and the difference is explained."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation

from accounts.models import JournalEntry
from accounts.paging import page_of
from participation.actions.meetings import record_meeting, withdraw_meeting
from participation.models import Meeting
from people.merging import merge_people
from reports.actions.freezing import freeze_quarter
from reports.actions.indicators import enter_result
from reports.exports import frozen_table
from reports.keeping.filling import fill_missing
from reports.models import FrozenQuarter, Indicator, ShownFigure
from reports.quarters import Quarter
from reports.reads.frozen import CELLS_IN_ORDER, changed_cells, changes, reasons, totals
from reports.refusals import NothingChanged, QuarterNotOver
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village
from tests.factories.reports import make_indicators

pytestmark = pytest.mark.django_db
THIRD = Quarter(2026, 3)


@pytest.fixture(autouse=True)
def clock():
    with translation.override("en"), time_machine.travel("2026-10-05T03:00:00Z", tick=False) as travelled:
        yield travelled


@pytest.fixture
def programme():
    """Seven children at a session in August 2026, and an officer of the whole country."""
    indicators = make_indicators()
    group, by = make_group(area=make_village(), last_met_on=None), make_user(role="programme_officer")
    people = [make_membership(group=group, person=make_person(birth_year=2014)).person for _turn in range(7)]
    marks = {person.pk: "present" for person in people}
    topic = indicators["children_protect"].topic
    record_meeting(group=group, held_on=date(2026, 8, 5), by=by, marks=marks, topics=[topic])
    fill_missing()
    return group, people, by, topic


def numbers(frozen: FrozenQuarter) -> dict[str, tuple[int, int]]:
    return {row.indicator.code: (row.new, row.to_date) for row in totals(frozen)}


def lines(frozen: FrozenQuarter, by) -> list[tuple]:
    return list(frozen_table(frozen, user=by).rows())


def test_quarter_that_is_not_over_cannot_be_frozen(programme):
    with pytest.raises(QuarterNotOver):
        freeze_quarter(quarter=Quarter(2026, 4), by=programme[2])
    assert not FrozenQuarter.objects.exists()


def test_quarter_is_frozen_with_its_rules_cells_and_shown_figures(programme):
    frozen = freeze_quarter(quarter=THIRD, by=programme[2])
    assert (frozen.quarter, frozen.version) == ("2026Q3", 1)
    assert frozen.rules["children_protect"] == "children_at_sessions/1 sessions=1 topic=self_protection kind=-"
    found = numbers(frozen)
    assert found["children_protect"] == (7, 7)
    assert found["participations"] == (7, 7)
    assert found["clubs_active"] == (1, 1)
    assert found["clubs_formed"] == (0, 1)
    figure = ShownFigure.objects.get(frozen=frozen, indicator__code="children_protect", area="", split="")
    assert figure.value == 5
    entry = JournalEntry.objects.get(verb="quarter.frozen")
    assert entry.details == {"quarter": "2026Q3", "version": 1}


def test_file_of_a_frozen_quarter_is_the_same_a_year_later_whatever_happened(programme, clock):
    group, people, by, topic = programme
    frozen = freeze_quarter(quarter=THIRD, by=by)
    before = lines(frozen, by)
    clock.move_to("2027-10-05T03:00:00Z")
    record_meeting(group=group, held_on=date(2026, 9, 9), by=by, marks={people[0].pk: "present"}, topics=[topic])
    merge_people(kept=people[0], gone=people[1], by=by)
    Indicator.objects.filter(code="children_protect").update(sessions=2, name_en="Another name")
    fill_missing()
    assert lines(frozen, by) == before
    assert before
    assert {line[0] for line in before} >= {"children_protect", "participations", "activities", "clubs_formed"}


def test_frozen_once_more_without_a_change_is_refused(programme):
    freeze_quarter(quarter=THIRD, by=programme[2])
    with pytest.raises(NothingChanged):
        freeze_quarter(quarter=THIRD, by=programme[2])
    assert FrozenQuarter.objects.count() == 1


def test_later_records_make_a_version_whose_difference_is_explained(programme, clock):
    group, people, by, topic = programme
    freeze_quarter(quarter=THIRD, by=by)
    clock.shift(timedelta(days=10))
    newcomer = make_membership(group=group, person=make_person(birth_year=2015)).person
    record_meeting(group=group, held_on=date(2026, 9, 9), by=by, marks={newcomer.pk: "late"}, topics=[topic])
    record_meeting(group=group, held_on=date(2026, 5, 5), by=by, marks={people[0].pk: "present"}, topics=[topic])
    merge_people(kept=people[2], gone=people[3], by=by)
    second = freeze_quarter(quarter=THIRD, by=by)
    told = {row.indicator.code: (row.was, row.to_date) for row in totals(second)}
    assert told["children_protect"] == (7, 7)
    assert told["participations"] == (7, 8)
    assert numbers(second)["children_protect"] == (6, 7)
    changed = {(one.indicator.code, one.words[1], one.difference) for one in changes(changed_cells(second, by))}
    assert ("activities", "", 2) in changed
    cells, asked, paged = changed_cells(second, by), {}, []
    while True:
        page = page_of(cells, keys=CELLS_IN_ORDER, asked=asked, size=2)
        paged += changes(page.rows)
        if page.next is None:
            break
        asked = {"after": str(page.next)}
    assert len(paged) == len(changed) > 2
    assert {(one.indicator.code, one.words[1], one.difference) for one in paged} == changed
    assert ("children_protect", "10_14", 0) not in changed
    assert list(reasons(second)) == [
        "1 meeting of this quarter was recorded later.",
        "1 meeting of an earlier quarter was recorded later.",
        "2 records were put right.",
        "1 person had two records, which are one now.",
    ]


def test_a_rule_that_changed_is_named(programme, clock):
    freeze_quarter(quarter=THIRD, by=programme[2])
    clock.shift(timedelta(days=1))
    Indicator.objects.filter(code="children_protect").update(sessions=2)
    second = freeze_quarter(quarter=THIRD, by=programme[2])
    name = Indicator.objects.get(code="children_protect").name
    assert list(reasons(second)) == [f"“{name}” counts by another rule now."]
    assert numbers(second)["children_protect"] == (0, 0)


def test_a_meeting_taken_out_and_a_survey_entered_are_told(programme, clock):
    _group, _people, by, _topic = programme
    freeze_quarter(quarter=THIRD, by=by)
    clock.shift(timedelta(days=1))
    withdraw_meeting(meeting=Meeting.objects.get(), by=by, reason="not_held")
    enter_result(
        indicator=Indicator.objects.get(code="caregivers_practise"),
        area=make_commune().parent.parent,
        held_on=date(2026, 9, 1),
        value=420,
        method="survey",
        sample_size=80,
        evidence="62 of 80 homes",
        carried_out_by="Research team",
        by=by,
    )
    second = freeze_quarter(quarter=THIRD, by=by)
    assert list(reasons(second)) == [
        "1 meeting was taken out of the register.",
        "1 result of a survey was entered or taken back.",
    ]
    assert numbers(second)["caregivers_practise"] == (420, 420)
