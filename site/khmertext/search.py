"""The search backend: Wagtail's own for SQLite and PostgreSQL, fed with tokens that Khmer survives in.

Set as ``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "khmertext.search"}}``.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def SearchBackend(params):  # noqa: N802 (the name Wagtail looks for)
    """The backend for the database in use. Each imports index tables that exist with its own database alone."""
    if connection.vendor == "postgresql":
        from .search_postgres import KhmerPostgresBackend

        return KhmerPostgresBackend(params)
    if connection.vendor == "sqlite":
        from .search_sqlite import KhmerSQLiteBackend

        return KhmerSQLiteBackend(params)
    raise ImproperlyConfigured("Khmer search works with SQLite and PostgreSQL.")
