"""Figures that a run prints at its end, whichever worker measured them."""

import pytest

NAME = "figure"


@pytest.fixture
def figure(record_property):
    """``figure("likeness: recall 0.97")``: a line of the summary."""
    return lambda text: record_property(NAME, text)


def pytest_terminal_summary(terminalreporter):
    reports = [report for status in ("passed", "failed") for report in terminalreporter.stats.get(status, [])]
    lines = {text for report in reports for name, text in report.user_properties if name == NAME}
    if lines:
        terminalreporter.section("figures")
        for line in sorted(lines):
            terminalreporter.line(line)
