"""What an import leaves for its undo: a row for each record instead of one text for all of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0006_list_indexes")]

    operations = [
        migrations.RenameField(model_name="importrun", old_name="traces", new_name="hanging"),
        migrations.CreateModel(
            name="ImportTrace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("group", "group"), ("person", "person"), ("membership", "membership")], max_length=10
                    ),
                ),
                ("record", models.UUIDField()),
                ("is_made", models.BooleanField()),
                ("version", models.PositiveIntegerField(blank=True, null=True)),
                ("post", models.PositiveBigIntegerField(blank=True, null=True)),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                ("opened", models.UUIDField(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="traces",
                        to="participation.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "trace of an import",
                "verbose_name_plural": "traces of imports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "kind", "record"), name="one_trace_per_import_and_record"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("before__isnull", True), ("is_made", True)),
                            models.Q(("before__isnull", False), ("is_made", False)),
                            _connector="OR",
                        ),
                        name="changed_record_has_its_columns_of_before",
                    ),
                ],
            },
        ),
    ]
