"""What was declared before was declared of the file that lies there now."""

from django.db import migrations
from django.db.models import F


def keep_hashes(apps, schema_editor):
    picture = apps.get_model("content", "Picture")
    picture.objects.filter(declared_on__isnull=False).update(declared_hash=F("file_hash"))


class Migration(migrations.Migration):
    dependencies = [("content", "0007_picture_releases")]

    operations = [migrations.RunPython(keep_hashes, migrations.RunPython.noop)]
