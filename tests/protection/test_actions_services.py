"""What is done to services: added, confirmed with one tap, corrected, closed; and the terms by which they fade."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import JournalEntry
from protection import refusals
from protection.actions.coverages import cover_communes, end_coverage, take_back_coverage
from protection.actions.service_types import add_service_type, change_service_type
from protection.actions.services import add_service, close_service, confirm_service, correct_service, reopen_service
from protection.models import Service, ServiceCoverage
from tests.factories.accounts import make_grant, make_user
from tests.factories.places import make_area, make_commune
from tests.factories.services import make_coverage, make_service, make_type

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
TODAY = date(2026, 11, 23)


@pytest.fixture
def at_noon():
    with time_machine.travel("2026-11-23 05:00", tick=False):
        yield


@pytest.fixture
def keeper(db):
    return make_user("area_officer", area=make_area("05"))


def last_line() -> tuple[str, dict]:
    entry = JournalEntry.objects.latest("pk")
    return entry.verb, entry.details


# --- services --------------------------------------------------------------------------------------------------------
def test_a_new_service_is_checked_by_the_role_of_who_enters_it(keeper):
    service = add_service(
        by=keeper,
        type=make_type("health"),
        area=make_commune("050601"),
        name_km=" មណ្ឌល  សុខភាព ",
        phones="០១២ ៣៤៥ ៦៧៨;  099 111 222",
        languages=["csx", "km"],
    )
    service.refresh_from_db()
    assert (service.code, service.name_km, service.phones) == (
        "S-0506-0001",
        "មណ្ឌល សុខភាព",
        "012 345 678, 099 111 222",
    )
    assert service.languages == ["km", "csx"]
    assert (service.checked_on, service.checked_as) == (TODAY, "area_officer")
    assert (service.next_check_on, service.public_until) == (date(2027, 5, 23), date(2027, 7, 22))
    assert last_line() == ("service.added", {"code": "S-0506-0001"})


def test_codes_count_on_within_a_district(keeper):
    first, second, other = (
        add_service(by=keeper, type=make_type(), area=make_area(code), name_km=f"ក{code}")
        for code in ("0506", "050602", "0507")
    )
    assert [each.code for each in (first, second, other)] == ["S-0506-0001", "S-0506-0002", "S-0507-0001"]


def test_of_one_type_one_name_stands_once_at_a_place(keeper):
    known = make_service(name_km="មណ្ឌលសុខភាព", code="S-0506-0001")
    fields = {"type": known.type, "area": known.area, "name_km": "មណ្ឌល សុខភាព"}
    with pytest.raises(refusals.ServiceKnown) as refusal:
        add_service(by=keeper, **fields)
    assert "S-0506-0001" in " ".join(refusal.value.messages)
    assert add_service(by=keeper, **fields | {"type": make_type("legal")}).pk


@pytest.mark.parametrize("phones", ["call me", "012 345 678, x", "1, 2, 3", "012 345, 012 346, 012 347, 012 348"])
def test_what_is_no_list_of_numbers_is_refused_with_its_field(keeper, phones):
    with pytest.raises(ValidationError) as refusal:
        add_service(by=keeper, type=make_type(), area=make_commune(), name_km="ក", phones=phones)
    assert list(refusal.value.error_dict) == ["phones"]


def test_one_tap_says_that_it_is_true_today_and_in_whose_role():
    service = make_service(checked_on=date(2026, 3, 1))
    make_coverage(service=service)
    person = make_user("safeguarding_officer", area=make_area("10"))
    make_grant(person, "focal_point", area=service.area)
    confirm_service(service=service, by=person)
    service.refresh_from_db()
    assert (service.checked_on, service.checked_as, service.next_check_on) == (TODAY, "focal_point", date(2027, 5, 23))
    assert last_line() == ("service.confirmed", {"checked_as": "focal_point"})


def test_who_corrects_has_checked():
    service = make_service(checked_on=date(2026, 3, 1), phones="012 345 678")
    focal = make_user("focal_point", area=service.area)
    correct_service(service=service, by=focal, phones="099 111 222", name_km=service.name_km)
    service.refresh_from_db()
    assert (service.phones, service.checked_on, service.checked_as) == ("099 111 222", TODAY, "focal_point")
    assert last_line() == ("service.corrected", {"fields": ["phones"], "checked_as": "focal_point"})


def test_a_type_changed_by_a_correction_brings_its_own_terms():
    service = make_service(type=make_type("health"))
    correct_service(service=service, by=make_user("focal_point", area=service.area), type=make_type("police"))
    service.refresh_from_db()
    assert (service.next_check_on, service.public_until) == (date(2027, 2, 23), date(2027, 3, 25))


def test_a_field_that_does_not_exist_is_a_slip_of_the_caller():
    with pytest.raises(TypeError):
        correct_service(service=make_service(), by=make_user("focal_point"), checked_on=TODAY)


# --- fading ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "standing", "is_public"),
    [
        (date(2026, 3, 1), "fresh", True),
        (date(2026, 8, 31), "fresh", True),
        (date(2026, 9, 1), "due", True),
        (date(2026, 10, 31), "due", True),
        (date(2026, 11, 1), "faded", False),
    ],
)
def test_stale_is_amber_first_and_then_gone(on, standing, is_public):
    service = make_service(checked_on=date(2026, 3, 1))  # six months, then sixty days
    assert service.standing(on) == standing
    assert Service.objects.public(on).exists() == is_public
    assert Service.objects.due(on).exists() == (standing != "fresh")
    assert Service.objects.faded(on).exists() == (standing == "faded")


def test_what_nobody_checked_is_due_and_not_public():
    service = make_service(is_checked=False)
    assert service.standing(TODAY) == "unchecked"
    assert list(Service.objects.due(TODAY)) == [service]
    assert not Service.objects.public(TODAY).exists()


def test_new_terms_of_a_type_hold_for_checks_of_before(keeper):
    service, other = make_service(checked_on=date(2026, 8, 1)), make_service(type=make_type("legal"))
    before = other.next_check_on
    change_service_type(type=service.type, by=keeper, check_months=1, grace_days=10, name_en="Health")
    service.refresh_from_db()
    other.refresh_from_db()
    assert (service.next_check_on, service.public_until) == (date(2026, 9, 1), date(2026, 9, 11))
    assert (service.standing(TODAY), other.next_check_on) == ("faded", before)
    assert last_line() == ("service_type.changed", {"fields": ["check_months", "grace_days"]})


def test_a_type_is_added_once(keeper):
    words = {f"{stem}_{language}": "ក" for stem in ("name", "child", "reason") for language in ("km", "en")}
    assert add_service_type(code=" Water ", by=keeper, **words).code == "water"
    with pytest.raises(refusals.CodeTaken):
        add_service_type(code="water", by=keeper, **words)


def test_a_type_out_of_use_takes_no_new_services(keeper):
    type = make_type("health", is_active=False)
    with pytest.raises(refusals.TypeOutOfUse):
        add_service(by=keeper, type=type, area=make_commune(), name_km="ក")


# --- closing ---------------------------------------------------------------------------------------------------------
def test_closing_ends_what_it_covers_and_hides_it(keeper):
    service = make_service()
    going_on, over = (
        make_coverage(service=service),
        make_coverage(service=service, began_on=date(2020, 1, 1), ended_on=date(2020, 2, 1)),
    )
    close_service(service=service, closed_on=date(2026, 11, 1), by=keeper)
    for coverage in (going_on, over):
        coverage.refresh_from_db()
    assert (going_on.ended_on, over.ended_on) == (date(2026, 11, 1), date(2020, 2, 1))
    assert not Service.objects.public(TODAY).exists()
    assert last_line() == ("service.closed", {"closed_on": "2026-11-01", "communes": 1})
    for action in (confirm_service, correct_service):
        with pytest.raises(refusals.ServiceClosed):
            action(service=service, by=keeper)


def test_it_cannot_close_before_it_covered_what_it_covers(keeper):
    coverage = make_coverage(began_on=date(2026, 6, 1))
    with pytest.raises(refusals.ClosedBeforeItCovered):
        close_service(service=coverage.service, closed_on=date(2026, 5, 1), by=keeper)


def test_opened_again_it_waits_for_a_check_and_covers_nothing_yet(keeper):
    coverage = make_coverage()
    close_service(service=coverage.service, closed_on=TODAY, by=keeper)
    service = reopen_service(service=coverage.service, by=keeper)
    assert service.standing(TODAY) == "unchecked"
    assert not ServiceCoverage.objects.filter(service=service, ended_on__isnull=True).exists()
    with pytest.raises(refusals.ServiceOpen):
        reopen_service(service=service, by=keeper)


# --- communes covered ------------------------------------------------------------------------------------------------
def test_a_district_stands_for_its_communes_that_are_not_covered_yet(keeper):
    service = make_service(area=make_area("0506"))
    for code in ("050601", "050602", "050701"):
        make_commune(code)
    make_coverage(service=service, commune=make_commune("050601"))
    rows = cover_communes(service=service, area=make_area("0506"), began_on=TODAY, source="visit", by=keeper)
    assert [row.commune_id for row in rows] == ["mef050602"]
    with pytest.raises(refusals.NothingToCover):
        cover_communes(service=service, area=make_area("0506"), began_on=TODAY, source="visit", by=keeper)
    assert last_line() == ("coverage.begun", {"commune": "mef050602"})


def test_a_commune_may_be_covered_again_after_an_end(keeper):
    coverage = make_coverage()
    end_coverage(coverage=coverage, ended_on=date(2026, 11, 1), by=keeper)
    with pytest.raises(refusals.CoverageOver):
        end_coverage(coverage=coverage, ended_on=TODAY, by=keeper)
    again = {"service": coverage.service, "area": coverage.commune, "source": "visit", "by": keeper}
    with pytest.raises(refusals.NothingToCover):
        cover_communes(began_on=date(2026, 11, 1), **again)
    assert cover_communes(began_on=date(2026, 11, 2), **again)


def test_an_end_lies_between_the_first_day_and_today(keeper):
    coverage = make_coverage(began_on=date(2026, 11, 1))
    for wrong in (date(2026, 10, 31), date(2026, 11, 24)):
        with pytest.raises(ValidationError):
            end_coverage(coverage=coverage, ended_on=wrong, by=keeper)


def test_a_mistake_is_taken_back_within_a_month(keeper):
    fresh, old = make_coverage(), make_coverage()
    ServiceCoverage.objects.filter(pk=old.pk).update(created_at="2026-10-01 00:00+00:00")
    take_back_coverage(coverage=fresh, by=keeper)
    assert last_line()[0] == "coverage.taken_back"
    with pytest.raises(refusals.TooLongAgo):
        take_back_coverage(coverage=old, by=keeper)
    assert list(ServiceCoverage.objects.all()) == [old]
