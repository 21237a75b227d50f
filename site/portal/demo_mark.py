"""Demo data and real data never share a database: a row in the database itself says which it is."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from portal.models import SetUpStep

MARK = "demo database"

HOLDS_DEMO = (
    "This database holds demo data, whose passwords anybody may know. Point DATABASE_URL or PORTAL_VAR to another one."
)
HOLDS_REAL = (
    "This database holds data that are not a demo, so no demo data are loaded into it. Point DATABASE_URL or "
    "PORTAL_VAR to another one."
)


def is_marked() -> bool:
    """Whether demo data were ever loaded here; False too before the first migration."""
    if SetUpStep._meta.db_table not in connection.introspection.table_names():
        return False
    return SetUpStep.objects.filter(name=MARK).exists()


def why_refused() -> str:
    """The sentence with which these settings refuse this database; empty when they may use it."""
    if settings.IS_DEMO:
        return "" if is_marked() or not get_user_model().objects.exists() else HOLDS_REAL
    return HOLDS_DEMO if is_marked() else ""


def refuse_mixing() -> None:
    """Stops a process whose settings and database do not belong together."""
    if refusal := why_refused():
        raise ImproperlyConfigured(refusal)


def mark() -> None:
    """Called before the first demo row is written, so that a half-loaded demo is a demo too."""
    SetUpStep.objects.get_or_create(name=MARK)
