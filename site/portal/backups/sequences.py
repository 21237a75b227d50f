"""The next number of each table that numbers its rows: a number that was given once never means another row."""

from django.db import connections, models

from .carried import carried_models


def numbered_models() -> list[type[models.Model]]:
    return [model for model in carried_models() if isinstance(model._meta.pk, models.AutoField)]


def next_keys(using: str) -> dict[str, int]:
    """Table → the number that its next row would get."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
            return {model._meta.db_table: given.get(model._meta.db_table, 0) + 1 for model in numbered_models()}
        found = {}
        for model in numbered_models():
            cursor.execute(f"SELECT last_value + is_called::int FROM {_sequence(cursor, model)}")  # noqa: S608
            found[model._meta.db_table] = cursor.fetchone()[0]
        return found


def set_next_keys(kept: dict[str, int], using: str) -> None:
    """As it was there, and above every row that is here. Taken back with the transaction on both databases."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for model in numbered_models():
            table, pk = model._meta.db_table, model._meta.pk.column
            quote = connection.ops.quote_name
            cursor.execute(f"SELECT coalesce(max({quote(pk)}), 0) FROM {quote(table)}")  # noqa: S608  own tables
            following = max(cursor.fetchone()[0] + 1, int(kept.get(table, 1)))
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, following - 1])
            else:
                cursor.execute(f"ALTER SEQUENCE {_sequence(cursor, model)} RESTART WITH {following:d}")


def _sequence(cursor: object, model: type[models.Model]) -> str:
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', model._meta.pk.column])
    return cursor.fetchone()[0]
