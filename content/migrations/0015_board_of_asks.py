"""The public board of asks, and what of them was released to it."""

import content.models.previews
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0014_polls_and_packs_found'),
        ('participation', '0013_issue_without_a_status'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AsksPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, max_length=200, verbose_name='lead')),
            ],
            options={
                'verbose_name': 'board of asks',
                'verbose_name_plural': 'boards of asks',
            },
            bases=(content.models.previews.ShownOnPhones, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='AskRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_km', models.CharField(max_length=300, verbose_name='what children ask for, in Khmer')),
                ('text_en', models.CharField(max_length=300, verbose_name='what children ask for, in English')),
                ('answer_km', models.CharField(blank=True, max_length=300, verbose_name='what was answered, in Khmer')),
                ('answer_en', models.CharField(blank=True, max_length=300, verbose_name='what was answered, in English')),
                ('released_at', models.DateTimeField(verbose_name='released')),
                ('ask', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participation.ask')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(limit_choices_to={'type': 'article'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participation.topic', verbose_name='right')),
            ],
            options={
                'verbose_name': 'released ask',
                'verbose_name_plural': 'released asks',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer_en', ''), ('answer_km', '')), models.Q(models.Q(('answer_km', ''), _negated=True), models.Q(('answer_en', ''), _negated=True)), _connector='OR'), name='public_answer_is_told_in_both_languages')],
            },
        ),
    ]
