"""Asks: what children raised, on its way to who must answer and back to them."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_no_links_of_officials_before'),
        ('participation', '0010_photos'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyBearer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name_km', models.CharField(max_length=120, verbose_name='name in Khmer')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='position in lists')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'duty-bearer',
                'verbose_name_plural': 'duty-bearers',
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=500, verbose_name='what the children ask for')),
                ('level', models.CharField(choices=[('group', 'The group itself'), ('school', 'School'), ('village', 'Village'), ('commune', 'Commune'), ('district', 'District'), ('province', 'Province'), ('country', 'The whole country')], default='commune', max_length=10, verbose_name='level')),
                ('answer_due_on', models.DateField(blank=True, null=True, verbose_name='answer by')),
                ('status', models.CharField(choices=[('drafted', 'Being written'), ('sent', 'Sent, waits for an answer'), ('answered', 'Answered, to be told to the children'), ('told', 'The children were told'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], default='drafted', max_length=10, verbose_name='status')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='first answered on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('withdraw_reason', models.CharField(blank=True, choices=[('settled', 'It was settled before anybody answered'), ('twice', 'It was asked twice'), ('children', 'The children no longer ask for it'), ('recognised', 'A child could be recognised'), ('wrong', 'It was written by mistake')], default='', max_length=20, verbose_name='why it was withdrawn')),
                ('overdue_told_at', models.DateTimeField(blank=True, null=True, verbose_name='officers told that it is overdue')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.adminarea', verbose_name='place')),
                ('issue', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ask', to='participation.issue')),
                ('told_meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asks_told', to='participation.meeting', verbose_name='meeting at which the children were told')),
                ('topics', models.ManyToManyField(blank=True, limit_choices_to={'type': 'article'}, related_name='asks', to='participation.topic', verbose_name='rights')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='participation.dutybearer', verbose_name='who must answer')),
            ],
            options={
                'verbose_name': 'ask',
                'verbose_name_plural': 'asks',
            },
        ),
        migrations.CreateModel(
            name='AskLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='participation.ask')),
                ('link', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.onetimelink')),
            ],
            options={
                'verbose_name': 'link for an official',
                'verbose_name_plural': 'links for officials',
            },
        ),
        migrations.CreateModel(
            name='AskStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('drafted', 'Being written'), ('sent', 'Sent, waits for an answer'), ('answered', 'Answered, to be told to the children'), ('told', 'The children were told'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], max_length=10, verbose_name='status')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='participation.ask')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'step of an ask',
                'verbose_name_plural': 'steps of asks',
            },
        ),
        migrations.CreateModel(
            name='AskAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('accepted', 'Accepted'), ('planned', 'Planned'), ('refused', 'Refused'), ('done', 'Done')], max_length=10, verbose_name='answer')),
                ('text', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(1000)], verbose_name='in words')),
                ('answered_on', models.DateField(verbose_name='answered on')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='participation.ask')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('link', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='participation.asklink')),
            ],
            options={
                'verbose_name': 'answer to an ask',
                'verbose_name_plural': 'answers to asks',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refused'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='refused_ask_is_told_why'), models.CheckConstraint(condition=models.Q(('link__isnull', True), ('recorded_by__isnull', True), _connector='OR'), name='answer_comes_from_a_person_or_a_link'), models.CheckConstraint(condition=models.Q(('link__isnull', False), ('confirmed_at__isnull', False), _connector='OR'), name='only_an_answer_by_link_waits_to_be_confirmed'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('confirmed_at__isnull', False), _connector='OR'), name='answer_confirmed_by_somebody_has_a_moment')],
            },
        ),
        migrations.AddIndex(
            model_name='askanswer',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', True)), fields=['ask'], name='answers_to_confirm'),
        ),
        migrations.AddIndex(
            model_name='ask',
            index=models.Index(fields=['created_at', 'id'], name='ask_by_age'),
        ),
        migrations.AddIndex(
            model_name='ask',
            index=models.Index(fields=['status', 'answer_due_on'], name='ask_by_due_day'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('sent_on__isnull', True), models.Q(('answer_due_on__gte', models.F('sent_on')), ('answer_due_on__isnull', False), ('body__isnull', False)), _connector='OR'), name='sent_ask_says_who_answers_by_when'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_on__isnull', True), ('status', 'drafted')), models.Q(('sent_on__isnull', False), ('status__in', ['sent', 'answered', 'told', 'closed'])), ('status', 'withdrawn'), _connector='OR'), name='ask_beyond_its_draft_was_sent_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('status__in', ['drafted', 'sent'])), models.Q(('answered_on__isnull', False), ('status__in', ['answered', 'told', 'closed'])), ('status', 'withdrawn'), _connector='OR'), name='ask_with_an_answer_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on__isnull', True), models.Q(('answered_on__gte', models.F('sent_on')), ('sent_on__isnull', False)), _connector='OR'), name='ask_is_answered_after_it_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['told', 'closed']), ('told_meeting__isnull', False)), models.Q(models.Q(('status__in', ['told', 'closed']), _negated=True), ('told_meeting__isnull', True)), _connector='OR'), name='ask_told_back_names_the_meeting'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='ask_is_closed_on_a_day_or_open'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_on__isnull', False), models.Q(('withdraw_reason', ''), _negated=True)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdraw_reason', ''), ('withdrawn_on__isnull', True)), _connector='OR'), name='ask_is_withdrawn_on_a_day_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('overdue_told_at__isnull', True), ('sent_on__isnull', False), _connector='OR'), name='only_a_sent_ask_is_overdue'),
        ),
    ]
