"""Answers as a database of advisories does (the first version of OSV's interface) that knows of one hole, in Django."""

import json
from collections.abc import Callable, Iterable

HOLE = {
    "id": "PYSEC-2000-1",
    "summary": "A hole that a test planted",
    "schema_version": "1.0.0",
    "affected": [{"package": {"name": "django", "ecosystem": "PyPI"}, "ranges": []}],
}


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    asked = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or "{}")
    about_django = asked.get("package", {}).get("name") == "django"
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"vulns": [HOLE]} if about_django else {}).encode()]
