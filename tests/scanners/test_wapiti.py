"""A scanner of web applications finds nothing: neither as a stranger nor as an officer who is signed in."""

import json
import subprocess
from pathlib import Path

import pytest

from portal.bench.visits import server

pytestmark = [pytest.mark.once, pytest.mark.deep]

MODULES = "backup,crlf,csrf,exec,file,htaccess,ldap,methods,permanentxss,redirect,sql,timesql,upload,xss"
"""All that need no server of their maker's to be heard at."""
SECONDS, SECONDS_OF_ONE = 300, 45
LEFT_OUT = ("/accounts/logout/", "/desk/accounts/mine/sessions/", "/desk/language/")
"""Would sign the scanner out, which keeps no new cookie, or answer it in another language."""


@pytest.fixture(scope="module")
def wapiti(installed) -> str:
    return installed("wapiti.lock", "wapiti")


def findings(program: str, address: str, folder: Path, *starts: str, cookie: str = "") -> tuple[list[str], int]:
    """What the scanner holds against what it found from ``starts`` on, and how many pages it came to."""
    address = address.replace("localhost", "127.0.0.1")  # whose cookies every client keeps and sends
    report, kept = folder / "report.json", folder / "kept"
    command = [program, "--url", f"{address}/", "--scope", "domain", "--module", MODULES, "--format", "json"]
    command += ["--output", report, "--store-session", kept, "--store-config", kept, "--no-bugreport"]
    command += ["--max-scan-time", str(SECONDS), "--max-attack-time", str(SECONDS_OF_ONE), "--scan-force", "aggressive"]
    command += [part for start in starts for part in ("--start", address + start)]
    command += [part for left in LEFT_OUT for part in ("--exclude", address + left)]
    command += ["--cookie-value", cookie] if cookie else []
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=SECONDS * 5
    )
    assert report.exists(), done.stdout[-3000:] + done.stderr[-3000:]
    told = json.loads(report.read_text("utf-8"))
    found = [
        f"{kind}: {one['method']} {one['path']} {one['info']}"
        for part in ("vulnerabilities", "anomalies")
        for kind, all_of_it in told[part].items()
        for one in all_of_it
    ]
    return found, told["infos"]["crawled_pages_nbr"]


def test_a_stranger_finds_no_hole(wapiti, portal, tmp_path, figure):
    found, pages = findings(wapiti, portal.address, tmp_path, "/km/", "/en/", "/accounts/login/", "/field/")
    figure(f"wapiti as a stranger: {pages} pages, {len(found)} findings")
    assert found == []
    assert pages > 5


def test_an_officer_who_is_signed_in_finds_no_hole(wapiti, portal, tmp_path, figure):
    found, pages = findings(wapiti, portal.address, tmp_path, "/desk/", cookie=portal.cookies["programme_officer"])
    figure(f"wapiti as an officer: {pages} pages, {len(found)} findings")
    assert found == []
    assert pages > 150


def test_a_hole_that_is_planted_is_found(wapiti, tmp_path):
    with server("tests.scanners.open_door:application") as (_children, address):
        found, _pages = findings(wapiti, address, tmp_path)
    assert any("Cross Site Scripting" in each for each in found), found
