"""The index of the facts of a place holds what the sums by group are made of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_mechanisms_of_a_day")]
    operations = [
        migrations.RemoveIndex(model_name="countedfact", name="facts_of_a_place"),
        migrations.AddIndex(
            model_name="countedfact",
            index=models.Index(
                fields=["indicator", "project", "area", "quarter", "group", "value"], name="facts_of_a_place"
            ),
        ),
    ]
