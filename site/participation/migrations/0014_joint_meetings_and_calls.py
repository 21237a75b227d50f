"""Meetings held together, and calls to groups that have gone quiet."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0013_issue_without_a_status'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupCall',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('called_on', models.DateField(verbose_name='called on')),
                ('outcome', models.CharField(choices=[('will_meet', 'They will meet soon'), ('has_met', 'They met; the record is missing'), ('needs_help', 'They need help from us'), ('has_stopped', 'The group has stopped'), ('not_reached', 'Nobody was reached')], max_length=20, verbose_name='what came of it')),
                ('next_call_on', models.DateField(blank=True, null=True, verbose_name='next call on')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'call to a group',
                'verbose_name_plural': 'calls to groups',
            },
        ),
        migrations.CreateModel(
            name='JointMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'joint meeting',
                'verbose_name_plural': 'joint meetings',
            },
        ),
        migrations.CreateModel(
            name='JointPart',
            fields=[
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='joint_part', serialize=False, to='participation.meeting')),
                ('is_host', models.BooleanField(default=False, verbose_name='the activity is counted here')),
            ],
            options={
                'verbose_name': 'part of a joint meeting',
                'verbose_name_plural': 'parts of joint meetings',
            },
        ),
        migrations.AddField(
            model_name='countdelta',
            name='activities',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='countdelta',
            constraint=models.CheckConstraint(condition=models.Q(('activities__gte', -1), ('activities__lte', 1)), name='one_step_counts_one_activity_at_most'),
        ),
        migrations.AddField(
            model_name='groupcall',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='groupcall',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='participation.communitygroup', verbose_name='group'),
        ),
        migrations.AddField(
            model_name='jointmeeting',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='jointpart',
            name='joint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='participation.jointmeeting'),
        ),
        migrations.AddIndex(
            model_name='groupcall',
            index=models.Index(fields=['group', 'called_on'], name='call_by_group'),
        ),
        migrations.AddConstraint(
            model_name='groupcall',
            constraint=models.CheckConstraint(condition=models.Q(('next_call_on__isnull', True), ('next_call_on__gt', models.F('called_on')), _connector='OR'), name='next_call_comes_after_the_call'),
        ),
        migrations.AddConstraint(
            model_name='jointpart',
            constraint=models.UniqueConstraint(condition=models.Q(('is_host', True)), fields=('joint',), name='one_host_per_joint_meeting'),
        ),
    ]
