"""Season plans with their activities, and clubs that are peers."""

import django.db.models.deletion
import participation.models.periods
import uuid
from django.conf import settings
from django.db import migrations, models


def compare_ids_and_days(apps, schema_editor):
    """What lets PostgreSQL compare ids and periods in one exclusion constraint; SQLite has triggers instead."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


class Migration(migrations.Migration):

    dependencies = [
        ('clubs', '0001_initial'),
        ('participation', '0015_activities_of_earlier_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(compare_ids_and_days, migrations.RunPython.noop),
        migrations.CreateModel(
            name='SeasonPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('began_on', models.DateField(verbose_name='from')),
                ('ended_on', models.DateField(verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seasons', to='participation.communitygroup', verbose_name='club')),
            ],
            options={
                'verbose_name': 'season plan',
                'verbose_name_plural': 'season plans',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ended_on__gte', models.F('began_on'))), name='season_ends_after_it_begins'),
                    participation.models.periods.NoOverlap(name='seasons_of_a_club_do_not_overlap', together=('group',), until=('ended_on',)),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlannedActivity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160, verbose_name='activity')),
                ('planned_on', models.DateField(verbose_name='when')),
                ('precision', models.CharField(choices=[('day', 'On this day'), ('week', 'In the week of this day'), ('month', 'In the month of this day')], default='month', max_length=10, verbose_name='how exactly')),
                ('dropped_because', models.CharField(blank=True, choices=[('other_choice', 'The children chose something else'), ('no_time', 'There was no time'), ('no_means', 'Money or materials were missing'), ('weather', 'Flood, heat or bad roads'), ('not_allowed', 'It was not allowed'), ('other', 'Another reason')], max_length=20, verbose_name='why it was dropped')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('held_at', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='planned_activities', to='participation.meeting')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participation.post', verbose_name='who')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='participation.topic', verbose_name='topics')),
                ('season', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='clubs.seasonplan')),
            ],
            options={
                'verbose_name': 'planned activity',
                'verbose_name_plural': 'planned activities',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('held_at__isnull', True), ('dropped_because', ''), _connector='OR'), name='activity_is_held_or_dropped_not_both'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PeerClubs',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('began_on', models.DateField(verbose_name='from')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participation.communitygroup')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participation.communitygroup')),
            ],
            options={
                'verbose_name': 'pair of peer clubs',
                'verbose_name_plural': 'pairs of peer clubs',
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='peer_clubs_stand_in_order'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('first', 'second'), name='one_open_pair_of_two_clubs'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('began_on')), _connector='OR'), name='pair_of_clubs_ends_after_it_begins')],
            },
        ),
    ]
