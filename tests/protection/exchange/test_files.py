"""The files for Primero and OSCaR, read back as those systems read them; and that only the directory is in them."""

import ast
import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import JournalEntry
from places.models import Source
from protection import exchange
from protection.exchange import oscar, primero
from protection.exchange.writing import FILES, Asked
from protection.models import ExchangeList, HandOverNote, ServiceType, ServiceTypeCode
from protection.seeds.exchange_codes import PRESETS, plant_exchange_codes
from protection.seeds.service_types import plant_service_types
from tests.factories.accounts import make_user, signed_in
from tests.factories.hand_overs import make_note
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune, make_village
from tests.factories.services import make_coverage, make_exchange_place, make_service, make_type

pytestmark = pytest.mark.django_db
LOCALES = ("en", "km")
LOCATION_COLUMNS = [
    *("country_code", "country_name_en", "country_name_km", "country_type"),
    *("province_code", "province_name_en", "province_name_km", "province_type"),
    *("district_code", "district_name_en", "district_name_km", "district_type"),
    *("commune_code", "commune_name_en", "commune_name_km", "commune_type"),
]
AGENCY = {"unique_id", "agency_code", "order", "name", "description", "telephone", "services", "disabled"}
OSCAR_SERVICE = {
    *("organization_name", "organization_address_code", "services", "name_en", "name_km", "commune_codes"),
}


@pytest.fixture
def directory():
    """Two services that readers see, one whose type has no code, and one that nobody checked."""
    plant_service_types()
    plant_exchange_codes()
    health = make_service(
        type=make_type("health"),
        name_km="មណ្ឌលសុខភាព",
        name_en="Health centre",
        provider_km="មន្ទីរសុខាភិបាល",
        provider_en="Health department",
        phones="012 345 678, 099 111 222",
    )
    make_coverage(service=health)
    make_coverage(service=health, commune=make_commune("050602"))
    police = make_service(type=make_type("police"), area=make_commune("100101"), name_km="ប៉ុស្តិ៍", name_en="")
    make_service(type=make_type("zoo"), name_en="Lions")
    make_service(type=make_type("health"), is_checked=False, name_en="Unseen")
    return health, police


def content(kind: str, **asked) -> bytes:
    parts = FILES[kind].content(Asked(**asked))
    return b"".join(part.encode() if isinstance(part, str) else part for part in parts)


def told(kind: str, **asked):
    return json.loads(content(kind, **asked))["data"]


# --- Primero: locations ----------------------------------------------------------------------------------------------
def as_primero_reads(text: str) -> dict[str, dict]:
    """By the tags below the headings: each level of each row is a location, a blank in it refuses the row, a name in
    a language that is not set up is passed over.
    """
    rows = list(csv.reader(io.StringIO(text)))
    tags = {tag[1:]: number for number, tag in enumerate(rows[1]) if tag.startswith("#")}
    deepest = max(int(tag.split("+")[0][-1]) for tag in tags if tag.startswith("adm"))
    found: dict[str, dict] = {}
    for row in rows[2:]:
        hierarchy = []
        for level in range(deepest + 1):
            place = {"admin_level": level}
            for tag, number in tags.items():
                key, *attributes = tag.split("+")
                if key != (f"adm{level}" if level else "country"):
                    continue
                assert row[number] != "", f"{tag} blank"
                if attributes[0] == "name":
                    language = attributes[1] if len(attributes) > 1 else "en"
                    assert language in LOCALES
                    place[f"placename_{language}"] = row[number]
                else:
                    place[attributes[0]] = row[number]
            hierarchy.append(place["code"])
            found.setdefault(place["code"], place | {"hierarchy_path": ".".join(hierarchy)})
    return found


def test_locations_are_what_primero_imports():
    make_commune("050601", name_km="ត្រពាំង", name_latin="Trapeang")
    make_commune("100101", name_latin="")
    text = content("primero-locations").decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == LOCATION_COLUMNS
    found = as_primero_reads(text)
    assert set(found) == {"KH", "05", "0506", "050601", "10", "1001", "100101"}
    assert found["050601"] == {
        "admin_level": 3,
        "code": "050601",
        "placename_en": "Trapeang",
        "placename_km": "ត្រពាំង",
        "type": "commune",
        "hierarchy_path": "KH.05.0506.050601",
    }
    assert found["100101"]["placename_en"] == "ទី100101"
    assert (found["KH"]["type"], found["05"]["type"], found["0506"]["type"]) == ("country", "province", "district")


def test_locations_go_down_to_villages_where_asked():
    make_village("05060101")
    found = as_primero_reads(content("primero-locations", level=4).decode("utf-8-sig"))
    assert found["05060101"]["hierarchy_path"] == "KH.05.0506.050601.05060101"
    assert found["05060101"]["type"] == "village"


