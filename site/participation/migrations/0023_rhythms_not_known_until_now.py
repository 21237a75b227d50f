"""From today on rhythms are kept. For each group that is there: until yesterday its rhythm is not known."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

AT_ONCE = 2000


def begin(apps, schema_editor):
    database = schema_editor.connection.alias
    groups = apps.get_model("participation", "CommunityGroup").objects.using(database)
    rhythms = apps.get_model("participation", "GroupRhythm")
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = (
        rhythms(group_id=pk, rhythm_days=days, ended_on=yesterday, is_known=False)
        for pk, days in groups.order_by().values_list("pk", "rhythm_days").iterator(chunk_size=AT_ONCE)
    )
    rhythms.objects.using(database).bulk_create(rows, batch_size=AT_ONCE)


def forget(apps, schema_editor):
    rhythms = apps.get_model("participation", "GroupRhythm").objects.using(schema_editor.connection.alias)
    rhythms.filter(is_known=False).delete()


class Migration(migrations.Migration):
    dependencies = [("participation", "0022_past_rhythms_and_person_checks")]
    operations = [migrations.RunPython(begin, forget)]
