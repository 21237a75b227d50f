"""Measuring the app: what is said of each aim, and what is missing is said before anything is started."""

import builtins
import io

import pytest
from django.core.management import CommandError, call_command

from portal.bench import app, visits
from portal.bench.app import AppCost, ColdStart
from portal.bench.visits import Load

GOOD = Load({"shell": 18_000, "script": 16_000, "font": 48_000}, 6_000, 12, [])


def said(monkeypatch, cost: AppCost) -> list[str]:
    monkeypatch.setattr(app, "measure", lambda rounds: cost)
    out = io.StringIO()
    call_command("bench", app=True, stdout=out)
    return [line for line in out.getvalue().splitlines() if line.startswith("Aim")]


@pytest.mark.parametrize(
    ("cost", "missed"),
    [
        (AppCost(GOOD, 1300, 1000, ColdStart(600, 500, 200), 800), []),
        (AppCost(Load({"shell": 34_001}, 0, 1, []), 1300, 1000, ColdStart(600, 500, 200), 800), [0]),
        (AppCost(Load({"script": 16_001}, 0, 1, []), 1300, 1000, ColdStart(600, 500, 200), 800), [1]),
        (AppCost(Load({}, 0, 1, ["/a.css"]), 1300, 1000, ColdStart(600, 500, 200), 800), [2]),
        (AppCost(GOOD, 1301, 1000, ColdStart(600, 500, 200), 800), [3]),
        (AppCost(GOOD, 1300, 1000, ColdStart(600, 600, 200), 800), [4]),
    ],
)
def test_each_aim_of_the_app_is_said_to_be_reached_or_not(monkeypatch, cost, missed):
    lines = said(monkeypatch, cost)
    assert [number for number, line in enumerate(lines) if "NOT reached" in line] == missed
    assert len(lines) == 5


def test_without_a_browser_the_bench_says_what_to_install(monkeypatch):
    monkeypatch.setattr(visits, "browser", lambda: None)
    with pytest.raises(CommandError, match="apt-get install chromium"):
        call_command("bench", app=True)


def test_without_playwright_the_bench_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("playwright"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CommandError, match=r"requirements-dev\.lock"):
        call_command("bench", app=True)
