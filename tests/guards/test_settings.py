"""Settings that break quietly when somebody changes them."""

from importlib import import_module

from django.conf import settings
from django.core.management import call_command


def test_modelsearch_does_not_stand_beside_wagtail_search():
    assert "wagtail.search" in settings.INSTALLED_APPS
    assert "modelsearch" not in settings.INSTALLED_APPS


def test_wagtail_indexes_within_the_request():
    base = import_module("portal.settings.base")
    assert base.TASKS["default"]["BACKEND"] == "django.tasks.backends.immediate.ImmediateBackend"
    assert base.TASKS["jobs"]["BACKEND"] == "django_tasks_db.DatabaseBackend"


def test_sqlite_syncs_each_acknowledged_write():
    base = import_module("portal.settings.base")
    assert "synchronous=FULL" in base.SQLITE_OPTIONS["init_command"]
    assert base.SQLITE_OPTIONS["transaction_mode"] == "IMMEDIATE"


def test_nothing_calls_out():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAILEMBEDS_FINDERS == []


def test_system_checks_pass_on_this_database(db):
    """Each database has checks of its own, and every command begins with them."""
    call_command("check", databases=["default"], fail_level="WARNING", verbosity=0)
