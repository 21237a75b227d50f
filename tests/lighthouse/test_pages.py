"""What Lighthouse says of the public pages on a telephone, of the portal as it is served: Granian, files with hashes.

The package files beside this one name the version of Lighthouse and the sum of each of its parts.
"""

import json
import os
import statistics
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from portal.bench.fonts import as_on_a_telephone
from portal.bench.visits import server
from portal.machine import Missing, browser, lighthouse
from tests.content.conftest import EVERY_KIND
from tests.served import served

pytestmark = [pytest.mark.browser, pytest.mark.deep]

HERE = Path(__file__).parent
ROUNDS = 3
LEAST = 95
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {"a right": "/km/rights/12/", "home": "/km/", "help": "/km/more/", "search": "/km/search/?q=right"}
PASSED_OVER = {"search": ["is-crawlable"]}
"""Answers to a search are kept out of search engines on purpose, as these ask for."""
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


@pytest.fixture(scope="module")
def program() -> list[str]:
    try:
        return lighthouse(HERE, settings.VAR_DIR / "lighthouse")
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def address(program, transactional_db, portal_with, tmp_path):
    """The pages of this test's database, served with the settings of ``serve``."""
    portal_with(*EVERY_KIND, rights=(12, 13))
    with served(tmp_path) as ours:
        yield ours


def report(program: list[str], address: str, passed_over: list[str]) -> dict:
    """One visit in a browser that was never here, on a telephone that can draw Khmer, as they all can."""
    command = [*program, address, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--max-wait-for-load=60000"]
    command += [f"--skip-audits={each}" for each in passed_over]
    environ = {**os.environ, **as_on_a_telephone(), "CHROME_PATH": browser()}
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def wanting(visits: list[dict]) -> set[str]:
    """Which audits cost points."""
    return {
        f"{name}: {audit['score']}"
        for visit in visits
        for category in visit["categories"].values()
        for name in (each["id"] for each in category["auditRefs"] if each["weight"])
        if (audit := visit["audits"][name])["score"] is not None and audit["score"] < 0.9
    }


def test_pages_on_a_telephone(program, address, figure):
    faults = []
    for name, path in PAGES.items():
        passed_over = PASSED_OVER.get(name, [])
        visits = [report(program, address + path, passed_over) for _ in range(ROUNDS)]
        scores = {
            each: round(100 * statistics.median(visit["categories"][each]["score"] for visit in visits))
            for each in CATEGORIES
        }
        told = ", ".join(f"{each} {score}" for each, score in scores.items())
        without = f", without {' and '.join(passed_over)}" if passed_over else ""
        figure(f"Lighthouse, mobile, {name}: {told} (median of {ROUNDS}; at least {LEAST}{without})")
        if min(scores.values()) < LEAST:
            faults.append(f"{name}: {told}; {wanting(visits)}")
    assert faults == []


def test_a_page_with_faults_is_found(program):
    with server("tests.scanners.open_door:application") as (_children, address):
        visit = report(program, address, [])
    assert min(visit["categories"][each]["score"] for each in CATEGORIES) * 100 < LEAST
    assert wanting([visit]) != set()
