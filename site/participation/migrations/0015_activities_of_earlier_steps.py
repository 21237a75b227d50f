"""Until joint meetings every meeting was an activity of its own."""

from django.db import migrations
from django.db.models import F


def count_activities(apps, schema_editor):
    apps.get_model("participation", "CountDelta").objects.exclude(meetings=0).update(activities=F("meetings"))


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0014_joint_meetings_and_calls'),
    ]

    operations = [
        migrations.RunPython(count_activities, migrations.RunPython.noop, elidable=True),
    ]
