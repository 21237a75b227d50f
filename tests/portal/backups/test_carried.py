"""Every table is carried or named with its reason, and every column has a form."""

import pytest
from django.apps import apps
from django.db import connection, models

from portal.backups.carried import (
    NOT_CARRIED,
    carried_models,
    emptied_tables,
    is_migrated,
    known_migrations,
    unknown_tables,
)
from portal.backups.columns import UnknownKind, fields_of, kind_of

pytestmark = pytest.mark.django_db

OF_A_RUNNING_PORTAL = {"portal_cache"}
"""Made by ``prepare``, not by a migration."""


def test_no_table_is_forgotten():
    assert unknown_tables(connection) == set()


def test_a_table_that_is_neither_carried_nor_named_is_found():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (name text)")
    assert unknown_tables(connection) == {"forgotten"}


def test_names_of_what_is_not_carried_are_not_stale():
    """Each stands in this database, or belongs to SQLite's index of search alone."""
    there = set(connection.introspection.table_names()) | OF_A_RUNNING_PORTAL
    missing = NOT_CARRIED.keys() - there
    assert all(name.startswith("wagtailsearch_indexentry_fts") for name in missing)
    assert (missing == set()) == (connection.vendor == "sqlite")
    assert all(len(reason) > 20 for reason in NOT_CARRIED.values())


def test_what_children_and_staff_recorded_is_carried():
    tables = {model._meta.db_table for model in carried_models()}
    of_ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.partition(".")[0]
        in ("people", "participation", "clubs", "councils", "protection", "reports")
        and not model._meta.proxy
    }
    assert of_ours - tables == set()
    assert {"accounts_journalentry", "fieldbook_delivery", "wagtailcore_revision", "content_picture"} <= tables


def test_a_restore_empties_all_but_the_memory_of_migrations():
    emptied = set(emptied_tables(connection))
    left = set(connection.introspection.table_names()) - emptied
    assert {name for name in left if not name.startswith("wagtailsearch_indexentry_fts")} == {"django_migrations"}


def test_every_column_has_a_form():
    for model in carried_models():
        for field in fields_of(model):
            assert kind_of(field).plain is not None


def test_a_column_without_a_form_is_found():
    with pytest.raises(UnknownKind, match="DurationField"):
        kind_of(models.DurationField())


def test_a_database_that_lacks_a_migration_is_found():
    assert is_migrated(connection)
    app, name = known_migrations()[0]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", [app, name])
    assert not is_migrated(connection)
