"""Recordings leave the folder of uploads, which a web server may hand out, for the one that only our views read.

In the database nothing changes. Every file lies whole at its new place before the old one goes, so this may be killed
between two files, or in the middle of one, and begun again.
"""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import migrations, models

import content.models.clips
import participation.models.photo

FOLDER = "clips"


def move_files(source: Path, target: Path) -> None:
    if not source.is_dir():
        return
    target.mkdir(parents=True, exist_ok=True)
    for old in sorted(each for each in source.iterdir() if each.is_file()):
        new = target / old.name
        if not new.exists():
            half = new.with_name(f"{new.name}.half")
            shutil.copy2(old, half)
            with half.open("rb+") as written:
                os.fsync(written.fileno())
            half.replace(new)
        old.unlink()
    if not any(source.iterdir()):
        source.rmdir()


def into_private(*_asked):
    move_files(Path(settings.MEDIA_ROOT) / FOLDER, Path(settings.PRIVATE_ROOT) / FOLDER)


def into_media(*_asked):
    move_files(Path(settings.PRIVATE_ROOT) / FOLDER, Path(settings.MEDIA_ROOT) / FOLDER)


class Migration(migrations.Migration):
    dependencies = [("content", "0012_clips"), ("participation", "0010_photos")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="clip",
                    name="file",
                    field=models.FileField(
                        blank=True,
                        max_length=60,
                        storage=participation.models.photo.private_storage,
                        upload_to=content.models.clips.random_name,
                        verbose_name="file",
                    ),
                ),
            ],
        ),
        migrations.RunPython(into_private, into_media),
    ]
