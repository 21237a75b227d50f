"""The API's description in OpenAPI 3.1, made from the structs that check what arrives and make what is answered."""

from functools import cache
from typing import Any

from accounts.api.answers import Fault
from accounts.api.describing import call, in_json, parameter, ref, schemas_of

from .answers import Answer, BatchAnswer, EnrolmentAnswer, RosterAnswer, SessionAnswer
from .examples import ANSWERS, BATCH, ENROLMENT, FAULT, PHOTO_CALL, RECORDS_BY_KIND
from .payloads import RECORDS, Batch, BatchHeader, Enrolment, PhotoCall, PhotoCallHeader, RecordHeader, SealedRecord

VERSION = "1.0.0"
SHAPES = (
    *RECORDS.values(),
    *(Batch, BatchHeader, Enrolment, PhotoCall, PhotoCallHeader, RecordHeader, SealedRecord),
    *(Answer, BatchAnswer, EnrolmentAnswer, Fault, RosterAnswer, SessionAnswer),
)
FAULTS = {
    "400": "Not what this page describes, or damaged on the way (`malformed`, `piece_damaged`).",
    "401": "Nobody is proved: sign in, or enrol the phone anew (`not_signed_in`, `unknown_device`).",
    "403": "The token is missing or old: ask `GET session/` for a new one (`page_too_old`).",
    "409": "The phone is another's, or was ended (`device_of_another`, `device_ended`).",
    "413": "More than may come at once (`too_large`).",
    "429": "Too often (`too_often`).",
    "503": "Not now; nothing was done (`try_later`).",
}


@cache
def description() -> dict[str, Any]:
    """The whole description, built once a process."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fieldbook of the children's clubs portal",
            "version": VERSION,
            "description": "How a phone delivers meetings and reads its short roster. Rules and reasons: "
            "docs/field-protocol.md of the portal.",
        },
        "servers": [{"url": "/field/api/v1"}],
        "paths": _paths(),
        "components": {"schemas": _schemas(), "securitySchemes": _proofs()},
    }


def _schemas() -> dict[str, Any]:
    schemas = schemas_of(SHAPES)
    # The records of a batch are read one by one, so that one that is malformed does not stop the others.
    schemas["Batch"]["properties"]["records"]["items"] = {"$ref": "#/components/schemas/SealedRecord"}
    schemas["Record"] = {
        "description": "The words inside a sealed record, by the `kind` of its header.",
        "anyOf": [{"$ref": f"#/components/schemas/{shape.__name__}"} for shape in RECORDS.values()],
        "examples": list(RECORDS_BY_KIND.values()),
    }
    return schemas


def _proofs() -> dict[str, Any]:
    return {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-session",
            "description": "The session of somebody signed in. POST has the token of `GET session/` in X-CSRFToken.",
        },
        "phone": {
            "type": "http",
            "scheme": "Field",
            "description": "A JWS (ES256) by the key of an enrolled phone; its payload is a `PhotoCall`.",
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/session/": {
            "get": call(
                "Who is signed in, and a fresh CSRF token",
                {"200": in_json("Signed in", "SessionAnswer"), "401": in_json("Nobody is", "SessionAnswer")},
                security="session",
            )
        },
        "/devices/": {
            "post": call(
                "Enrol this phone for who is signed in, or renew it",
                {"200": in_json("Enrolled", "EnrolmentAnswer"), **_faults("400", "401", "403", "409", "413", "429")}
                | {"404": {"description": "Who is signed in records no meetings."}},
                security="session",
                body={"application/json": {"schema": ref("Enrolment"), "example": ENROLMENT}},
            )
        },
        "/roster/": {
            "get": {
                **call(
                    "The groups of who is signed in, as far as the phone lacks them",
                    {
                        "200": in_json("The roster", "RosterAnswer", headers={"ETag": {"schema": {"type": "string"}}}),
                        "304": {"description": "Nothing changed."},
                        "404": {"description": "Who is signed in records no meetings."},
                        **_faults("401"),
                    },
                    security="session",
                ),
                "parameters": [
                    parameter("have", "query", "What the phone has: `<group id>:<digest>,…`, `reference:<digest>`."),
                    parameter("If-None-Match", "header", "The ETag of the last answer."),
                ],
            }
        },
        "/records/": {
            "post": call(
                "Deliver sealed records, and ask what became of others",
                {
                    "200": in_json("One answer for each record, then for each asked about", "BatchAnswer", ANSWERS),
                    **_faults("400", "401", "413", "429", "503"),
                },
                body={
                    "application/jose": {
                        "schema": {
                            "type": "string",
                            "contentMediaType": "application/json",
                            "contentSchema": ref("Batch"),
                            "description": "A JWS in compact serialization; its protected header is a `BatchHeader`, "
                            "its payload a `Batch`.",
                        },
                        "example": BATCH,
                    }
                },
            )
        },
        "/photos/{photo}/": {
            "parameters": [
                {"name": "photo", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
            ],
            "head": call(
                "How much of the photo is here",
                {
                    "204": _offset("Here is so much"),
                    "404": _fault("No photo of this phone's user is awaited (`no_photo`)"),
                    **_faults("400", "401", "429", "503"),
                },
                security="phone",
            ),
            "patch": {
                **call(
                    "Add a piece of the encrypted photo",
                    {
                        "204": _offset("Added; with the last piece the photo was opened, drawn anew and kept"),
                        "404": _fault("No photo of this phone's user is awaited (`no_photo`)"),
                        "409": _offset("The piece begins elsewhere than the file ends"),
                        "422": in_json("The whole is no photo that may be kept", "Answer"),
                        **_faults("400", "401", "413", "429", "503"),
                    },
                    security="phone",
                    body={
                        "application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}},
                    },
                ),
                "parameters": [parameter("Upload-Offset", "header", "Where the piece begins.", required=True)],
                "x-payload-of-the-authorization": PHOTO_CALL,
            },
        },
        "/openapi.json": {"get": call("This description", {"200": {"description": "OpenAPI 3.1"}})},
    }


def _fault(words: str) -> dict[str, Any]:
    return in_json(words, "Fault", FAULT)


def _faults(*statuses: str) -> dict[str, Any]:
    return {status: _fault(FAULTS[status]) for status in statuses}


def _offset(words: str) -> dict[str, Any]:
    return {"description": words, "headers": {"Upload-Offset": {"schema": {"type": "integer"}}}}
