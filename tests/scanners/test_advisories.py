"""No package of the locks has a hole that is known: asked of those who publish advisories, where one of them answers.

What was asked when a lock was made, and where nobody answers, stands in ``docs/advisories.md``.
"""

import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from portal.bench.visits import server

pytestmark = [pytest.mark.once, pytest.mark.deep]

LOCKS = ("requirements-dev.lock", "deploy/requirements.lock")
"""Together they hold every pin: the first holds the runtime's lock, the second what several machines need."""
SERVICES = ("osv", "pypi")
SECONDS = 300


class NobodyAnswersError(Exception):
    """No advisories came back, so nothing is known: not that there is no hole."""


@pytest.fixture(scope="module")
def pip_audit(installed) -> str:
    return installed("pip_audit.lock", "pip-audit")


def holes(program: str, lock: Path, service: str, *options: str) -> tuple[list[str], int]:
    """The advisories against the pins of ``lock`` as ``name version: id``, and how many packages were asked for.

    Raises NobodyAnswersError when the service is out of reach, or knows not one of the packages (as a mirror that
    holds packages without what is known of them).
    """
    command = [program, "-r", str(lock), "--disable-pip", "-s", service, "-f", "json", "--progress-spinner", "off"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=SECONDS)
    try:
        told = json.loads(done.stdout)["dependencies"]
    except ValueError:
        raise NobodyAnswersError(done.stderr.strip().splitlines()[-1:]) from None
    asked = [each for each in told if "skip_reason" not in each]
    if len(asked) < len(told):
        raise NobodyAnswersError(f"{len(told) - len(asked)} of {len(told)} packages are unknown to {service}")
    return [f"{each['name']} {each['version']}: {hole['id']}" for each in asked for hole in each["vulns"]], len(asked)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_known_hole(pip_audit, figure, lock):
    silent = []
    for service in SERVICES:
        try:
            found, asked = holes(pip_audit, settings.BASE_DIR / lock, service)
        except NobodyAnswersError as silence:
            silent.append(f"{service}: {silence}")
            continue
        figure(f"advisories of {service} for {lock}: {asked} packages, {len(found)} holes")
        assert found == []
        return
    pytest.skip("nobody who knows advisories answers here: " + "; ".join(silent))


def test_a_hole_that_is_planted_is_found(pip_audit, tmp_path):
    with server("tests.scanners.known_hole:application") as (_children, address):
        found, asked = holes(pip_audit, settings.BASE_DIR / LOCKS[0], "osv", "--osv-url", f"{address}/v1/query")
    assert [each.split()[0] for each in found] == ["django"]
    assert asked > 100


def test_silence_is_not_taken_for_an_answer(pip_audit):
    with pytest.raises(NobodyAnswersError):
        holes(pip_audit, settings.BASE_DIR / LOCKS[0], "osv", "--osv-url", "http://127.0.0.1:9/v1/query")
