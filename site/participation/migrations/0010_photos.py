"""Photos of meetings and who is on them."""

import django.db.models.deletion
import participation.models.photo
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0009_issues_aliases_and_counts'),
        ('people', '0009_support_needs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MeetingPhoto',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(max_length=60, storage=participation.models.photo.private_storage, upload_to=participation.models.photo.random_name)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('recorded_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('shown_marked_at', models.DateTimeField(blank=True, null=True)),
                ('delete_after', models.DateField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='participation.meeting')),
                ('shown_marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'photo of a meeting',
                'verbose_name_plural': 'photos of meetings',
            },
        ),
        migrations.CreateModel(
            name='MeetingPhotoPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='people.person')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='participation.meetingphoto')),
            ],
            options={
                'verbose_name': 'person on a photo',
                'verbose_name_plural': 'people on photos',
            },
        ),
        migrations.AddIndex(
            model_name='meetingphoto',
            index=models.Index(fields=['delete_after'], name='photo_by_last_day'),
        ),
        migrations.AddConstraint(
            model_name='meetingphoto',
            constraint=models.CheckConstraint(condition=models.Q(('height__gte', 1), ('size__gte', 1), ('width__gte', 1)), name='a_photo_has_pixels'),
        ),
        migrations.AddConstraint(
            model_name='meetingphoto',
            constraint=models.CheckConstraint(condition=models.Q(('shown_marked_by__isnull', True), ('shown_marked_at__isnull', False), _connector='OR'), name='a_photo_marked_by_somebody_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='meetingphotoperson',
            constraint=models.UniqueConstraint(fields=('photo', 'person'), name='a_photo_shows_a_person_once'),
        ),
    ]