def test_locations_follow_the_list_and_the_codes_of_the_system():
    make_commune("050601")
    make_area("050601", source="ncdd", name_km="ឈ្មោះ")
    make_exchange_place(system="primero", area=make_area("0506", source="ncdd"), code="0599")
    ExchangeList.objects.create(system="primero", source=Source.objects.get(key="ncdd"))
    found = as_primero_reads(content("primero-locations").decode("utf-8-sig"))
    assert found["050601"]["placename_km"] == "ឈ្មោះ"
    assert found["050601"]["hierarchy_path"] == "KH.05.0599.050601"


# --- Primero: types and agencies -------------------------------------------------------------------------------------
def test_lookup_holds_each_value_once_in_both_languages(directory):
    found = told("primero-service-types")
    assert set(found) == {"unique_id", "name", "values"}
    assert found["unique_id"] == "lookup-service-type"
    values = {value["id"]: value["display_text"] for value in found["values"]}
    assert len(values) == len(found["values"]) == 10
    assert values["health_medical_service"] == {"en": "Health/Medical Service", "km": "សេវាសុខភាព"}
    assert all(set(text) == {"en", "km"} and all(text.values()) for text in values.values())


def test_agencies_are_the_services_that_readers_see(directory):
    health, police = directory
    found = told("primero-agencies")
    assert [set(row) for row in found] == [AGENCY, AGENCY]
    assert found[0] == {
        "unique_id": f"agency-{health.code.lower()}",
        "agency_code": health.code,
        "order": 1,
        "name": {"en": "Health centre", "km": "មណ្ឌលសុខភាព"},
        "description": {"en": "Health department", "km": "មន្ទីរសុខាភិបាល"},
        "telephone": "012345678",
        "services": ["health_medical_service"],
        "disabled": False,
    }
    assert (found[1]["agency_code"], found[1]["name"]["en"]) == (police.code, "ប៉ុស្តិ៍")


# --- OSCaR -----------------------------------------------------------------------------------------------------------
def as_oscar_reads(data: bytes) -> dict[str, tuple[str, str]]:
    """The first sheet is the province; headings stand in the third row; districts, communes and villages are told by
    their Khmer kind, and a code without its first zero gets it back.
    """
    book = load_workbook(io.BytesIO(data))
    sheet = book[book.sheetnames[0]]
    rows = list(sheet.iter_rows(values_only=True))
    at = {heading: number for number, heading in enumerate(rows[2])}
    found: dict[str, tuple[str, str]] = {}
    for row in rows[3:]:
        kind, code = row[at["Type"]].strip(), str(row[at["Code"]]).strip()
        if kind in ("ក្រុង", "ស្រុក", "ខណ្ឌ"):
            assert len(code) == 4
        elif kind in ("ឃុំ", "សង្កាត់"):
            assert code[:4] in found
        elif kind == "ភូមិ":
            assert code[:6] in found
        else:
            raise AssertionError(kind)
        found[code] = row[at["Name (Khmer)"]].strip(), row[at["Name (Latin)"]].strip()
    return found


def test_gazetteer_is_what_oscar_imports():
    make_village("05060101", name_km="ភូមិថ្មី", name_latin="Thmei")
    make_commune("050702")
    make_commune("100101")
    data = content("oscar-gazetteer", province=make_area("05"))
    assert load_workbook(io.BytesIO(data)).sheetnames == ["Place 05"]
    found = as_oscar_reads(data)
    assert list(found) == ["0506", "050601", "05060101", "0507", "050702"]
    assert found["05060101"] == ("ភូមិថ្មី", "Thmei")


def test_services_go_to_oscar_by_its_numbers_and_address_codes(directory):
    found = told("oscar-services")
    assert [set(row) for row in found] == [OSCAR_SERVICE, OSCAR_SERVICE]
    assert found[0] == {
        "organization_name": "Health department",
        "organization_address_code": "050601",
        "services": [{"uuid": "7c3fd50a-4ec0-45df-b359-d584cbd587af", "name": "Provision of medical care"}],
        "name_en": "Health centre",
        "name_km": "មណ្ឌលសុខភាព",
        "commune_codes": ["050601", "050602"],
    }


def test_places_that_another_list_does_not_know_are_left_out(directory):
    make_area("050601", source="ncdd")
    ExchangeList.objects.create(system="oscar", source=Source.objects.get(key="ncdd"))
    found = told("oscar-services")
    assert [(row["organization_address_code"], row["commune_codes"]) for row in found] == [("050601", ["050601"])]
    make_exchange_place(area=make_commune("050602"), code="050688")
    assert told("oscar-services")[0]["commune_codes"] == ["050601", "050688"]


# --- whose reach -----------------------------------------------------------------------------------------------------
def test_files_hold_what_lies_within_reach(directory):
    local = make_user("focal_point", area=make_commune("050601"))
    assert [row["agency_code"] for row in told("primero-agencies", user=local)] == [directory[0].code]
    (row,) = told("oscar-services", user=local)
    assert row["commune_codes"] == ["050601"]
    assert told("oscar-services", user=make_user("communications")) == []


