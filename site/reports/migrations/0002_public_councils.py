"""What anybody may know of the councils of a commune."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_initial'),
        ('reports', '0001_public_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='SnapshotCouncil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('level', models.CharField(blank=True, choices=[('school', 'School'), ('village', 'Village'), ('commune', 'Commune'), ('district', 'District'), ('province', 'Province'), ('national', 'National')], max_length=10, verbose_name='level')),
                ('members', models.PositiveIntegerField(blank=True, null=True, verbose_name='children')),
                ('posts', models.JSONField(default=list, verbose_name='posts')),
                ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='seats')),
                ('is_seat_free', models.BooleanField(default=False, verbose_name='a seat is free')),
                ('voices', models.JSONField(default=list, verbose_name='where it speaks')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.adminarea')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='council_rows', to='reports.publicsnapshot')),
            ],
            options={
                'verbose_name': 'public figures of a council',
                'verbose_name_plural': 'public figures of councils',
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'area', 'number'), name='one_row_of_a_council_per_snapshot_area_and_number'), models.CheckConstraint(condition=models.Q(models.Q(('members__isnull', True), ('members__gte', 5), _connector='OR'), models.Q(('seats__isnull', True), ('seats__gte', 5), _connector='OR')), name='no_public_count_of_a_council_is_below_five')],
            },
        ),
    ]
