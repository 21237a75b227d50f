"""The desk of services: who sees which, one tap, corrections, communes, files, and what waits."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from participation.imports.reading import read_rows
from participation.models import CommunityGroup
from protection.imports.columns import COLUMNS, LAYOUT
from protection.models import Service, ServiceCoverage, ServiceType
from tests.accounts.downloads.reading import body, rows_in
from tests.factories.accounts import make_user
from tests.factories.participation import make_group
from tests.factories.places import make_area, make_commune, make_village
from tests.factories.services import make_coverage, make_service, make_type
from tests.protection.conftest import HERE, browser

pytestmark = pytest.mark.django_db
FILLED = {
    "name_km": "មណ្ឌលថ្មី",
    "name_en": "New centre",
    "phones": "០១២ ៣៤៥ ៦៧៨",
    "cost": "free",
    "languages": ["km", "cja"],
    "is_accessible": "yes",
    "is_child_friendly": "",
}


def stale(service: Service, days: int = 200) -> Service:
    """Checked so long ago that a check is due; health centres fade after some 240 days."""
    fresh = make_service(checked_on=timezone.localdate() - timedelta(days=days))
    names = ("checked_on", "checked_as", "next_check_on", "public_until")
    Service.objects.filter(pk=service.pk).update(**{name: getattr(fresh, name) for name in names})
    fresh.delete()
    service.refresh_from_db()
    return service


# --- who sees which --------------------------------------------------------------------------------------------------
def test_list_and_page_show_what_lies_within_reach(directory):
    both = directory.both()
    client = browser(directory.focal_point())
    text = client.get("/desk/services/").text
    assert ("Zebra centre" in text, "Okapi office" in text, "Quagga centre" in text) == (True, True, False)
    assert client.get(f"/desk/services/{directory.foreign.pk}/").status_code == 404
    page = client.get(f"/desk/services/{both.pk}/").text
    assert "Place 050601" in page
    assert "Place 100101" not in page.split('id="communes"')[1]
    assert "It also covers 1 commune outside your area." in page


def test_a_correction_reaches_as_far_as_the_reader_and_no_further(directory):
    client = browser(directory.focal_point())
    for action in ("confirm", "correct"):
        assert client.post(f"/desk/services/{directory.foreign.pk}/{action}/", FILLED).status_code == 404
    for address in ("add/", f"{directory.service.pk}/close/", f"{directory.service.pk}/cover/", "imports/"):
        assert client.get(f"/desk/services/{address}").status_code == 404


def test_communes_of_others_cannot_be_ended_or_taken_back(directory):
    both = directory.both()
    client = browser(directory.keeper())
    theirs = ServiceCoverage.objects.get(service=both, commune=directory.foreign_commune)
    ours = ServiceCoverage.objects.get(service=both, commune=directory.commune)
    for action in ("end", "take-back"):
        assert client.get(f"/desk/services/coverages/{theirs.pk}/{action}/").status_code == 404
        assert client.get(f"/desk/services/coverages/{ours.pk}/{action}/").status_code == 200


@pytest.mark.parametrize("role", ["facilitator", "communications", "donor", "khmer_editor"])
def test_desk_is_closed_to_who_does_not_work_with_services(directory, role):
    assert browser(make_user(role)).get("/desk/services/").status_code == 404


# --- one tap, or a correction ----------------------------------------------------------------------------------------
def test_one_tap_in_the_list_confirms_and_leads_to_what_is_left(directory):
    stale(directory.service)
    client = browser(directory.focal_point())
    assert "1 service waits for a check" in client.get("/desk/").text
    assert "Shown, but a check is due" in client.get("/desk/services/", {"show": "due"}).text
    answer = client.post(f"/desk/services/{directory.service.pk}/confirm/", {"list": "1"})
    assert answer.headers["Location"] == "/desk/services/?show=due"
    directory.service.refresh_from_db()
    assert (directory.service.checked_on, directory.service.checked_as) == (timezone.localdate(), "focal_point")
    assert "waits for a check" not in client.get("/desk/").text


def test_confirming_is_no_link(directory):
    assert browser(directory.focal_point()).get(f"/desk/services/{directory.service.pk}/confirm/").status_code == 405


def test_a_correction_is_kept_and_counts_as_a_check(directory):
    service = stale(directory.service)
    client = browser(directory.focal_point())
    path = f"/desk/services/{service.pk}/correct/"
    assert 'value="Zebra centre"' in client.get(path).text
    told = FILLED | {"type": str(service.type_id), "area": service.area_id, "for_whom_en": "For all children"}
    assert client.post(path, told).headers["Location"] == f"/desk/services/{service.pk}/"
    service.refresh_from_db()
    assert (service.name_en, service.phones, service.languages) == ("New centre", "012 345 678", ["km", "cja"])
    assert (service.is_accessible, service.is_child_friendly) == (True, None)
    assert service.checked_on == timezone.localdate()
    assert client.post(path, told | {"phones": "me"}).context["form"].errors["phones"]
    assert client.post(path, told | {"area": directory.foreign_commune.pk}).context["form"].errors["area"]


def test_a_closed_service_is_neither_confirmed_nor_corrected(directory):
    Service.objects.filter(pk=directory.service.pk).update(closed_on=date(2026, 1, 1))
    client = browser(directory.focal_point())
    answer = client.post(f"/desk/services/{directory.service.pk}/confirm/", follow=True)
    assert "This service is closed." in answer.text
    assert "All of it is true" not in client.get("/desk/services/").text


# --- keeping the directory -------------------------------------------------------------------------------------------
def test_a_service_is_added_with_its_communes_and_closed_again(directory):
    client = browser(directory.keeper())
    told = FILLED | {"type": str(directory.type.pk), "area": directory.commune.pk}
    answer = client.post("/desk/services/add/", told)
    service = Service.objects.get(name_en="New centre")
    assert answer.headers["Location"] == f"/desk/services/{service.pk}/cover/"
    today = timezone.localdate()
    covered = {"area": directory.commune.pk, "began_on": today.isoformat(), "source": "visit"}
    assert client.post(f"/desk/services/{service.pk}/cover/", covered).status_code == 302
    assert client.post(f"/desk/services/{service.pk}/cover/", covered).context["form"].errors["area"]
    outside = covered | {"area": directory.foreign_commune.pk}
    assert client.post(f"/desk/services/{service.pk}/cover/", outside).context["form"].errors["area"]
    coverage = service.coverages.get()
    assert (
        client.post(f"/desk/services/coverages/{coverage.pk}/end/", {"ended_on": today.isoformat()}).status_code == 302
    )
    assert client.post(f"/desk/services/coverages/{coverage.pk}/take-back/").status_code == 302
    assert client.post(f"/desk/services/{service.pk}/close/", {"closed_on": today.isoformat()}).status_code == 302
    assert client.get("/desk/services/", {"show": "closed"}).context["rows"][0].service == service
    assert client.post(f"/desk/services/{service.pk}/reopen/").status_code == 302
    service.refresh_from_db()
    assert (service.closed_on, service.checked_on) == (None, None)


def test_a_service_is_added_within_reach_alone(directory):
    client = browser(directory.keeper())
    answer = client.post("/desk/services/add/", FILLED | {"type": str(directory.type.pk), "area": "mef100101"})
    assert answer.context["form"].errors["area"]
    assert not Service.objects.filter(name_en="New centre").exists()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["A", "B", "C"]),
        ({"q": "មណ្ឌល ក"}, ["A"]),
        ({"q": "s-t-9999"}, ["B"]),
        ({"q": "nothing"}, []),
        ({"show": "due"}, ["B", "C"]),
        ({"show": "hidden"}, ["C"]),
        ({"show": "x"}, ["A", "B", "C"]),
        ({"area": "mef0506"}, ["A", "B"]),
        ({"area": "mef050602"}, ["B"]),
    ],
)
def test_list_is_narrowed(db, asked, names):
    a = make_service(name_km="មណ្ឌលក", name_en="A", area=make_commune("050601"))
    b = stale(make_service(name_en="B", code="S-T-9999", area=make_area("0701")))
    make_service(name_en="C", is_checked=False, area=make_commune("070101"))
    make_coverage(service=b, commune=make_commune("050602"))
    make_coverage(service=a)
    client = browser(make_user("administrator"))
    rows = client.get("/desk/services/", asked).context["rows"]
    assert sorted(row.service.name_en for row in rows) == names


@pytest.mark.parametrize("asked", [{"q": "\x00"}, {"q": "%'"}, {"area": "x"}, {"type": "x"}, {"after": "x"}])
def test_any_filter_may_be_asked_for(directory, asked):
    assert browser(directory.keeper()).get("/desk/services/", asked).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", ["", "page"])
def test_pages_cost_the_same_for_one_and_three(directory, number, address, django_assert_max_num_queries):
    for place in range(number):
        make_coverage(service=directory.service, commune=make_commune(f"05061{place}"))
        make_coverage(service=make_service(area=directory.commune))
    client = browser(directory.keeper())
    path = f"/desk/services/{directory.service.pk}/" if address else "/desk/services/"
    client.get(path)
    with django_assert_max_num_queries(16):
        client.get(path)


# --- files -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_file_holds_what_lies_within_reach_and_leaves_a_line(directory, format):
    directory.both()
    rows = rows_in(browser(directory.keeper()).get(f"/desk/services/list.{format}"))
    assert sorted(row["Name in English"] for row in rows) == ["Okapi office", "Zebra centre"]
    assert {row["Code of the commune covered"] for row in rows} == {HERE}
    assert JournalEntry.objects.get(verb="list.exported").details["table"] == "services"


@pytest.mark.parametrize("language", ["km", "en"])
def test_file_can_be_imported_as_it_is(directory, language):
    """Every heading and every word of the file is one that the import reads, in both languages."""
    type = make_type("police")
    service = make_service(
        type=type,
        area=directory.commune,
        languages=["km", "csx"],
        cost="partly",
        is_accessible=False,
        is_child_friendly=True,
        phones="012 345 678, 099 111 222",
    )
    make_coverage(service=service, source="authority", ended_on=date(2025, 1, 1))
    user = directory.keeper()
    user.language = language
    user.save()
    rows = read_rows(body(browser(user).get("/desk/services/list.csv")), LAYOUT)
    assert [row.problems for row in rows] == [{}, {}]
    found = next(row.values for row in rows if row.values["service_code"] == service.code)
    assert {name: found[name] for name in ("cost", "languages", "is_accessible", "source", "phones")} == {
        "cost": "partly",
        "languages": ["km", "csx"],
        "is_accessible": False,
        "source": "authority",
        "phones": "012 345 678, 099 111 222",
    }
    assert set(found) <= {column.key for column in COLUMNS}


def test_file_cannot_run(directory):
    Service.objects.filter(pk=directory.service.pk).update(name_en="=HYPERLINK()")
    assert '"=' not in body(browser(directory.keeper()).get("/desk/services/list.csv")).decode()


# --- what waits ------------------------------------------------------------------------------------------------------
def test_groups_near_an_unchecked_service_are_in_the_work_list(directory):
    group = make_group(area=make_village(f"{HERE}01"), name_latin="Lotus club")
    make_group(area=make_village("05060201"), name_latin="Quiet club")
    client = browser(directory.keeper())
    asked = {"show": "services"}
    assert client.get("/desk/councils/gaps/", asked).context["rows"] == []
    stale(directory.service)
    ((found, _path, detail, url),) = client.get("/desk/councils/gaps/", asked).context["rows"]
    assert (found, detail) == (CommunityGroup.objects.get(pk=group.pk), "1 service to be checked")
    answer = client.get(url)
    assert answer.headers["Location"] == f"/desk/services/?show=due&area=mef{HERE}"


# --- types -----------------------------------------------------------------------------------------------------------
def test_an_administrator_keeps_the_types(directory):
    client = browser(directory.administrator())
    assert "Public offices seldom move" in client.get("/desk/services/types/").text
    words = {f"{stem}_{language}": f"{stem} ក" for stem in ("name", "child", "reason") for language in ("km", "en")}
    told = words | {"code": "water", "check_months": "៣", "grace_days": "0", "position": "7"}
    assert client.post("/desk/services/types/new/", told).status_code == 302
    row = ServiceType.objects.get(code="water")
    assert (row.check_months, row.grace_days, row.is_active) == (3, 0, True)
    assert client.post(f"/desk/services/types/{row.pk}/", told | {"check_months": "25"}).context["form"].errors
    assert client.post(f"/desk/services/types/{row.pk}/", told | {"check_months": "4"}).status_code == 302
    row.refresh_from_db()
    assert (row.check_months, row.is_active) == (4, False)
    assert browser(directory.keeper()).get("/desk/services/types/").status_code == 404
