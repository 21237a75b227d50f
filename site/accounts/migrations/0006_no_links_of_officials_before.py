"""Only backwards: before links of officials were known, every link but the first one named an account."""

from django.db import migrations


def nothing(apps, schema_editor):
    pass


def forget_links(apps, schema_editor):
    apps.get_model("accounts", "OneTimeLink").objects.filter(purpose="official_answer").delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_links_of_officials")]

    operations = [migrations.RunPython(nothing, forget_links)]
