"""Parts of names by index, on PostgreSQL only: see ``people.finding``."""

from django.db import migrations


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from people.finding import CREATE_INDEX

        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(CREATE_INDEX)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from people.finding import INDEX

        schema_editor.execute(f"DROP INDEX {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_people_by_entry")]

    operations = [migrations.RunPython(create, drop)]
