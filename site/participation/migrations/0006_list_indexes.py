"""The orders of the lists of groups and schools, each from an index: no page sorts the whole country."""

from datetime import date

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("participation", "0005_import_jobs")]

    operations = [
        migrations.AddIndex(
            model_name="communitygroup",
            index=models.Index(fields=["name_sort", "id"], name="group_by_name"),
        ),
        migrations.AddIndex(
            model_name="communitygroup",
            index=models.Index(
                Coalesce(models.F("last_met_on"), models.Value(date(1900, 1, 1)), output_field=models.DateField()),
                models.F("area"),
                models.F("name_sort"),
                models.F("id"),
                name="group_by_last_meeting",
            ),
        ),
        migrations.AddIndex(
            model_name="school",
            index=models.Index(fields=["area", "name_key", "id"], name="school_by_place"),
        ),
    ]
