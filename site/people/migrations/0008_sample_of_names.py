"""Names that thousands bear, by an index of one person in sixteen, on PostgreSQL only: see ``people.finding``."""

from django.db import migrations


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from people.finding import CREATE_SAMPLE_INDEX

        schema_editor.execute(CREATE_SAMPLE_INDEX)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from people.finding import SAMPLE_INDEX

        schema_editor.execute(f"DROP INDEX {SAMPLE_INDEX}")


class Migration(migrations.Migration):
    dependencies = [("people", "0007_sounds_by_commune")]

    operations = [migrations.RunPython(create, drop)]
