"""Which tables a backup carries: all of them, but for those that are named here with their reason."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

SEARCH_INDEX = "made from the records, and in another form on each database; a restore makes it anew"
CACHE = "answers and counted guesses of minutes"

NOT_CARRIED: dict[str, str] = {
    "django_migrations": "the manifest says which migrations the rows fit; a restore compares and never writes them",
    "django_session": "who was signed in signs in again: a restored copy opens nobody's session",
    "portal_cache": CACHE,
    "django_tasks_database_dbtaskresult": "jobs of the moment: a restored copy must not send last month's mails again",
    "wagtailadmin_editingsession": "who has a page open in the editor at this moment",
    "wagtailadmin_formstate": "what stands in open forms of the editor; the drafts themselves are revisions",
    "wagtailcore_uploadedfile": "uploads whose form was not yet sent off",
    "account_emailconfirmation": "links that hold for days and are sent anew",
    "content_picturerendition": "drawn again from the originals when a page asks for them",
    "wagtailimages_rendition": "drawn again from the originals when a page asks for them",
    "wagtailsearch_indexentry": SEARCH_INDEX,
    "wagtailsearch_indexentry_fts": SEARCH_INDEX,
    "wagtailsearch_indexentry_fts_config": SEARCH_INDEX,
    "wagtailsearch_indexentry_fts_content": SEARCH_INDEX,
    "wagtailsearch_indexentry_fts_data": SEARCH_INDEX,
    "wagtailsearch_indexentry_fts_docsize": SEARCH_INDEX,
    "wagtailsearch_indexentry_fts_idx": SEARCH_INDEX,
}
"""Table → why not. A restore empties those that it finds, for they speak of the rows that were there before."""

SHADOWS = "wagtailsearch_indexentry_fts"
"""SQLite keeps the tables of its full-text index by itself; only the index is ever written."""


def carried_models() -> list[type[models.Model]]:
    """The models whose tables are carried, by the name of the table."""
    found = {model._meta.db_table: model for model in _models()}
    return [found[table] for table in sorted(found) if table not in NOT_CARRIED]


def emptied_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """What a restore empties of this database: what it will fill, and what spoke of the rows that were there.

    SQLite's full-text index follows the table of its entries by triggers.
    """
    there = set(connection.introspection.table_names())
    left = {"django_migrations", *(table for table in NOT_CARRIED if table.startswith(SHADOWS))}
    return sorted(there & ({model._meta.db_table for model in carried_models()} | NOT_CARRIED.keys()) - left)


def unknown_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """Tables of a database that are neither carried nor named: a backup would lose them without a word."""
    carried = {model._meta.db_table for model in carried_models()}
    return set(connection.introspection.table_names()) - carried - NOT_CARRIED.keys()


def known_migrations() -> list[list[str]]:
    """The migrations of this version of the portal: two versions with the same have the same tables."""
    return sorted([app, name] for app, name in MigrationLoader(None).disk_migrations)


def is_migrated(connection: BaseDatabaseWrapper) -> bool:
    """Whether a database has all of them behind it. What it remembers of older versions does not matter."""
    applied = MigrationRecorder(connection).applied_migrations()
    return all((app, name) in applied for app, name in known_migrations())


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if not (model._meta.proxy or model._meta.swapped):
            yield model
