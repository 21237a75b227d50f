"""Public figures: counted from the register, kept suppressed, and published once a month."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import JournalEntry
from participation.models import Kind
from reports.actions import is_due, publish_snapshot
from reports.counting import read_register
from reports.models import PublicSnapshot, SnapshotArea
from reports.suppression import Count
from tests.factories.participation import make_closed_group, make_group, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)


def group_with(girls: int = 0, boys: int = 0, others: int = 0, *, village: str = "05060101", **fields):
    """A club of children born in 2014."""
    group = make_group(area=make_village(village), **fields)
    for sex, number in (("female", girls), ("male", boys), ("other", others)):
        for _turn in range(number):
            make_membership(group=group, person=make_person(sex=sex, birth_year=2014), post=make_post(group.kind))
    return group


def shown(snapshot: PublicSnapshot, area: str) -> tuple:
    row = snapshot.areas.get(area=area)
    return row.clubs, row.councils, row.networks, row.children, row.girls, row.boys


# --- counting ---------------------------------------------------------------------------------------------------------
def test_a_child_in_two_groups_counts_once_in_each_place():
    club = group_with(2, village="05060101")
    council = group_with(village="05060201", kind=Kind.COUNCIL)
    make_membership(group=council, person=club.memberships.first().person)
    register = read_register(TODAY)
    assert register.country == register.provinces["mef05"].total == Count(girls=2)
    assert register.provinces["mef05"].communes == {"mef050601": Count(girls=2), "mef050602": Count(girls=1)}


def test_only_children_of_today_in_active_clubs_and_councils_count():
    club = group_with(3)
    make_membership(group=club, person=make_person(sex="female", birth_year=2000))
    make_membership(group=club, person=make_person(sex="male", birth_year=None))
    make_membership(group=club, person=make_person(), began_on=TODAY - timedelta(days=9), ended_on=TODAY - timedelta(1))
    make_membership(group=club, person=make_person(), began_on=TODAY + timedelta(days=1))
    group_with(4, kind=Kind.NETWORK)
    make_membership(group=make_closed_group(area=make_commune()), person=make_person(birth_year=2014))
    register = read_register(TODAY)
    assert register.country == Count(girls=3, boys=1)
    assert register.groups["mef050601"] == {Kind.CLUB: 1, Kind.NETWORK: 1}


def test_order_of_places_follows_the_public_number_of_groups():
    for village, number in (("05060101", 2), ("05060201", 1), ("01020101", 4)):
        for _turn in range(number):
            group_with(village=village)
    register = read_register(TODAY)
    assert list(register.provinces) == ["mef05", "mef01"]
    assert list(register.provinces["mef05"].communes) == ["mef050602", "mef050601"]


# --- publishing -------------------------------------------------------------------------------------------------------
def test_groups_are_shown_from_one_and_children_from_five_in_fives():
    group_with(8, 12, village="05060101")
    group_with(6, 6, village="05060201", kind=Kind.COUNCIL)
    snapshot = publish_snapshot(on=TODAY)
    assert shown(snapshot, "mef050601") == (1, 0, 0, 20, 10, 10)
    assert shown(snapshot, "mef050602") == (0, 1, 0, 10, 5, 5)
    assert shown(snapshot, "mef05") == (1, 1, 0, 30, 15, 20)
    assert (snapshot.clubs, snapshot.councils, snapshot.communes, snapshot.children) == (1, 1, 2, 30)


def test_four_children_are_nowhere_and_no_subtraction_finds_them():
    group_with(4, village="05060101")
    group_with(8, 12, village="05060201")
    group_with(8, 12, village="05060301")
    snapshot = publish_snapshot(on=TODAY)
    assert shown(snapshot, "mef050601") == (1, 0, 0, None, None, None)
    assert shown(snapshot, "mef050602") == (1, 0, 0, None, None, None)
    assert shown(snapshot, "mef050603") == (1, 0, 0, 20, 10, 10)
    assert shown(snapshot, "mef05") == (3, 0, 0, 45, 20, 25)


def test_no_village_and_no_exact_count_is_kept():
    group_with(8, 12)
    snapshot = publish_snapshot(on=TODAY)
    assert set(snapshot.areas.values_list("area__level", flat=True)) == {1, 3}
    numbers = snapshot.areas.values_list("children", "girls", "boys")
    assert {number for row in numbers for number in row if number is not None and number % 5} == set()


def test_one_child_more_moves_a_published_figure_by_nothing_or_by_a_step():
    club = group_with(8, 12)
    before = publish_snapshot(on=TODAY)
    for _turn in range(6):
        make_membership(group=club, person=make_person(sex="female", birth_year=2014))
        after = publish_snapshot(on=TODAY)
        steps = {(getattr(after, name) - getattr(before, name)) for name in ("children", "girls", "boys")}
        assert steps <= {0, 5}
        before = after
    assert (before.children, before.girls, before.boys) == (25, 15, 10)


def test_publishing_stands_in_the_journal():
    snapshot = publish_snapshot(on=TODAY)
    entry = JournalEntry.objects.get(verb="figures.published")
    assert (entry.about_id, entry.people) == (str(snapshot.pk), 0)


def test_publishing_costs_the_same_for_one_commune_and_for_thirty(django_assert_max_num_queries):
    for number in range(1, 31):
        group_with(5, 5, village=f"0506{number:02}01")
    with django_assert_max_num_queries(9):
        publish_snapshot(on=TODAY)


def test_figures_are_due_once_a_month():
    assert is_due(TODAY)
    publish_snapshot(on=TODAY)
    assert is_due(TODAY + timedelta(days=1)), "nothing to show yet: waits for the first group"
    group_with(5)
    publish_snapshot(on=TODAY)
    assert not is_due(date(2026, 11, 30))
    assert is_due(date(2026, 12, 1))
    assert is_due(date(2027, 1, 1))


def test_command_publishes_in_the_first_night_of_a_month():
    group_with(5)
    with time_machine.travel("2026-11-30 05:00"):
        call_command("publish_snapshot", verbosity=0)
        call_command("publish_snapshot", verbosity=0)
        assert PublicSnapshot.objects.count() == 1
        call_command("publish_snapshot", now=True, verbosity=0)
        assert PublicSnapshot.objects.count() == 2
    with time_machine.travel("2026-12-01 00:30"):
        call_command("publish_snapshot", verbosity=0)
    assert PublicSnapshot.objects.newest().counted_on == date(2026, 12, 1)


# --- what the database refuses ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("constraint", "figures"),
    [
        ("no_public_count_of_children_is_below_five", {"children": 4}),
        ("no_public_count_of_children_is_below_five", {"children": 20, "girls": 4, "boys": 15}),
        ("girls_and_boys_are_shown_together_beside_their_total", {"children": 20, "girls": 5}),
        ("girls_and_boys_are_shown_together_beside_their_total", {"girls": 5, "boys": 5}),
    ],
)
def test_database_refuses_what_may_not_be_shown(constraint, figures):
    snapshot = publish_snapshot(on=TODAY)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SnapshotArea.objects.create(snapshot=snapshot, area=make_commune(), clubs=1, councils=0, networks=0, **figures)


def test_a_place_has_one_row_of_figures():
    snapshot = publish_snapshot(on=TODAY)
    rows = [SnapshotArea(snapshot=snapshot, area=make_commune(), clubs=1, councils=0, networks=0) for _turn in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():  # one_row_of_figures_per_snapshot_and_area
        SnapshotArea.objects.bulk_create(rows)
