"""Session guides and their list."""

import content.models.previews
import content.models.rights
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0015_board_of_asks'),
        ('participation', '0014_joint_meetings_and_calls'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='SessionGuidesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, max_length=200, verbose_name='lead')),
            ],
            options={
                'verbose_name': 'list of session guides',
                'verbose_name_plural': 'lists of session guides',
            },
            bases=(content.models.previews.ShownOnPhones, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='SessionGuidePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('needs_native_editor', models.BooleanField(default=False, help_text='The Khmer editor takes this away, beside the other language, once the text is approved.', verbose_name='needs a native editor')),
                ('search_words', models.TextField(blank=True, help_text='Words that readers type and the text does not use, with common misspellings. Never shown.', max_length=500, verbose_name='words for search')),
                ('lead', models.CharField(max_length=200, verbose_name='what it is for')),
                ('age', models.PositiveSmallIntegerField(choices=[(7, '7–10 years'), (11, '11–14 years'), (15, '15–17 years')], default=11, verbose_name='youngest age step')),
                ('preparation', models.TextField(blank=True, max_length=1500, verbose_name='before the session')),
                ('steps', wagtail.fields.StreamField([('step', 4)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 120}), 1: ('wagtail.blocks.IntegerBlock', (), {'label': 'minutes', 'max_value': 180, 'min_value': 1}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'what to do', 'max_length': 1500}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'what is needed', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('minutes', 1), ('text', 2), ('materials', 3)]], {})}, verbose_name='steps')),
                ('safety', models.TextField(blank=True, help_text='What not to ask, and what to do when a child tells of harm.', max_length=1000, verbose_name='so that everybody is safe')),
                ('topics', modelcluster.fields.ParentalManyToManyField(related_name='+', to='participation.topic', verbose_name='rights and activities')),
            ],
            options={
                'verbose_name': 'session guide',
                'verbose_name_plural': 'session guides',
            },
            bases=(content.models.rights.AboutRights, content.models.previews.ShownOnPhones, 'wagtailcore.page', models.Model),
        ),
    ]
