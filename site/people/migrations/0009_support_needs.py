"""What a room needs for somebody."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_sample_of_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='SupportNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.CharField(choices=[('step_free', 'A room without steps'), ('large_print', 'Large print'), ('sign', 'Sign language'), ('interpreter', 'An interpreter')], max_length=20, verbose_name='what the room needs')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_needs', to='people.person')),
            ],
            options={
                'verbose_name': 'what a room needs for somebody',
                'verbose_name_plural': 'what rooms need for people',
                'constraints': [models.UniqueConstraint(fields=('person', 'need'), name='one_row_per_person_and_need'), models.CheckConstraint(condition=models.Q(('need__in', ['step_free', 'large_print', 'sign', 'interpreter'])), name='a_support_need_is_one_of_four')],
            },
        ),
    ]
