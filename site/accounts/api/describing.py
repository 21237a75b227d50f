"""Pieces of a description in OpenAPI 3.1, made from the structs that an interface answers with."""

from collections.abc import Sequence
from typing import Any

import msgspec


def schemas_of(shapes: Sequence[type]) -> dict[str, Any]:
    """The schemas of structs by their names, with all that they are made of."""
    _refs, schemas = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    return schemas


def call(
    summary: str, responses: dict[str, Any], *, security: str = "", body: dict[str, Any] | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {"summary": summary, "responses": responses}
    if security:
        found["security"] = [{security: []}]
    if body:
        found["requestBody"] = {"required": True, "content": body}
    return found


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def in_json(words: str, name: str, example: object = None, *, headers: dict[str, Any] | None = None) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": ref(name)}
    if example is not None:
        content["example"] = example
    found: dict[str, Any] = {"description": words, "content": {"application/json": content}}
    return found | ({"headers": headers} if headers else {})


def parameter(name: str, place: str, words: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "description": words, "schema": {"type": "string"}}
