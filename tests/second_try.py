"""A journey that fails is walked once more, and the run says which ones were.

A browser on a machine that other work has taken for some seconds can miss what a person would have waited for. One such
miss in five hundred journeys says nothing about the portal; a fault fails twice. More than ``MOST`` second tries in one
run are a fault of their own, of the journeys or of the portal, and fail the run. ``--deep`` gives no second try.
"""

import pytest

MOST = 3


def pytest_collection_modifyitems(config, items):
    if config.getoption("--sample") is None:
        return
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=1))


def _walked_twice(config) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return sorted({report.nodeid for report in reporter.stats.get("rerun", [])}) if reporter else []


def pytest_terminal_summary(terminalreporter, config):
    names = _walked_twice(config)
    if names:
        terminalreporter.section(f"walked twice: {len(names)}, at most {MOST}")
        for report in terminalreporter.stats["rerun"]:
            terminalreporter.line(report.nodeid)
            terminalreporter.line(report.longreprtext)


def pytest_sessionfinish(session):
    too_many = len(_walked_twice(session.config)) > MOST
    if too_many and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
