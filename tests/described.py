"""Does an answer fit a description in OpenAPI? As much of JSON Schema as ours use, written anew."""

import json
import re
import uuid
from datetime import date, datetime

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
FORMATS = {"uuid": uuid.UUID, "date": date.fromisoformat, "date-time": datetime.fromisoformat}
KNOWN = {"$ref", "anyOf", "enum", "const", "type", "format", "pattern", "properties", "required", "items", "default"}
KNOWN |= {"additionalProperties", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "title"}
KNOWN |= {"maxProperties", "description", "examples", "format"}


class Described:
    """An interface as its description says it is."""

    def __init__(self, description):
        self.description = description

    def faults(self, value, schema, path="$"):
        """Where a value differs from a schema; a word of JSON Schema that this does not know is a fault too."""
        if unknown := schema.keys() - KNOWN:
            return [f"{path}: unknown words {unknown}"]
        if "$ref" in schema:
            return self.faults(value, self.resolved(schema["$ref"]), path)
        if "anyOf" in schema:
            tried = [self.faults(value, each, path) for each in schema["anyOf"]]
            return [] if [] in tried else [f"{path}: fits none of {len(tried)}"]
        if "enum" in schema and value not in schema["enum"] or "const" in schema and value != schema["const"]:
            return [f"{path}: {value!r} is none of the words"]
        if "type" in schema:
            wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            is_number = isinstance(value, int) and not isinstance(value, bool)
            if not any(isinstance(value, TYPES[name]) and (name != "integer" or is_number) for name in wanted):
                return [f"{path}: {type(value).__name__} is not {wanted}"]
        found = []
        if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            found.append(f"{path}: {value} is too small or too large")
        if isinstance(value, dict):
            properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
            found += [f"{path}: {name} is missing" for name in schema.get("required", []) if name not in value]
            for name, each in value.items():
                if name in properties:
                    found += self.faults(each, properties[name], f"{path}.{name}")
                elif others is False or properties and others is True:
                    found.append(f"{path}: {name} is not described")
                elif isinstance(others, dict):
                    found += self.faults(each, others, f"{path}.*")
        if isinstance(value, list):
            for each in value:
                found += self.faults(each, schema.get("items", {}), f"{path}[]")
        if isinstance(value, str):
            if (read := FORMATS.get(schema.get("format", ""))) is not None:
                try:
                    read(value)
                except ValueError:
                    found.append(f"{path}: {value!r} is no {schema['format']}")
            if not re.search(schema.get("pattern", ""), value):
                found.append(f"{path}: {value!r} is not like {schema['pattern']}")
        return found

    def resolved(self, reference):
        _hash, components, schemas, name = reference.split("/")
        return self.description[components][schemas][name]

    def faults_of_response(self, method, path, response):
        """What of a response is not as described: its status, its type, its body."""
        base = self.description["servers"][0]["url"]
        routes = {route: re.sub(r"\{[^}]+\}", "[^/]+", base + route) for route in self.description["paths"]}
        route = next((route for route, pattern in routes.items() if re.fullmatch(pattern, path)), None)
        if route is None:
            return [f"{path} is not described"]
        item = self.description["paths"][route]
        where = f"{method.upper()} {route} {response.status_code}"
        if method.lower() not in item:
            return [] if response.status_code == 405 else [f"{where}: the method is not described"]
        responses = item[method.lower()]["responses"]
        if str(response.status_code) not in responses:
            return [f"{where}: the status is not described"]
        content = responses[str(response.status_code)].get("content", {})
        if not content or method.upper() == "HEAD":  # which has no body
            return []
        if response.headers["Content-Type"].split(";")[0] not in content:
            return [f"{where}: {response.headers['Content-Type']} is not described"]
        schema = content["application/json"]["schema"]
        return [f"{where} {fault}" for fault in self.faults(json.loads(response.content), schema)]
