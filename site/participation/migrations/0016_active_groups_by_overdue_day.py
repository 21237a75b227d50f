"""The order of the call list from an index: no page sorts all groups that have gone quiet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0015_activities_of_earlier_steps")]

    operations = [
        migrations.AlterField(
            model_name="communitygroup",
            name="overdue_after",
            field=models.DateField(editable=False, verbose_name="overdue after"),
        ),
        migrations.AddIndex(
            model_name="communitygroup",
            index=models.Index(
                condition=models.Q(("status", "active")), fields=["overdue_after", "id"], name="active_group_by_overdue"
            ),
        ),
    ]
