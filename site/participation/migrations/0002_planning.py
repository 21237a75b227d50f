import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="communitygroup",
            name="last_missed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="last day without a meeting, with a reason"
            ),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="MissedMeeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("missed_on", models.DateField(verbose_name="day")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("harvest", "Harvest"),
                            ("exams", "School exams"),
                            ("flood", "Flood or bad roads"),
                            ("holiday", "Holiday or festival"),
                            ("facilitator_away", "The facilitator was away"),
                            ("illness", "Illness in the village"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="missed",
                        to="participation.communitygroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting not held",
                "verbose_name_plural": "meetings not held",
            },
        ),
        migrations.CreateModel(
            name="PlannedMeeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("planned_on", models.DateField(verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="begins at")),
                ("place_text", models.CharField(blank=True, max_length=160, verbose_name="place")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary meeting"),
                            ("extraordinary", "Extra meeting"),
                            ("election", "Election"),
                            ("training", "Training"),
                            ("campaign", "Campaign"),
                            ("forum", "Forum"),
                            ("other", "Other"),
                        ],
                        default="ordinary",
                        max_length=20,
                        verbose_name="kind of meeting",
                    ),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="participation.communitygroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned meeting",
                "verbose_name_plural": "planned meetings",
            },
        ),
        migrations.AddIndex(
            model_name="missedmeeting",
            index=models.Index(fields=["missed_on", "group"], name="missed_by_day"),
        ),
        migrations.AddConstraint(
            model_name="missedmeeting",
            constraint=models.UniqueConstraint(
                fields=("group", "missed_on"), name="one_missed_meeting_per_group_and_day"
            ),
        ),
        migrations.AddIndex(
            model_name="plannedmeeting",
            index=models.Index(fields=["planned_on", "group"], name="plan_by_day"),
        ),
        migrations.AddConstraint(
            model_name="plannedmeeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                fields=("group", "planned_on"),
                name="one_standing_plan_per_group_and_day",
            ),
        ),
    ]
