"""People in the order in which they were entered, from an index: who waits longest for a paper stands first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_earlier_codes")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["created_at", "id"], name="people_by_entry"),
        ),
    ]
