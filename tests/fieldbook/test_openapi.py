"""The description for machines is whole, and true."""

import json

import pytest
from django.http import HttpResponse, JsonResponse
from django.urls import get_resolver

from fieldbook.openapi import description
from fieldbook.payloads import RECORDS
from fieldbook.refusals import FIXABLE, SENTENCES
from fieldbook.views.replies import STATUS
from tests.factories.accounts import make_user, signed_in, stranger
from tests.fieldbook.description import faults, faults_of_response, resolved

pytestmark = pytest.mark.once


def references(node):
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def test_anybody_may_read_the_description(db):
    answer = stranger().get("/field/api/v1/openapi.json")
    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    answer = signed_in(make_user("facilitator")).get("/field/api/v1/openapi.json")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.json() == json.loads(json.dumps(description()))


def test_every_address_of_the_api_is_described():
    (resolver,) = [each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "fieldbook"]
    routes = {str(each.pattern) for each in resolver.url_patterns if str(each.pattern).startswith("api/v1/")}
    described = {f"api/v1{path}".replace("{photo}", "<str:photo>") for path in description()["paths"]}
    assert described == routes


def test_every_reference_leads_somewhere():
    found = set(references(description()))
    assert len(found) > 20
    for reference in found:
        assert resolved(reference)


def test_every_operation_says_what_it_does_and_answers():
    for path, item in description()["paths"].items():
        for method, call in item.items():
            if method == "parameters":
                continue
            assert call["summary"], path
            assert {"200", "204"} & set(call["responses"]), path
            assert all(answer["description"] for answer in call["responses"].values()), path


def test_every_error_as_a_whole_is_described():
    responses = [
        set(call["responses"])
        for item in description()["paths"].values()
        for method, call in item.items()
        if method != "parameters"
    ]
    assert {str(status) for status in STATUS.values()} <= set.union(*responses)


def test_examples_fit_what_they_are_examples_of():
    schemas = description()["components"]["schemas"]
    examples = schemas["Record"]["examples"]
    assert len(examples) == len(RECORDS)
    for shape, example in zip(RECORDS.values(), examples, strict=True):
        assert faults(example, {"$ref": f"#/components/schemas/{shape.__name__}"}) == []
    for item in description()["paths"].values():
        for method, call in item.items():
            if method == "parameters":
                continue
            contents = [answer.get("content", {}) for answer in call["responses"].values()]
            contents.append(call.get("requestBody", {}).get("content", {}))
            for content in contents:
                for name, each in content.items():
                    if "example" in each and name == "application/json":
                        assert faults(each["example"], each["schema"]) == [], call["summary"]


def test_every_code_has_a_sentence_and_the_contract_names_it(settings):
    contract = (settings.BASE_DIR / "docs" / "field-protocol.md").read_text()
    assert [code for code in FIXABLE if code not in SENTENCES] == []
    assert [code for code in SENTENCES if f"`{code}`" not in contract] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"user": None, "csrf": "", "now": "yesterday"},
        {"user": None, "csrf": "", "now": "2026-11-28T00:00:00Z", "name": "x"},
        {"user": {"id": "17", "name": "", "language": "km"}, "csrf": "", "now": "2026-11-28T00:00:00Z"},
    ],
)
def test_an_answer_that_does_not_fit_is_found(body):
    assert faults_of_response("GET", "/field/api/v1/session/", JsonResponse(body)) != []


def test_a_status_or_an_address_that_is_not_described_is_found():
    assert faults_of_response("GET", "/field/api/v1/session/", HttpResponse(status=418)) != []
    assert faults_of_response("GET", "/field/api/v1/children/", HttpResponse()) != []
    assert faults_of_response("DELETE", "/field/api/v1/session/", HttpResponse()) != []
