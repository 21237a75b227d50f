from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0013_clips_in_private_storage"),
    ]

    operations = [
        migrations.AddField(
            model_name="packpage",
            name="search_words",
            field=models.TextField(
                blank=True,
                help_text="Words that readers type and the text does not use, with common misspellings. Never shown.",
                max_length=500,
                verbose_name="words for search",
            ),
        ),
        migrations.AddField(
            model_name="pollpage",
            name="search_words",
            field=models.TextField(
                blank=True,
                help_text="Words that readers type and the text does not use, with common misspellings. Never shown.",
                max_length=500,
                verbose_name="words for search",
            ),
        ),
    ]
