"""The plans of a club share no day: an exclusion constraint on PostgreSQL, two triggers on SQLite."""

from django.db import migrations

NAME = "seasons_of_a_club_do_not_overlap"
EXCLUDE = f"""
    ALTER TABLE clubs_seasonplan ADD CONSTRAINT {NAME}
    EXCLUDE USING gist (group_id WITH =, daterange(began_on, ended_on, '[]') WITH &&)
"""
TRIGGER = """
    CREATE TRIGGER {name}_{event} BEFORE {event} ON clubs_seasonplan
    WHEN EXISTS (
        SELECT 1 FROM clubs_seasonplan AS other
        WHERE other.group_id = NEW.group_id AND other.id <> NEW.id
        AND other.began_on <= NEW.ended_on AND other.ended_on >= NEW.began_on
    )
    BEGIN SELECT RAISE(ABORT, '{name}'); END
"""


def forbid(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            cursor.execute(EXCLUDE)
        else:
            for event in ("INSERT", "UPDATE"):
                cursor.execute(TRIGGER.format(name=NAME, event=event))


def allow(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE clubs_seasonplan DROP CONSTRAINT {NAME}")
        else:
            for event in ("INSERT", "UPDATE"):
                cursor.execute(f"DROP TRIGGER {NAME}_{event}")


class Migration(migrations.Migration):

    dependencies = [
        ('clubs', '0002_seasons_and_peers'),
    ]

    operations = [
        migrations.RunPython(forbid, allow, elidable=False),
    ]
