"""The list of accounts in the order of its names, from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["full_name", "username", "id"], name="account_by_name"),
        ),
    ]
