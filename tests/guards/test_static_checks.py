"""Linters, as tests: their judgement stands in the one line that ends the run."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once


def run(*command, **variables):
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{ROOT}/site", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        ["djlint", "templates", "--lint", "--quiet"],
    ],
    ids=" ".join,
)
def test_linter_is_content(command):
    done = run("-m", *command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_migrations_are_up_to_date(db, capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


PRODUCTION = {
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "a key for this check: Zq8!vR2#tY5$wE9^uI3&oP6*aS1(dF4)gH7_jK0+lX",
    "ALLOWED_HOSTS": "portal.example.org",
    "PUBLIC_URL": "https://portal.example.org",
}


def test_production_settings_pass_the_deploy_check(tmp_path):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", PORTAL_VAR=str(tmp_path), **PRODUCTION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL"])
def test_production_settings_name_the_missing_variable(tmp_path, missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = run("manage.py", "check", PORTAL_VAR=str(tmp_path), **variables)
    assert done.returncode != 0
    assert f"Set the environment variable {missing}:" in done.stderr
