"""What each of the other lists tells, how it is narrowed and paged, and that it costs the same however long it is."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import CommunityGroup, Kind, Meeting
from places.models import AdminArea
from reports.actions.freezing import freeze_quarter
from reports.models import FrozenQuarter
from reports.quarters import Quarter
from tests.accounts.downloads.reading import body
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import make_group, make_meeting, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune, make_village
from tests.factories.reports import make_frozen, make_indicator, make_shown_figure
from tests.factories.services import make_coverage, make_service, make_type
from tests.reports.api.caller import LISTS, caller_of
from tests.reports.api.country import make_members


# --- places ----------------------------------------------------------------------------------------------------------
def test_places_lie_within_the_reach_with_those_above(country):
    items = caller_of(make_user("programme_officer", area=make_area("0506"))).read("places")["items"]
    assert [item["code"] for item in items] == ["05", "0506", "050601", "05060101"]
    assert [item["parent"] for item in items] == [None, "05", "0506", "050601"]
    assert items[0] | {"name_km": "", "name_latin": ""} == {
        "code": "05",
        "level": "province",
        "kind": "khaet",
        "name_km": "",
        "name_latin": "",
        "parent": None,
        "is_active": True,
        "replaced_by": None,
        "source": "mef",
        "year": 2025,
    }
    found = caller_of().read("places", level="province")["items"]
    assert [item["code"] for item in found] == ["05", "10"]
    assert {item["code"] for item in caller_of().all_of("places", limit=2)} == set(
        AdminArea.objects.values_list("code", flat=True)
    )


# --- groups ----------------------------------------------------------------------------------------------------------
def test_a_group_tells_its_place_state_and_members_in_fives(country):
    group = country["here"]
    answer = caller_of().read("groups", area="050601", kind="club")
    assert (answer["reach"], answer["members_on"]) == (None, "2026-09-30")
    assert answer["items"] == [
        {
            "code": group.code,
            "kind": "club",
            "status": "active",
            "status_since": group.status_since.isoformat(),
            "founded_on": "2024-02-03",
            "founded_is_year": False,
            "area_code": "05060101",
            "commune_code": "050601",
            "members": 15,
        }
    ]


def test_members_are_of_the_last_day_of_the_last_quarter_that_is_over(country):
    """Who came today is counted from the next quarter on: nobody subtracts yesterday from today."""
    group, caller = country["here"], caller_of()
    for _turn in range(9):
        make_membership(group=group, person=make_person(), began_on=date(2026, 10, 2))
    assert [item["members"] for item in caller.read("groups", area="050601", kind="club")["items"]] == [15]


def test_groups_of_every_state_are_told(country):
    group = country["here"]
    CommunityGroup.objects.filter(pk=group.pk).update(status="paused", status_reason="ការងាររដូវកាល")
    assert [item["code"] for item in caller_of().read("groups", status="paused")["items"]] == [group.code]


# --- meetings --------------------------------------------------------------------------------------------------------
def test_meetings_are_counted_by_month_commune_and_kind(country):
    items = caller_of().read("meetings")["items"]
    told = {(item["month"], item["commune_code"], item["meeting_kind"]): item for item in items}
    assert set(told) == {
        ("2026-08", "050601", "ordinary"),
        ("2026-08", "100101", "ordinary"),
        ("2026-09", "050601", "election"),
        ("2026-09", "100101", "election"),
    }
    there = told["2026-08", "100101", "ordinary"]
    assert (there["meetings"], there["activities"], there["sessions"], there["group_kind"]) == (2, 2, 2, "club")
    assert told["2026-09", "100101", "election"]["sessions"] == 0
    assert sum(item["activities"] for item in items) == Meeting.objects.counted_once().count()


def test_meetings_are_narrowed_by_month_and_kind(country):
    caller = caller_of()
    for asked, months in (
        ({"since": "2026-09"}, {"2026-09"}),
        ({"until": "2026-08"}, {"2026-08"}),
        ({"since": "2026-08", "until": "2026-09"}, {"2026-08", "2026-09"}),
        ({"until": "9999-12"}, {"2026-08", "2026-09"}),
        ({"meeting_kind": "election"}, {"2026-09"}),
        ({"kind": "council"}, set()),
    ):
        assert {item["month"] for item in caller.read("meetings", **asked)["items"]} == months, asked
    for asked in ({"since": "0000-01"}, {"until": "2026-13"}, {"since": "2026"}):
        assert caller.ask("meetings", **asked).status_code == 400


# --- quarters --------------------------------------------------------------------------------------------------------
def test_rows_of_a_quarter_are_the_file_that_donors_download(country):
    donor = signed_in(make_user("donor"))
    quarter = caller_of().read("quarters")["items"][0]
    assert (quarter["quarter"], quarter["version"], quarter["is_newest"]) == ("2026Q3", 1, True)
    rows = caller_of().all_of(quarter["rows"], limit=9)
    file = donor.get(reverse("targets:frozen_csv", args=[FrozenQuarter.objects.get().pk]))
    lines = list(csv.DictReader(io.StringIO(body(file).decode("utf-8-sig"), newline="")))
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows] == lines
    assert {row["basis"] for row in rows} == {"hidden", "rounded", "computed"}


def test_every_version_stands_and_the_newest_counts(country):
    group = country["here"]
    make_meeting(group=group, held_on=date(2026, 7, 7))
    make_indicator(code="new-one")
    freeze_quarter(quarter=Quarter(2026, 3), by=make_user("programme_officer"))
    items = caller_of().all_of("quarters", limit=1)
    assert [(item["version"], item["is_newest"]) for item in items] == [(1, False), (2, True)]
    assert caller_of().read("targets")["version"] == 2
    assert [caller_of().ask(f"quarters/2026Q3/{version}").status_code for version in (1, 2, 3)] == [200, 200, 404]
    assert caller_of().read("quarters", quarter="2026Q2")["items"] == []


# --- services --------------------------------------------------------------------------------------------------------
def test_services_are_what_the_public_pages_show(country):
    items = caller_of().read("services")["items"]
    assert len(items) == 6
    assert {item["type"]["code"] for item in items} == {"health", "police", "legal"}
    assert items[0]["phones"] == ["012 345 678", "099 111 222"]
    assert items[0]["checked_on"] == "2026-10-05"
    assert {tuple(item["commune_codes"]) for item in items} == {("050601",), ("100101",)}
    make_service(checked_on=date(2020, 1, 1), name_en="Faded")
    make_service(closed_on=timezone.localdate(), name_en="Closed")
    assert len(caller_of().read("services")["items"]) == 6
    assert (
        [len(caller_of().read("services", **asked)["items"]) for asked in ({"area": "05"}, {"area": "0507"})] == [3, 0]
        if AdminArea.objects.filter(pk="mef0507").exists()
        else True
    )
    assert len(caller_of().read("services", checked_since="2026-10-06")["items"]) == 0


def test_communes_of_a_service_beyond_the_key_are_not_told(country):
    service = make_service(area=make_commune("050601"), name_en="Of both")
    for code in ("050601", "100101"):
        make_coverage(service=service, commune=make_commune(code))
    of_all = caller_of().read("services")["items"]
    assert ["050601", "100101"] in [item["commune_codes"] for item in of_all]
    of_one = caller_of(make_user("programme_officer", area=make_area("10"))).read("services")["items"]
    assert {tuple(item["commune_codes"]) for item in of_one} == {("100101",)}


def test_coverage_says_which_types_reach_a_commune(country):
    make_coverage(service=make_service(area=make_commune("050701"), type=make_type("health")))
    answer = caller_of().read("coverage")
    assert answer["on"] == "2026-10-05"
    told = {item["commune_code"]: (len(item["types"]), item["is_reached"]) for item in answer["items"]}
    assert told == {"050601": (3, True), "050701": (1, False), "100101": (3, True)}


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [*LISTS, "quarters/2026Q3/1"])
def test_pages_of_one_are_the_whole_without_a_gap_or_a_double(country, path):
    freeze_another()
    caller = caller_of()
    whole = caller.read(path, limit=500)
    assert whole["next"] is None
    assert len(whole["items"]) > 1
    limit = 7 if path.startswith("quarters/") else 1
    assert caller.all_of(path, limit=limit) == whole["items"]


def freeze_another():
    make_frozen(quarter="2026Q2", rules={})


def grow(begin: int, end: int) -> None:
    """So many more of everything, in communes of one district."""
    frozen = FrozenQuarter.objects.get(quarter="2026Q1")
    for turn in range(begin, end):
        village = make_village(f"0507{turn + 1:02}01")
        group = make_group(area=village, kind=Kind.CLUB, founded_on=date(2024, 1, 1))
        make_members(group, 2)
        make_meeting(group=group, held_on=date(2026, 7, 1) + timedelta(days=turn))
        make_coverage(service=make_service(area=village.parent, type=make_type("health")))
        make_frozen(quarter=f"19{turn + 40}Q1", rules={})
        indicator = make_indicator(code=f"grown-{turn}")
        make_shown_figure(frozen=frozen, indicator=indicator, area="mef05")
        frozen.rules[indicator.code] = "a rule"
    frozen.save()


@pytest.mark.parametrize("path", [*LISTS, "quarters/2026Q1/1"])
def test_a_list_costs_the_same_for_one_row_and_for_thirty_more(country, django_assert_num_queries, path):
    make_frozen(quarter="2026Q1", rules={})
    grow(0, 1)
    caller = caller_of()
    caller.ask("places")  # the day of the first use
    with django_assert_num_queries(COSTS[path]):
        few = len(caller.read(path, limit=500)["items"])
    grow(1, 31)
    with django_assert_num_queries(COSTS[path]):
        many = len(caller.read(path, limit=500)["items"])
    assert many >= few + (30 if path != "targets" else 0)


COSTS = {
    "places": 5,
    "groups": 7,
    "meetings": 5,
    "indicators": 5,
    "targets": 13,
    "quarters": 7,
    "quarters/2026Q1/1": 7,
    "services": 6,
    "coverage": 8,
}
"""Of each: the key, the line of the journal with its transaction, and what the list itself asks."""
