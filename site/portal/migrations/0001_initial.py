from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SetUpStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
                (
                    "source",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of what it was made from"),
                ),
                ("done_at", models.DateTimeField(auto_now=True, verbose_name="done at")),
            ],
            options={
                "verbose_name": "set-up step",
                "verbose_name_plural": "set-up steps",
            },
        ),
    ]
