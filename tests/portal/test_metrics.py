"""Two processes of one machine add up what they count, by pattern and never by what somebody typed."""

import os
import re
import subprocess
import sys

import pytest

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

ASK = """
import os, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS.append("testserver")
client = Client(raise_request_exception=False)
for path in sys.argv[1:]:
    client.get(path)
"""
READ = """
import django
django.setup()
from django.conf import settings
from portal.metrics import count_kept
count_kept()()
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry, path=settings.METRICS_DIR)
print(generate_latest(registry).decode())
"""


def run(program, folder, *arguments):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "METRICS_DIR": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, *arguments], env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_processes_add_up_by_pattern_and_status(tmp_path):
    folder = tmp_path / "metrics"
    run(ASK, folder, "/healthz", "/robots.txt", "/sokdara/")
    run(ASK, folder, "/healthz", "/field/sokdara/")
    text = run(READ, folder)
    assert 'portal_requests_total{method="GET",route="healthz",status="200"} 2.0' in text
    assert 'portal_requests_total{method="GET",route="robots.txt",status="200"} 1.0' in text
    assert 'portal_request_seconds_count{part="field"} 1.0' in text
    assert "portal_kept_answers_total 1.0" in text
    assert "sokdara" not in text
    assert folder.stat().st_mode & 0o077 == 0
    assert len(re.findall(r"^# HELP portal_", text, re.M)) == 3
