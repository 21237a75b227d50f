
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('participation', '0010_photos'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('jwk', models.JSONField(editable=False)),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='phone')),
                ('enrolled_at', models.DateTimeField(verbose_name='enrolled')),
                ('seen_at', models.DateTimeField(verbose_name='last contact')),
                ('expires_on', models.DateField(verbose_name='until')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('emptied_at', models.DateTimeField(blank=True, null=True, verbose_name='emptied itself')),
                ('unsent', models.PositiveIntegerField(default=0, verbose_name='records not yet sent')),
                ('is_persistent', models.BooleanField(blank=True, null=True, verbose_name='the browser promised to keep its records')),
                ('app_version', models.CharField(blank=True, max_length=40, verbose_name='version of the app')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'phone',
                'verbose_name_plural': 'phones',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('receipt', models.CharField(editable=False, max_length=9, verbose_name='receipt')),
                ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('missed', 'No meeting held'), ('plan', 'Planned meeting'), ('set_aside', 'Record set aside'), ('photo', 'Photo')], max_length=10, verbose_name='kind')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('outcome', models.CharField(choices=[('taken', 'Taken'), ('known', 'Known already'), ('conflict', 'Another record of the same meeting'), ('refused', 'Refused'), ('held', 'Waits for an officer')], max_length=10, verbose_name='outcome')),
                ('code', models.CharField(blank=True, max_length=30)),
                ('why_held', models.CharField(blank=True, max_length=20)),
                ('notes', models.JSONField(blank=True, default=list)),
                ('meeting_id', models.UUIDField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(blank=True, null=True)),
                ('photo_id', models.UUIDField(blank=True, null=True)),
                ('photo_size', models.PositiveIntegerField(blank=True, null=True)),
                ('has_names', models.BooleanField(default=False, verbose_name='has names to match')),
                ('sealed', models.JSONField(blank=True, editable=False, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='participation.communitygroup')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('device', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='fieldbook.device')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='ServerKey',
            fields=[
                ('kid', models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ('jwk', models.JSONField(editable=False)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'key of the portal for phones',
                'verbose_name_plural': 'keys of the portal for phones',
                'constraints': [models.CheckConstraint(condition=models.Q(('retired_at__isnull', True), ('retired_at__gte', models.F('made_at')), _connector='OR'), name='server_key_retires_after_it_was_made')],
            },
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('ended_by__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='phone_that_somebody_ended_has_ended'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('emptied_at__isnull', True), models.Q(('emptied_at__gte', models.F('ended_at')), ('ended_at__isnull', False)), _connector='OR'), name='phone_empties_itself_after_it_was_ended'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('sealed__isnull', False)), fields=['received_at', 'id'], name='deliveries_that_hold_a_record'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('receipt',), name='one_delivery_per_receipt'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('photo_id__isnull', False)), fields=('user', 'photo_id'), name='one_delivery_per_user_and_photo'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), models.Q(('code', ''), _negated=True)), models.Q(models.Q(('outcome', 'refused'), _negated=True), ('code', '')), _connector='OR'), name='delivery_is_refused_with_a_code'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('has_names', False), ('sealed__isnull', False), _connector='OR'), name='names_to_match_lie_in_a_sealed_record'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('settled_by__isnull', True), ('settled_at__isnull', False), _connector='OR'), name='delivery_that_somebody_settled_is_settled'),
        ),
    ]
