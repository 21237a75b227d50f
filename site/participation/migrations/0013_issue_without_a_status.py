"""What becomes of an issue is told by its ask alone. Loses nothing: see the migration before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("participation", "0012_issues_of_old_become_asks")]

    operations = [migrations.RemoveField(model_name="issue", name="status")]
