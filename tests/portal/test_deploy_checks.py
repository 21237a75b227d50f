"""Each wrong setting is named with its cure, alone; the example of deploy/ has nothing to say."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from portal import deploy_checks
from tests.guards.deploy import example
from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

SMTP = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "mail.example.org"}}}
REDIS = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache:6379/0"}}
POSTGRESQL = {"default": {"ENGINE": "django.db.backends.postgresql"}}
OBJECTS = {"default": {"BACKEND": "portal.objects.MediaObjects", "OPTIONS": {"endpoint_url": "https://objects"}}}
KEY = "qK3v-9xT_4bZ7mW1nR8yL5cH2jF6sD0gP3aQ_uE7iO9tXzVkYw"

RIGHT = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": ["portal.example.org", "127.0.0.1"],
    "PUBLIC_URL": "https://portal.example.org",
    "MARKS_URL": "redis://cache:6379/0",
    "SEVERAL_MACHINES": True,
    "CACHES": REDIS,
    "STORAGES": OBJECTS,
    "MAILERS": SMTP,
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "TIME_ZONE": "Asia/Phnom_Penh",
    "LOG_FORMAT": "json",
    "METRICS_TOKEN": "",
}


class Settings:
    """What a server has set, as the checks read it."""

    def __init__(self, folder, **values) -> None:
        (folder / "keys").mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o750)
        paths = {"VAR_DIR": folder, "PHONE_KEYS_DIR": folder / "keys", "DATABASES": POSTGRESQL}
        self.__dict__.update({**RIGHT, **paths, **values})


def found(monkeypatch, folder, **values) -> list[str]:
    monkeypatch.setattr(deploy_checks, "settings", Settings(folder, **values))
    return [error.id.removeprefix("portal.") for error in deploy_checks.settings_are_ready()]


def test_right_settings_have_nothing_to_say(monkeypatch, tmp_path):
    assert found(monkeypatch, tmp_path) == []


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"SECRET_KEY": "short"}, ["E010"]),
        ({"SECRET_KEY": "change-me-" * 6}, ["E010"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["E011", "E013"]),
        ({"PUBLIC_URL": "http://portal.example.org"}, ["E012"]),
        ({"PUBLIC_URL": "https://elsewhere.example.org"}, ["E013"]),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, ["E014"]),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, ["E015"]),
        ({"MARKS_URL": ""}, ["E016"]),
        ({"MARKS_URL": "memcached://cache"}, ["E017"]),
        ({"STORAGES": {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}}, ["E018"]),
        ({"STORAGES": {"default": {"BACKEND": "x", "OPTIONS": {"endpoint_url": "objects:8333"}}}}, ["E019"]),
        ({"MAILERS": {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}}, ["E020"]),
        ({"DEFAULT_FROM_EMAIL": "portal@localhost"}, ["E021"]),
        ({"TIME_ZONE": "UTC"}, ["E024"]),
        ({"LOG_FORMAT": "xml"}, ["E025"]),
        ({"METRICS_TOKEN": "guess"}, ["E026"]),
    ],
    ids=lambda value: "+".join(value),
)
def test_each_wrong_setting_is_found(monkeypatch, tmp_path, values, ids):
    assert found(monkeypatch, tmp_path, **values) == ids


def test_keys_that_others_may_read_are_found(monkeypatch, tmp_path):
    (tmp_path / "keys").mkdir(mode=0o700)
    key = tmp_path / "keys" / "a.pem"
    key.write_text("")
    key.chmod(0o600)
    assert found(monkeypatch, tmp_path) == []
    key.chmod(0o640)
    assert found(monkeypatch, tmp_path) == ["E022"]


def test_a_folder_that_everybody_may_read_is_found(monkeypatch, tmp_path):
    settings = Settings(tmp_path)
    tmp_path.chmod(0o755)
    monkeypatch.setattr(deploy_checks, "settings", settings)
    assert [error.id for error in deploy_checks.settings_are_ready()] == ["portal.E023"]


def test_every_sentence_belongs_to_a_question_and_names_a_variable():
    assert list(deploy_checks.PHRASES) == list(deploy_checks.QUESTIONS)
    of_no_variable = {"E015", "E024"}
    names = set(example()) | {"SEVERAL_MACHINES", "CACHE_URL", "S3_BUCKET", "S3_ENDPOINT", "METRICS_TOKEN"}
    for id, sentence in deploy_checks.PHRASES.items():
        assert id in of_no_variable or sentence.split()[0] in names, sentence
        assert ":" in sentence


def test_the_checks_are_those_of_deploying_alone():
    with override_settings(TIME_ZONE="UTC"):
        deploying = run_checks(tags=["security"], include_deployment_checks=True)
        assert "portal.E024" in {error.id for error in deploying}
        assert "portal.E024" not in {error.id for error in run_checks(tags=["security"])}


def test_wrong_settings_stop_the_start_where_it_is_for_real(monkeypatch, tmp_path):
    wrong = {"TIME_ZONE": "UTC", "METRICS_TOKEN": "guess"}
    monkeypatch.setattr(deploy_checks, "settings", Settings(tmp_path, ARE_CHECKED_AT_START=True, **wrong))
    with pytest.raises(ImproperlyConfigured, match="TIME_ZONE is not that .*\nMETRICS_TOKEN is short"):
        deploy_checks.refuse_wrong_settings()
    monkeypatch.setattr(deploy_checks, "settings", Settings(tmp_path, ARE_CHECKED_AT_START=False, **wrong))
    deploy_checks.refuse_wrong_settings()


def checked(folder, **values) -> subprocess.CompletedProcess:
    """``check --deploy`` with the example, filled in where it says so."""
    environ = {**example(), "PORTAL_VAR": str(folder), "PHONE_KEYS_DIR": str(folder / "keys"), "SECRET_KEY": KEY}
    environ |= {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env={**environ, **values}, capture_output=True, text=True, check=False)


def test_the_example_passes_with_nothing_to_say_and_a_wrong_value_does_not(tmp_path):
    tmp_path.chmod(0o750)
    done = checked(tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")
    wrong = checked(tmp_path, SEVERAL_MACHINES="true", SECRET_KEY=example()["SECRET_KEY"])
    assert wrong.returncode == 1
    for name in ("SECRET_KEY is short or a placeholder", "CACHE_URL is missing", "S3_BUCKET is missing"):
        assert name in wrong.stderr
