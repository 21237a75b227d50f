"""The commune before the year: a key of a common name has thousands of rows in a country and few in a commune."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_parts_of_names")]

    operations = [
        migrations.RemoveIndex(model_name="personlikenesskey", name="people_who_sound_alike"),
        migrations.AddIndex(
            model_name="personlikenesskey",
            index=models.Index(fields=["key", "commune", "birth_year"], name="people_who_sound_alike"),
        ),
    ]
