"""One moment of the database, held still while people go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

ALIAS = "snapshot"


@contextmanager
def snapshot(of: str = "default") -> Iterator[str]:
    """The alias of a connection that sees the database as it is now, until the end of the block. It never writes.

    PostgreSQL: one read-only transaction at REPEATABLE READ. SQLite: one read transaction on the write-ahead log, which
    holds nobody up; the log only grows until the block ends.
    """
    connection = connections[of].copy(ALIAS)
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "transaction_mode": "DEFERRED"}
    else:
        connection.settings_dict["OPTIONS"] = {
            name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"
        }
    connections[ALIAS] = connection
    try:
        with transaction.atomic(using=ALIAS, durable=True), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only=ON")
                cursor.execute("SELECT count(*) FROM sqlite_master")  # the first reading is the moment
            else:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL cursor_tuple_fraction = 1")  # every row will be fetched
            yield ALIAS
    finally:
        connection.close()
        del connections[ALIAS]
