"""What children raise, other ids of meetings, and the steps of the kept counts."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0008_traces_of_earlier_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=500, verbose_name='what the children raised')),
                ('raised_by', models.CharField(choices=[('girls', 'Girls'), ('boys', 'Boys'), ('all', 'All together')], default='all', max_length=10, verbose_name='who raised it')),
                ('status', models.CharField(choices=[('raised', 'Raised'), ('sent', 'Sent on'), ('answered', 'Answered'), ('told', 'The children were told'), ('closed', 'Closed')], default='raised', max_length=10, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='participation.meeting')),
            ],
            options={
                'verbose_name': 'issue',
                'verbose_name_plural': 'issues',
            },
        ),
        migrations.CreateModel(
            name='MeetingAlias',
            fields=[
                ('old_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='participation.meeting')),
            ],
            options={
                'verbose_name': 'other id of a meeting',
                'verbose_name_plural': 'other ids of meetings',
            },
        ),
        migrations.CreateModel(
            name='CountDelta',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField()),
                ('meeting_id', models.UUIDField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('meetings', models.SmallIntegerField(default=0)),
                ('marks', models.JSONField(default=dict)),
                ('guests', models.JSONField(default=dict)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_deltas', to='participation.communitygroup')),
            ],
            options={
                'verbose_name': 'step of the counts',
                'verbose_name_plural': 'steps of the counts',
                'constraints': [models.CheckConstraint(condition=models.Q(('meetings__gte', -1), ('meetings__lte', 1)), name='one_step_counts_one_meeting_at_most')],
            },
        ),
    ]
