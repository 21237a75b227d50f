"""Adding, changing, pausing, closing and reopening groups."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import JournalEntry
from participation.actions.groups import add_group, change_group, change_status, refresh_dates, status_on
from participation.models import CommunityGroup, Facilitation, GroupStatus, Kind, Membership
from participation.refusals import (
    AlreadyTheStatus,
    ChangedMeanwhile,
    DayInTheFuture,
    LaterFactsExist,
    LaterStatusExists,
    OldestBelowYoungest,
    ReasonMissing,
    SchoolMissing,
)
from people.refusals import NameWithoutLetters
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_facilitation,
    make_group,
    make_meeting,
    make_membership,
    make_rule,
    make_school,
)
from tests.factories.places import make_area, make_commune, make_village

pytestmark = pytest.mark.django_db
Status = CommunityGroup.Status
TODAY = timezone.localdate
TOMORROW = timedelta(days=1)


def add(**overrides):
    make_rule(overrides.get("kind", Kind.CLUB))
    fields = {
        "kind": Kind.CLUB,
        "name_km": "ក្លឹបកុមារភូមិថ្មី",
        "setting": CommunityGroup.Setting.VILLAGE,
        "founded_on": date(2022, 5, 10),
        "by": None,
        **overrides,
    }
    fields["area"] = fields.get("area") or make_village()
    fields["by"] = fields["by"] or make_user()
    return add_group(**fields)


def test_add_group_takes_from_the_rule_what_is_not_said():
    make_rule(rhythm_days=14, age_from=7, age_to=16)
    group = add()
    assert (group.rhythm_days, group.age_from, group.age_to) == (14, 7, 16)
    own = add(rhythm_days=60, age_from=10, age_to=17)
    assert (own.rhythm_days, own.age_from, own.age_to) == (60, 10, 17)


def test_codes_run_by_kind_and_district():
    village, other_district = make_village("05060101"), make_village("12100101")
    codes = [
        add(area=village).code,
        add(area=make_commune("050602")).code,
        add(area=village, kind=Kind.COUNCIL).code,
        add(area=other_district).code,
        add(area=village).code,
    ]
    assert codes == ["C-0506-0001", "C-0506-0002", "K-0506-0001", "C-1210-0001", "C-0506-0003"]


def test_group_of_a_whole_province_has_its_code():
    assert add(area=make_area("05")).code == "C-05-0001"


def test_the_same_code_of_two_lists_of_places_does_not_collide():
    codes = {add(area=make_village("12100101", source=source)).code for source in ("mef", "ncdd")}
    assert codes == {"C-1210-0001", "C-1210-0002"}


def test_add_group_opens_its_first_status_and_counts_from_the_founding():
    group = add(founded_on=date(2022, 5, 10))
    period = GroupStatus.objects.get(group=group)
    assert (period.status, period.began_on, period.ended_on) == (Status.ACTIVE, date(2022, 5, 10), None)
    assert group.overdue_after == date(2022, 5, 10) + timedelta(days=45)


def test_founding_known_by_year_is_kept_as_its_first_day():
    assert add(founded_on=date(2019, 7, 7), founded_is_year=True).founded_on == date(2019, 1, 1)


def test_add_group_writes_a_line_without_the_name():
    group = add()
    line = JournalEntry.objects.get(verb="group.added")
    assert (line.about_id, line.details) == (str(group.pk), {"group_kind": "club", "code": group.code})


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"founded_on": date(2999, 1, 1)}, DayInTheFuture),
        ({"setting": CommunityGroup.Setting.SCHOOL}, SchoolMissing),
        ({"age_from": 12, "age_to": 11}, OldestBelowYoungest),
        ({"name_km": "  "}, ValidationError),
        ({"name_km": "… !?"}, NameWithoutLetters),
        ({"rhythm_days": 0}, ValidationError),
        ({"setting": "moon"}, ValidationError),
    ],
)
def test_add_group_refuses(fields, refusal):
    with pytest.raises(refusal):
        add(**fields)
    assert CommunityGroup.objects.count() == 0
    assert GroupStatus.objects.count() == 0


def test_refusal_of_a_future_day_stands_at_its_field():
    with pytest.raises(DayInTheFuture) as refused:
        add(founded_on=TODAY() + TOMORROW)
    assert list(refused.value.message_dict) == ["founded_on"]


@pytest.mark.parametrize("words", ["ភូមិថ្មី", "ថ្មី", "កុមារ", "thmei", "THMEI", "Phum Thm", "បឋមសិក្សា", "C-0506-0001"])
def test_group_is_found_by_words_inside_its_names(words):
    add(name_km="ក្លឹបស្វាយ", area=make_village("12100101"))
    school = make_school(name_km="សាលាបឋមសិក្សាអង្គរ")
    group = add(name_latin="Phum Thmei Club", school=school, setting=CommunityGroup.Setting.SCHOOL)
    assert list(CommunityGroup.objects.matching(words)) == [group]


@pytest.mark.parametrize("words", ["", "  ", "ស្វាយ", "!!"])
def test_group_is_not_found_by_other_words(words):
    add(name_km="ក្លឹបកុមារភូមិថ្មី")
    assert list(CommunityGroup.objects.matching(words)) == []


def test_change_group_is_found_by_its_new_name_only():
    group = add(name_km="ក្លឹបស្វាយ")
    change_group(group=group, by=make_user(), version=1, name_km="ក្លឹបអង្គរ")
    assert list(CommunityGroup.objects.matching("អង្គរ")) == [group]
    assert list(CommunityGroup.objects.matching("ស្វាយ")) == []


def test_change_group_keeps_code_and_counts_the_version():
    group = add()
    code = group.code
    changed = change_group(group=group, by=make_user(), version=1, area=make_village("12100101"), usual_day=" Sunday ")
    assert (changed.code, changed.version, changed.usual_day) == (code, 2, "Sunday")
    assert JournalEntry.objects.get(verb="group.changed").details == {"fields": ["area", "usual_day"]}


def test_change_group_without_a_change_leaves_no_trace():
    group = add()
    change_group(group=group, by=make_user(), name_km=f" {group.name_km} ")
    assert (group.version, JournalEntry.objects.filter(verb="group.changed").count()) == (1, 0)


def test_change_group_refuses_what_was_changed_meanwhile():
    group = add()
    opened = CommunityGroup.objects.get(pk=group.pk)
    change_group(group=group, by=make_user(), version=1, usual_place="ផ្ទះមេភូមិ")
    with pytest.raises(ChangedMeanwhile):
        change_group(group=opened, by=make_user(), version=1, usual_place="សាលា")
    group.refresh_from_db()
    assert group.usual_place == "ផ្ទះមេភូមិ"


def test_change_group_knows_no_other_field():
    with pytest.raises(TypeError, match="status"):
        change_group(group=add(), by=make_user(), status=Status.CLOSED)


def test_another_rhythm_moves_the_day_on_which_it_is_overdue():
    group = add(founded_on=date(2022, 5, 10))
    change_group(group=group, by=make_user(), rhythm_days=15)
    assert group.overdue_after == date(2022, 5, 10) + timedelta(days=22)


def test_corrected_founding_moves_the_first_status():
    group = add(founded_on=date(2022, 5, 10))
    change_group(group=group, by=make_user(), founded_on=date(2021, 2, 3))
    assert GroupStatus.objects.get(group=group).began_on == date(2021, 2, 3)
    assert (group.status_since, group.overdue_after) == (date(2021, 2, 3), date(2021, 3, 20))


def test_founding_cannot_move_behind_a_later_status():
    group = add(founded_on=date(2022, 5, 10))
    change_status(group=group, status=Status.PAUSED, since=date(2023, 1, 1), reason="ទឹកជំនន់", by=make_user())
    with pytest.raises(LaterStatusExists):
        change_group(group=group, by=make_user(), founded_on=date(2023, 6, 1))


def test_pause_and_reopen_keep_the_periods():
    group = add(founded_on=date(2022, 5, 10))
    change_status(group=group, status=Status.PAUSED, since=date(2023, 1, 1), reason="ទឹកជំនន់", by=make_user())
    change_status(group=group, status=Status.ACTIVE, since=date(2023, 4, 1), by=make_user())
    periods = GroupStatus.objects.filter(group=group).order_by("began_on")
    assert list(periods.values_list("status", "began_on", "ended_on")) == [
        (Status.ACTIVE, date(2022, 5, 10), date(2022, 12, 31)),
        (Status.PAUSED, date(2023, 1, 1), date(2023, 3, 31)),
        (Status.ACTIVE, date(2023, 4, 1), None),
    ]
    days = [date(2022, 5, 9), date(2022, 12, 31), date(2023, 1, 1), date(2023, 4, 1), None]
    assert [status_on(group, day) for day in days] == [None, "active", "paused", "active", "active"]


def test_reopened_group_is_not_overdue_at_once():
    group = add(founded_on=date(2022, 5, 10))
    change_status(group=group, status=Status.PAUSED, since=date(2023, 1, 1), reason="ទឹកជំនន់", by=make_user())
    change_status(group=group, status=Status.ACTIVE, since=TODAY(), by=make_user())
    assert not group.is_overdue(TODAY())
    assert list(CommunityGroup.objects.overdue()) == []


def test_paused_group_is_never_overdue():
    late, paused = add(founded_on=date(2022, 5, 10)), add(founded_on=date(2022, 5, 10))
    change_status(group=paused, status=Status.PAUSED, since=date(2023, 1, 1), reason="ទឹកជំនន់", by=make_user())
    assert list(CommunityGroup.objects.overdue()) == [late]


def test_status_of_the_same_day_is_replaced():
    group = add(founded_on=date(2022, 5, 10))
    change_status(group=group, status=Status.PAUSED, since=date(2023, 1, 1), reason="ទឹកជំនន់", by=make_user())
    change_status(group=group, status=Status.ACTIVE, since=date(2023, 1, 1), by=make_user())
    periods = GroupStatus.objects.filter(group=group).order_by("began_on", "pk")
    assert [period.status for period in periods] == [Status.ACTIVE, Status.ACTIVE]


def test_closing_ends_memberships_and_facilitations():
    group, other = make_group(), make_group()
    membership, elsewhere = make_membership(group=group), make_membership(group=other)
    running, planned = make_facilitation(group=group), make_facilitation(group=group, began_on=TODAY() + TOMORROW)
    closing_day = TODAY() - timedelta(days=3)
    change_status(group=group, status=Status.CLOSED, since=closing_day, reason="គ្មានសមាជិក", by=make_user())
    membership.refresh_from_db()
    assert (membership.ended_on, membership.end_reason) == (closing_day, Membership.EndReason.GROUP_CLOSED)
    running.refresh_from_db()
    assert running.ended_on == closing_day
    assert not Facilitation.objects.filter(pk=planned.pk).exists()
    elsewhere.refresh_from_db()
    assert elsewhere.ended_on is None
    details = JournalEntry.objects.get(verb="group.status_changed").details
    assert (details["status"], details["memberships_ended"]) == ("closed", 1)


def test_closing_signs_the_facilitator_out():
    facilitation = make_facilitation()
    change_status(group=facilitation.group, status=Status.CLOSED, since=TODAY(), reason="គ្មានសមាជិក", by=make_user())
    facilitation.user.refresh_from_db()
    assert facilitation.user.session_epoch == 1


@pytest.mark.parametrize("later", ["membership", "meeting"])
def test_closing_before_a_later_fact_is_refused(later):
    group = make_group()
    day = date(2025, 5, 5)
    if later == "membership":
        make_membership(group=group, began_on=day)
    else:
        make_meeting(group=group, held_on=day)
    with pytest.raises(LaterFactsExist):
        change_status(group=group, status=Status.CLOSED, since=day - TOMORROW, reason="គ្មានសមាជិក", by=make_user())
    group.refresh_from_db()
    assert group.status == Status.ACTIVE
    assert group.memberships.exclude(ended_on=None).count() == 0


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"status": Status.ACTIVE}, AlreadyTheStatus),
        ({"status": Status.CLOSED, "reason": " "}, ReasonMissing),
        ({"status": Status.PAUSED, "reason": ""}, ReasonMissing),
        ({"status": Status.PAUSED, "since": date(2999, 1, 1)}, DayInTheFuture),
        ({"status": Status.PAUSED, "since": date(2020, 1, 14)}, LaterFactsExist),
        ({"status": "asleep"}, ValidationError),
    ],
)
def test_change_status_refuses(fields, refusal):
    group = make_group(founded_on=date(2020, 1, 15))
    arguments = {"since": date(2024, 1, 1), "reason": "ទឹកជំនន់", **fields}
    with pytest.raises(refusal):
        change_status(group=group, by=make_user(), **arguments)
    assert GroupStatus.objects.filter(group=group).count() == 1


def test_refresh_dates_follows_the_meetings():
    group = make_group()
    make_meeting(group=group, held_on=date(2025, 3, 1))
    make_meeting(group=group, held_on=date(2025, 2, 1))
    refresh_dates(group=group)
    stored = CommunityGroup.objects.get(pk=group.pk)
    assert (stored.last_met_on, stored.overdue_after) == (date(2025, 3, 1), date(2025, 4, 15))
    assert (group.last_met_on, group.version) == (stored.last_met_on, stored.version) == (date(2025, 3, 1), 1)


def test_groups_within_an_area_and_by_place():
    groups = [make_group(area=make_village(code)) for code in ("05060101", "05060201", "12100101")]
    assert list(CommunityGroup.objects.within("mef0506").by_place()) == groups[:2]
    assert list(CommunityGroup.objects.within("mef050602")) == [groups[1]]
