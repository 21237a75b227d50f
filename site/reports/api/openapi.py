"""The description in OpenAPI 3.1, made from the structs that check what is asked and make what is answered."""

from functools import cache
from typing import Any

from accounts.api.describing import call, in_json, schemas_of

from . import answers, asked
from .refusals import SENTENCES, STATUS

VERSION = "1.0.0"
PAGES: dict[str, tuple[str, type[asked.Asked], type[answers.Listed]]] = {
    "/places/": ("The gazetteer, as far as the key reaches", asked.PlacesAsked, answers.Places),
    "/groups/": ("Clubs, councils, networks and parents' groups", asked.GroupsAsked, answers.Groups),
    "/meetings/": ("Totals of meetings by month, commune and kind", asked.MeetingsAsked, answers.Meetings),
    "/indicators/": ("What each number counts, and how", asked.IndicatorsAsked, answers.Indicators),
    "/targets/": ("How far each number has come by the end of a quarter", asked.TargetsAsked, answers.Targets),
    "/quarters/": ("Frozen quarters and their versions", asked.QuartersAsked, answers.Quarters),
    "/quarters/{quarter}/{version}/": (
        "The rows of one version, under the headings of the file that donors download",
        asked.RowsAsked,
        answers.QuarterRows,
    ),
    "/services/": ("Services that help children, as the public pages show them", asked.ServicesAsked, answers.Services),
    "/coverage/": ("Which types of services reach each commune", asked.CoverageAsked, answers.Coverage),
}
SHAPES = (*(shape for _words, _asked, shape in PAGES.values()), answers.ReportFault)
IN_THE_PATH = {
    "quarter": {"type": "string", "pattern": "^[0-9]{4}Q[1-4]$", "examples": ["2026Q3"]},
    "version": {"type": "integer", "minimum": 0, "maximum": 32767, "examples": [1]},
}
TEXT = {"schema": {"type": "string"}}


@cache
def description() -> dict[str, Any]:
    """The whole description, built once a process."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Numbers of the children's clubs portal",
            "version": VERSION,
            "description": "For systems of ministries, partners and donors that read numbers by themselves. Numbers of "
            "people come in fives, below five they are hidden, and no name is ever told. More: docs/reporting-api.md.",
        },
        "servers": [{"url": "/api/reports/v1"}],
        "paths": {
            **{path: _page(path, *told) for path, told in PAGES.items()},
            "/openapi.json": {"get": call("This description", {"200": {"description": "OpenAPI 3.1"}})},
        },
        "components": {
            "schemas": schemas_of(SHAPES),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key that an officer or an administrator made at the desk. Never a cookie.",
                }
            },
        },
    }


def _page(path: str, words: str, question: type[asked.Asked], answer: type[answers.Listed]) -> dict[str, Any]:
    told = {
        "200": in_json("One page of the list", answer.__name__, headers={"ETag": TEXT, "Cache-Control": TEXT}),
        "304": {"description": "Nothing changed since the answer with this ETag."},
        **{str(status): _fault(status) for status in sorted({STATUS[code] for code in SENTENCES} - {405})},
    }
    named = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in IN_THE_PATH.items()
        if f"{{{name}}}" in path
    ]
    known = {"name": "If-None-Match", "in": "header", "description": "The ETag of the last answer.", **TEXT}
    asked_of_it = [*_filters(question), known]
    without_body = {status: {"description": each["description"]} for status, each in told.items()}
    found: dict[str, Any] = {
        "get": {**call(words, told, security="key"), "parameters": asked_of_it},
        "head": {**call(f"{words}: the headers alone", without_body, security="key"), "parameters": asked_of_it},
    }
    return found | ({"parameters": named} if named else {})


def _filters(question: type[asked.Asked]) -> list[dict[str, Any]]:
    (schema,) = schemas_of([question]).values()
    found = []
    for name, told in schema["properties"].items():
        words = told.pop("description", f"Only items of this {name}.")
        found.append({"name": name, "in": "query", "required": False, "description": words, "schema": told})
    return found


def _fault(status: int) -> dict[str, Any]:
    codes = [code for code in SENTENCES if STATUS[code] == status]
    headers = {"Retry-After": TEXT} if status in (429, 503) else {"WWW-Authenticate": TEXT} if status == 401 else None
    return in_json(" or ".join(f"`{code}`" for code in codes), "ReportFault", headers=headers)
