"""Recordings move from the folder of uploads to private storage: all of them, also where it was killed in between."""

import os
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from tests.content.recordings import make_public_clip
from tests.factories.accounts import stranger

moving = import_module("content.migrations.0013_clips_in_private_storage")

CONTENTS = {f"{number:032x}.ogg": bytes([number]) * 1000 for number in range(3)}


class Killed(BaseException):
    pass


@pytest.fixture
def folders(tmp_path):
    source = tmp_path / "media" / "clips"
    source.mkdir(parents=True)
    for name, content in CONTENTS.items():
        (source / name).write_bytes(content)
    return source, tmp_path / "private" / "clips"


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_every_file_is_moved_once_and_back(folders):
    source, target = folders
    written_at = (source / next(iter(CONTENTS))).stat().st_mtime_ns
    for _turn in range(2):
        moving.move_files(source, target)
        assert contents(target) == CONTENTS
        assert not source.exists()
    assert (target / next(iter(CONTENTS))).stat().st_mtime_ns == written_at
    moving.move_files(target, source)
    assert contents(source) == CONTENTS


def test_a_portal_without_recordings_gets_no_folder(tmp_path):
    moving.move_files(tmp_path / "media" / "clips", tmp_path / "private" / "clips")
    assert list(tmp_path.iterdir()) == []


def _half_a_copy(source, target):
    Path(target).write_bytes(Path(source).read_bytes()[:300])
    raise Killed


def _dies(*_asked):
    raise Killed


MOMENTS = {
    "in the middle of a copy": (shutil, "copy2", _half_a_copy),
    "before it is on the disk": (os, "fsync", _dies),
    "before it has its name": (Path, "replace", _dies),
    "before the old one goes": (Path, "unlink", _dies),
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_it_is_begun_again_wherever_it_was_killed(folders, monkeypatch, moment, number):
    source, target = folders
    where, name, instead = MOMENTS[moment]
    calls, real = iter(range(1, 100)), getattr(where, name)
    monkeypatch.setattr(where, name, lambda *asked: (instead if next(calls) == number else real)(*asked))
    with pytest.raises(Killed):
        moving.move_files(source, target)
    monkeypatch.undo()
    whole = {each.name: each.read_bytes() for each in target.iterdir() if each.suffix == ".ogg"}
    assert {**contents(source), **whole} == CONTENTS
    assert whole.items() <= CONTENTS.items()
    moving.move_files(source, target)
    assert contents(target) == CONTENTS
    assert not source.exists()


@pytest.mark.django_db
def test_a_clip_is_heard_after_the_move(few, settings):
    clip = make_public_clip(few["en", 12])
    data = stranger().get(clip.address).content
    old = Path(settings.MEDIA_ROOT) / clip.file.name
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(clip.file.path, old)
    assert stranger().get(clip.address).status_code == 404
    moving.into_private()
    assert stranger().get(clip.address).content == data