# --- only a directory ------------------------------------------------------------------------------------------------
def test_columns_are_an_exact_list():
    assert list(primero.location_columns(3)[0]) == LOCATION_COLUMNS
    assert set(primero.AGENCY_KEYS) == AGENCY
    assert primero.LOOKUP_KEYS == ("unique_id", "name", "values")
    assert set(oscar.SERVICE_KEYS) == OSCAR_SERVICE
    assert oscar.GAZETTEER_COLUMNS == ("Type", "Code", "Name (Khmer)", "Name (Latin)")


READ = {"protection_service", "protection_servicetype", "protection_servicecoverage", "protection_servicetypecode"}
READ |= {"protection_exchangelist", "protection_exchangeplace", "places_adminarea", "places_source"}
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@pytest.mark.parametrize("kind", sorted(FILES))
def test_no_table_of_people_or_notes_is_read(kind, directory):
    note, person = make_note(), make_person(family_name="Zebrafamily")
    with CaptureQueriesContext(connection) as asked:
        data = content(kind, province=make_area("05"))
    read = {table for query in asked.captured_queries for table in TABLE.findall(query["sql"])}
    assert read
    assert read - READ == set()
    text = data.decode(errors="replace")
    assert note.reference not in text
    assert person.family_name not in text


def imported_models(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        module = getattr(node, "module", None) or ""
        if isinstance(node, ast.ImportFrom) and module.endswith("models") and not module.startswith("django"):
            found |= {name.name for name in node.names}
    return found


def test_the_package_knows_no_model_of_people_or_notes():
    models = set().union(*(imported_models(path) for path in Path(exchange.__path__[0]).glob("*.py")))
    assert models == {
        *("User", "AdminArea", "Source", "Service", "ServiceCoverage", "ServiceTypeCode"),
        *("ExchangeList", "ExchangePlace", "ExchangeSystem"),
    }


def test_the_look_at_tables_would_find_a_note(directory):
    make_note()
    with CaptureQueriesContext(connection) as asked:
        list(HandOverNote.objects.all())
    read = {table for query in asked.captured_queries for table in TABLE.findall(query["sql"])}
    assert read - READ == {"protection_handovernote"}


def test_questions_do_not_grow_with_services(directory, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        content("oscar-services")
    for number in range(3):
        make_coverage(service=make_service(type=make_type("health"), area=make_commune(f"05060{number + 3}")))
    with django_assert_num_queries(len(few.captured_queries)):
        content("oscar-services")


# --- seeds -----------------------------------------------------------------------------------------------------------
def test_every_type_has_a_code_in_every_list_and_what_was_written_stays():
    plant_service_types()
    make_type("health")
    assert plant_exchange_codes() == 22
    ServiceTypeCode.objects.filter(system="primero", type__code="health").update(code="medical")
    ServiceTypeCode.objects.filter(system="oscar", type__code="health").delete()
    assert plant_exchange_codes() == 1
    assert ServiceTypeCode.objects.get(system="primero", type__code="health").code == "medical"
    for _system, called in PRESETS.values():
        assert set(called) == {type.code for type in ServiceType.objects.all()}
    for row in ServiceTypeCode.objects.all():
        row.full_clean()


# --- leaving the house -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", sorted(FILES))
def test_each_file_is_a_download_and_leaves_a_line(kind, directory):
    officer = make_user("area_officer")
    answer = signed_in(officer).get(reverse(f"services:{kind}_file"), {"province": "05", "level": "3"})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{kind}')
    assert answer.headers["Content-Disposition"].endswith(f'.{FILES[kind].ending}"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.getvalue()) > 50
    line = JournalEntry.objects.get(verb="exchange.exported")
    assert (line.actor, line.kind, line.details["kind_of_file"]) == (officer, "read", kind)


@pytest.mark.parametrize("role", ["facilitator", "donor", "communications"])
def test_nobody_else_takes_a_file(role, directory):
    client = signed_in(make_user(role))
    assert {client.get(reverse(f"services:{kind}_file")).status_code for kind in FILES} == {404}


def test_command_writes_each_file_and_notes_it(directory, tmp_path, capsys):
    for kind, file in FILES.items():
        path = tmp_path / f"{kind}.{file.ending}"
        call_command("directory_export", kind, str(path), province="05")
        assert path.stat().st_size > 50
    assert len(as_oscar_reads((tmp_path / "oscar-gazetteer.xlsx").read_bytes())) > 2
    assert JournalEntry.objects.filter(verb="exchange.exported", actor=None).count() == len(FILES)
    assert "oscar-services is in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Say which province"):
        call_command("directory_export", "oscar-gazetteer", str(tmp_path / "x"), province="77")
