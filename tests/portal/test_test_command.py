"""The command that runs everything: on both databases, to the end, and honest about its outcome."""

from types import SimpleNamespace

import pytest

from portal.machine import Missing
from portal.management.commands import test as command

pytestmark = pytest.mark.once


@pytest.fixture
def runs(monkeypatch):
    """What would be run, in order; ``codes`` are the exit codes to come."""

    class Runs(list):
        codes = {"tests.postgres": 0, "pytest": 0}
        needs = []

    noted = Runs()

    def run(self, arguments, **variables):
        noted.append((arguments[2:], variables))
        return noted.codes[arguments[2]]

    monkeypatch.setattr(command.Command, "run", run)
    monkeypatch.setattr(command.Command, "begin", lambda *_which, **_said: SimpleNamespace(wait=lambda: 0))
    monkeypatch.setattr(command, "provide", lambda needs, say: noted.needs.extend(need.package for need in needs))
    monkeypatch.setattr(command, "has_postgres", lambda: True)
    monkeypatch.delenv("CI", raising=False)
    Runs.needs = []
    return noted


def call(*arguments):
    with pytest.raises(SystemExit) as ended:
        command.Command().run_from_argv(["manage.py", "test", *arguments])
    return ended.value.code


def test_everything_runs_on_postgresql_and_then_on_sqlite(runs):
    assert call() == 0
    (first, _), (second, said) = runs
    assert first[:2] == ["tests.postgres", "pytest"]
    assert first[first.index("-m") :] == ["-m", "not browser and not once", *command.SAMPLE, *command.HERE]
    assert second[-4:] == [*command.SAMPLE, *command.THERE]
    assert second[0] == "pytest"
    assert "-m" not in second
    assert said == {"PORTAL_TESTED_ON_POSTGRESQL": "yes"}


@pytest.mark.parametrize(("postgres", "sqlite"), [(1, 0), (0, 1), (1, 1)])
def test_a_failure_on_either_is_a_failure_of_both_runs(runs, postgres, sqlite):
    runs.codes = {"tests.postgres": postgres, "pytest": sqlite}
    assert call() == 1
    assert len(runs) == 2


def test_a_machine_without_postgresql_runs_the_other_half(runs, monkeypatch):
    monkeypatch.setattr(command, "has_postgres", lambda: False)
    assert call() == 0
    assert [said for _, said in runs] == [{"PORTAL_TESTED_ON_POSTGRESQL": ""}]
    assert runs.needs == ["chromium-headless-shell"]


def test_ci_must_have_postgresql_and_what_else_the_tests_use(runs, monkeypatch):
    monkeypatch.setenv("CI", "true")
    call()
    assert runs.needs == ["chromium-headless-shell", "postgresql", "redis-server", "nginx-light"]


def test_a_missing_program_fails_with_its_line(runs, monkeypatch):
    def provide(needs, say):
        raise Missing("Type: apt-get install chromium")

    monkeypatch.setattr(command, "provide", provide)
    assert call() == "Type: apt-get install chromium"
    assert runs == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-k", "merge", "-v"], ["pytest", "-k", "merge", "-v"]),
        (["tests/people", "--deep"], ["pytest", "tests/people", "--deep"]),
        (["--postgres", "tests/people"], ["tests.postgres", "pytest", "tests/people"]),
        (["--settings", "x"], ["pytest", "--settings", "x"]),
    ],
    ids=["options", "deep", "postgres", "options that Django has too"],
)
def test_arguments_go_to_one_run_of_pytest(runs, arguments, expected):
    assert call(*arguments) == 0
    assert runs == [(expected, {})]


def test_deep_goes_to_both_runs_and_leaves_nothing_out(runs):
    call("--deep")
    assert [("--deep" in arguments, "--sample" in arguments) for arguments, _ in runs] == [(True, False)] * 2


def test_deep_asks_for_npm_and_goes_on_without(runs, monkeypatch):
    call()
    assert "npm" not in runs.needs

    def provide(needs, say):
        runs.needs.extend(need.package for need in needs)
        if [need.package for need in needs] == ["npm"]:
            raise Missing("Type: apt-get install npm")

    monkeypatch.setattr(command, "provide", provide)
    assert call("--deep") == 0
    assert {"npm", "nginx-light"} <= set(runs.needs)
    assert len(runs) == 4
