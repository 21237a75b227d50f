"""Communes reached: the pure rule and the database give the same answer, on any day, whatever the history."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protection.models import Service, ServiceCoverage
from protection.reaching import CoveredRow, communes_reached, types_by_commune
from protection.reads.reach import commune_rows, communes_reached_on, communes_with_types, dated_rows
from tests.factories.accounts import make_user
from tests.factories.places import make_commune
from tests.factories.services import make_coverage, make_service, make_type
from tests.protection.conftest import HERE, THERE, browser

FIRST = date(2020, 1, 1)
COMMUNES = ("050601", "050602", "100101")
TYPES = ("health", "police", "legal", "social_work")
DAYS = st.integers(0, 60)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


# --- the rule alone --------------------------------------------------------------------------------------------------
def rows(*types: str, began_on: date = FIRST, ended_on: date | None = None) -> list[CoveredRow]:
    return [CoveredRow("a", type, began_on, ended_on) for type in types]


def test_three_different_types_reach_a_commune():
    assert communes_reached(rows("health", "police", "legal"), FIRST) == {"a"}
    assert communes_reached(rows("health", "police", "police", "health"), FIRST) == frozenset()


def test_both_ends_of_a_period_count_and_nothing_beyond_them():
    told = rows("health", "police", "legal", began_on=day(5), ended_on=day(9))
    assert [number for number in range(15) if communes_reached(told, day(number))] == [5, 6, 7, 8, 9]


def test_types_are_told_by_commune():
    told = [*rows("health", "health"), CoveredRow("b", "legal", FIRST, None)]
    assert types_by_commune(told, FIRST) == {"a": {"health"}, "b": {"legal"}}


# --- the same by the database ----------------------------------------------------------------------------------------
HISTORIES = st.lists(
    st.tuples(st.sampled_from(COMMUNES), st.sampled_from(TYPES), DAYS, st.none() | st.integers(0, 30), st.booleans()),
    max_size=25,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES, on=st.integers(-2, 95))
def test_rule_and_database_agree_on_any_day(db, history, on):
    """Each row of a history is a service of its own, so no two of them can overlap; every fifth is never checked."""
    ServiceCoverage.objects.all().delete()
    Service.objects.all().delete()
    known = []
    for commune, type, begins, lasts, is_checked in history:
        service = make_service(type=make_type(type), area=make_commune(commune), is_checked=is_checked)
        ended_on = None if lasts is None else day(begins + lasts)
        make_coverage(service=service, began_on=day(begins), ended_on=ended_on)
        if is_checked:
            known.append(CoveredRow(f"mef{commune}", type, day(begins), ended_on))
    assert sorted(dated_rows(), key=repr) == sorted(known, key=repr)
    assert communes_reached_on(day(on)) == communes_reached(known, day(on))
    everywhere = communes_with_types(make_user("administrator", area=None), day(on))
    told = types_by_commune(known, day(on))
    assert dict(everywhere.values_list("pk", "types")) == {commune: len(types) for commune, types in told.items()}
    assert {row.commune.pk: {type.code for type in row.types} for row in commune_rows(everywhere, day(on))} == told


# --- on the screen and as a file -------------------------------------------------------------------------------------
@pytest.fixture
def three_types(db):
    """Reached here since the fifth day, and there from the first."""
    for code, begins in ((HERE, 4), (THERE, 0)):
        for place, type in enumerate(TYPES[:3]):
            service = make_service(type=make_type(type), area=make_commune(code))
            make_coverage(service=service, began_on=day(begins if place == 2 else 0))


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "here", "everywhere"), [(3, 0, 1), (4, 1, 2)])
def test_board_counts_within_reach_on_any_past_day(three_types, on, here, everywhere):
    officer = make_user("area_officer", area=make_commune(HERE).parent)
    for user, number in ((officer, here), (make_user("administrator"), everywhere)):
        answer = browser(user).get("/desk/services/reach/", {"on": day(on).isoformat()})
        assert answer.context["reached"] == number


@pytest.mark.django_db
def test_board_shows_reached_or_missing_and_is_a_file(three_types):
    client = browser(make_user("area_officer", area=make_commune(HERE).parent))
    asked = {"on": day(3).isoformat(), "show": "missing"}
    assert [row.commune.pk for row in client.get("/desk/services/reach/", asked).context["rows"]] == [f"mef{HERE}"]
    assert client.get("/desk/services/reach/", {**asked, "show": "reached"}).context["rows"] == []
    text = client.get("/desk/services/reach.csv", asked).getvalue().decode()
    assert HERE in text
    assert THERE not in text


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_board_costs_the_same_for_one_and_three(number, django_assert_max_num_queries):
    for place in range(number):
        make_coverage(service=make_service(area=make_commune(f"05060{place + 1}")))
    client = browser(make_user("administrator"))
    client.get("/desk/services/reach/")
    with django_assert_max_num_queries(15):
        client.get("/desk/services/reach/")
