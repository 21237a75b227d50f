"""One-time links with which an official answers children; they belong to no account."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_khmer_editor'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='onetimelink',
            name='link_names_its_account',
        ),
        migrations.AlterField(
            model_name='onetimelink',
            name='purpose',
            field=models.CharField(choices=[('invitation', 'Invitation'), ('first_administrator', 'First administrator'), ('new_password', 'New password'), ('official_answer', 'Answer of an official')], max_length=30),
        ),
        migrations.AddConstraint(
            model_name='onetimelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('purpose__in', ['first_administrator', 'official_answer']), ('user__isnull', True)), models.Q(models.Q(('purpose__in', ['first_administrator', 'official_answer']), _negated=True), ('user__isnull', False)), _connector='OR'), name='link_names_its_account'),
        ),
    ]
