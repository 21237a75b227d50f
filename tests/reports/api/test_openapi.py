"""The description of the interface is whole, and true of every list."""

import json

import pytest
from django.http import HttpResponse, JsonResponse
from django.urls import get_resolver

from reports.api.answers import Group
from reports.api.openapi import description
from reports.api.refusals import SENTENCES, STATUS
from tests.reports.api.caller import LISTS, ROOT, caller_of, described


def test_every_address_of_the_interface_is_described():
    (resolver,) = [each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "reports_api"]
    routes = {str(each.pattern) for each in resolver.url_patterns if each.name != "nothing_here"}
    written = {"{quarter}": "<str:quarter>", "{version}": "<int:version>"}
    paths = {f"v1{path}" for path in description()["paths"]}
    for brackets, route in written.items():
        paths = {path.replace(brackets, route) for path in paths}
    assert paths == routes


def test_every_answer_fits_and_has_items(country):
    caller = caller_of()
    sizes = {path: len(caller.read(path)["items"]) for path in LISTS}
    rows = caller.read("quarters/2026Q3/1")
    assert all(sizes.values()), sizes
    assert len(rows["items"]) > 30
    assert sizes["groups"] == 4


def test_every_error_is_described_with_its_status():
    for path, item in description()["paths"].items():
        for method, call in item.items():
            if method != "parameters" and path != "/openapi.json":
                assert {str(status) for status in STATUS.values()} - {"405"} <= set(call["responses"]), path
    assert set(STATUS) == set(SENTENCES)


def test_every_filter_is_described_with_what_it_takes():
    for path, item in description()["paths"].items():
        if path == "/openapi.json":
            continue
        named = {each["name"]: each for each in item["get"]["parameters"]}
        assert {"limit", "after"} <= set(named), path
        assert all(each["description"] and each["schema"] for each in named.values()), path


def test_no_field_of_any_answer_is_for_a_name_of_a_person():
    fields = {
        name for schema in description()["components"]["schemas"].values() for name in schema.get("properties", {})
    }
    assert "members" in fields
    assert [name for name in fields if "name" in name] != []
    assert {name for name in fields if "name" in name} == {"name_km", "name_latin", "name_en"}
    assert {"person", "family_name", "given_name", "birth_year", "note"} & fields == set()
    assert [name for name in Group.__struct_fields__ if "name" in name] == []


@pytest.mark.parametrize(
    "body",
    [
        {"reach": None, "next": None},
        {"reach": None, "next": None, "members_on": "yesterday", "items": []},
        {"reach": None, "next": None, "members_on": "2026-09-30", "items": [], "names": []},
        {"reach": None, "next": None, "members_on": "2026-09-30", "items": [{"code": "C-1", "members": 3}]},
    ],
)
def test_an_answer_that_does_not_fit_is_found(body):
    assert described.faults_of_response("GET", f"{ROOT}groups/", JsonResponse(body)) != []


def test_a_number_of_one_to_four_people_would_not_fit(country):
    body = caller_of().read("groups")
    body["items"][0]["members"] = 4
    assert described.faults_of_response("GET", f"{ROOT}groups/", JsonResponse(body)) != []


def test_a_status_or_an_address_that_is_not_described_is_found():
    assert described.faults_of_response("GET", f"{ROOT}groups/", HttpResponse(status=418)) != []
    assert described.faults_of_response("GET", f"{ROOT}people/", HttpResponse()) != []


def test_the_guide_names_every_list_and_every_code(settings):
    guide = (settings.BASE_DIR / "docs" / "reporting-api.md").read_text("utf-8")
    assert [path for path in description()["paths"] if f"`{path}`" not in guide] == []
    assert [code for code in SENTENCES if f"`{code}`" not in guide] == []
    assert json.dumps(description()).count("docs/reporting-api.md") == 1
