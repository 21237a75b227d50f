import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import councils.models.periods


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0002_days_beside_ids_on_postgresql'),
        ('participation', '0010_photos'),
        ('people', '0009_support_needs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='councilprofile',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='councils_below', to='participation.communitygroup', verbose_name='council above it'),
        ),
        migrations.AddField(
            model_name='councilprofile',
            name='girls_minimum',
            field=models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(200)], verbose_name='fewest girls among the seats'),
        ),
        migrations.AddField(
            model_name='councilprofile',
            name='term_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='term of office in months'),
        ),
        migrations.AddConstraint(
            model_name='councilprofile',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('group')), _negated=True), _connector='OR'), name='council_is_not_above_itself'),
        ),
        migrations.AddConstraint(
            model_name='councilprofile',
            constraint=models.CheckConstraint(condition=models.Q(('term_months__isnull', True), ('term_months__gte', 1), _connector='OR'), name='council_term_is_a_month_or_more'),
        ),
        migrations.CreateModel(
            name='FillingMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name_km', models.CharField(max_length=80, verbose_name='name in Khmer')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='position in lists')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('is_election', models.BooleanField(default=False, verbose_name='is an election')),
            ],
            options={
                'verbose_name': 'way to fill a seat',
                'verbose_name_plural': 'ways to fill a seat',
            },
        ),
        migrations.CreateModel(
            name='RepresentedBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name_km', models.CharField(max_length=80, verbose_name='name in Khmer')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='position in lists')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'body in which councils speak',
                'verbose_name_plural': 'bodies in which councils speak',
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)], verbose_name='number')),
                ('title_km', models.CharField(blank=True, max_length=80, verbose_name='title in Khmer')),
                ('title_en', models.CharField(blank=True, max_length=80, verbose_name='title in English')),
                ('kept_for', models.CharField(choices=[('nobody', 'Open to every child'), ('disability', 'A child with a disability'), ('class', 'A class'), ('village', 'A village'), ('club', "A children's club")], default='nobody', max_length=10, verbose_name='kept for')),
                ('kept_label', models.CharField(blank=True, max_length=60, verbose_name='which class or village')),
                ('began_on', models.DateField(verbose_name='from')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='participation.communitygroup', verbose_name='council')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept_club', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats_kept_for_it', to='participation.communitygroup', verbose_name='which club')),
            ],
            options={
                'verbose_name': 'seat',
                'verbose_name_plural': 'seats',
                'constraints': [
                    models.UniqueConstraint(fields=('council', 'number'), name='one_seat_per_council_and_number'),
                    models.UniqueConstraint(fields=('id', 'council'), name='a_seat_is_in_one_council'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='seats_count_from_one'),
                    models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('began_on')), _connector='OR'), name='seat_ends_after_it_begins'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kept_club__isnull', False), ('kept_for', 'club')), models.Q(models.Q(('kept_for', 'club'), _negated=True), ('kept_club__isnull', True)), _connector='OR'), name='seat_kept_for_a_club_names_the_club'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kept_for__in', ['class', 'village']), _negated=True), models.Q(('kept_label', ''), _negated=True), _connector='OR'), name='seat_kept_for_a_class_or_village_says_which'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('began_on', models.DateField(verbose_name='from')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='councils.representedbody', verbose_name='body')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='representations', to='participation.communitygroup', verbose_name='council')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='representations', to='councils.seat', verbose_name='seat that speaks there')),
            ],
            options={
                'verbose_name': 'representation',
                'verbose_name_plural': 'representations',
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('council', 'body'), name='one_open_representation_per_council_and_body'),
                    models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('began_on')), _connector='OR'), name='representation_ends_after_it_begins'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('election_id', models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                ('began_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='end of the term')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='last day, where it ended early')),
                ('end_reason', models.CharField(blank=True, choices=[('aged_out', 'Too old for the council'), ('moved', 'Moved away'), ('resigned', 'Stepped down'), ('other', 'Other reason')], max_length=10, verbose_name='why it ended early')),
                ('handover_1', models.CharField(blank=True, max_length=140, verbose_name='what is going on')),
                ('handover_2', models.CharField(blank=True, max_length=140, verbose_name='what was promised to the children')),
                ('handover_3', models.CharField(blank=True, max_length=140, verbose_name='what to do first')),
                ('end_told_on', models.DateField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='participation.communitygroup', verbose_name='council')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='councils.fillingmethod', verbose_name='how the seat was filled')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='people.person', verbose_name='person')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='councils.seat', verbose_name='seat')),
            ],
            options={
                'verbose_name': 'mandate',
                'verbose_name_plural': 'mandates',
                'indexes': [models.Index(fields=['ends_on'], name='mandate_by_end')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('began_on'))), name='mandate_ends_after_it_begins'),
                    models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_on__gte', models.F('began_on')), ('ended_on__lt', models.F('ends_on'))), _connector='OR'), name='mandate_that_ends_early_ends_within_its_term'),
                    models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_on__isnull', True)), models.Q(('ended_on__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='mandate_has_an_early_end_with_a_reason_or_neither'),
                    models.CheckConstraint(condition=models.Q(('ended_by__isnull', True), ('ended_on__isnull', False), _connector='OR'), name='mandate_ended_by_somebody_has_an_early_end'),
                    councils.models.periods.SameCouncil(name='mandate_is_in_the_council_of_its_seat'),
                    councils.models.periods.NoOverlap(name='one_holder_per_seat_and_day', together=('seat',)),
                    councils.models.periods.NoOverlap(name='one_seat_per_person_council_and_day', together=('person', 'council')),
                ],
            },
        ),
    ]
