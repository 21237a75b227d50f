"""What the interfaces for phones and for other systems promise in OpenAPI holds, whatever is sent to them."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from portal.bench.visits import server

pytestmark = [pytest.mark.once, pytest.mark.deep]

HERE = Path(__file__).parent
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance,unsupported_method"
)
EXAMPLES = 200
DESCRIPTION = "/field/api/v1/openapi.json"
OF_SYSTEMS = "/api/reports/v1/openapi.json"


@pytest.fixture(scope="module")
def schemathesis(installed) -> str:
    return installed("schemathesis.lock", "schemathesis")


def failures(
    program: str, address: str, folder: Path, *, header: str = "", description: str = DESCRIPTION
) -> tuple[list[str], int]:
    """What did not hold, and how many cases were sent."""
    report = folder / "report.ndjson"
    command = [program, "run", address + description, "--checks", CHECKS, "--max-examples", str(EXAMPLES)]
    command += ["--mode", "all", "--continue-on-failure", "--generation-deterministic", "--warnings", "off"]
    command += ["--report", "ndjson", "--report-ndjson-path", str(report), "--no-color"]
    command += ["--header", header] if header else []
    environ = {**os.environ, "SCHEMATHESIS_HOOKS": "as_they_are", "PYTHONPATH": str(HERE)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, cwd=folder, timeout=1200)
    told = done.stdout + done.stderr
    assert done.returncode in (0, 1), told[-3000:]
    sent = re.search(r"(\d+) generated", told)
    found = re.split(r"^(?=_{5,} )", told.partition("= FAILURES =")[2], flags=re.M)[1:] if done.returncode else []
    return (found or [told] if done.returncode else []), int(sent[1]) if sent else 0


@pytest.mark.parametrize("reader", ["a stranger", "facilitator"])
def test_the_endpoints_of_phones_keep_what_they_promise(schemathesis, portal, tmp_path, figure, reader):
    cookie = portal.cookies.get(reader)
    found, sent = failures(schemathesis, portal.address, tmp_path, header=f"Cookie: {cookie}" if cookie else "")
    figure(f"schemathesis as {reader}: {sent} cases, {len(found)} failures")
    assert not found, "\n".join(found)
    assert sent > 200


@pytest.mark.parametrize("reader", ["a stranger", "a wrong key", "a key"])
def test_the_interface_for_other_systems_keeps_what_it_promises(schemathesis, portal, tmp_path, figure, reader):
    shown = {"a wrong key": "ccpr_wrong", "a key": portal.key}.get(reader)
    header = f"Authorization: Bearer {shown}" if shown else ""
    found, sent = failures(schemathesis, portal.address, tmp_path, header=header, description=OF_SYSTEMS)
    figure(f"schemathesis, other systems, {reader}: {sent} cases, {len(found)} failures")
    assert not found, "\n".join(found)
    assert sent > 500


def test_a_promise_that_is_broken_is_found(schemathesis, tmp_path):
    answer = {"200": {"description": "A number", "content": {"application/json": {"schema": {"type": "integer"}}}}}
    description = {
        "openapi": "3.1.0",
        "info": {"title": "Broken", "version": "1"},
        "paths": {"/number": {"get": {"responses": answer}}},
    }
    with server("tests.scanners.broken_promise:application", BROKEN=json.dumps(description)) as (_children, address):
        found, _sent = failures(schemathesis, address, tmp_path)
    assert found != []
