"""Uploads go into a backup from any storage, and come back in one step or are brought to their end."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from portal.backups import files
from portal.backups.files import begin_staging, drop_staged, finish, place_of, swaps, upload_members, write_staged
from portal.backups.refusals import Damaged
from portal.backups.tape import Member

WHOLE = {"files/media/original_images/a.jpg": b"picture", "files/private/b.mp3": b"sound"}


@pytest.fixture
def shared(folders, monkeypatch):
    """Uploads of pages in a storage without folders, those of meetings in a folder."""
    storage, private = InMemoryStorage(), files.stores()["private"]
    monkeypatch.setattr(files, "stores", lambda: {"media": storage, "private": private})
    return storage


def fill(storage, settings) -> None:
    storage.save("original_images/a.jpg", ContentFile(b"picture"))
    storage.save("images/a.width-20.jpg", ContentFile(b"drawn again"))
    (settings.PRIVATE_ROOT / "b.mp3").write_bytes(b"sound")


def carried() -> dict[str, bytes]:
    return {member.name: member.content() for member in upload_members()}


def test_uploads_are_read_from_any_storage_but_for_renditions(shared, settings):
    fill(shared, settings)
    assert carried() == WHOLE


def test_restored_uploads_take_the_place_of_all_others(shared, settings):
    fill(shared, settings)
    shared.save("later.jpg", ContentFile(b"later"))
    (settings.PRIVATE_ROOT / "later.jpg").write_bytes(b"later")
    begin_staging(swaps())
    for name, content in WHOLE.items():
        write_staged(Member.whole(name, content), swaps())
    assert "files/media/later.jpg" in carried()  # they wait
    finish(swaps())
    assert carried() == WHOLE
    assert not shared.exists("images/a.width-20.jpg")
    finish(swaps())  # again, as after a power cut
    assert carried() == WHOLE
    assert sorted(path.name for path in settings.VAR_DIR.iterdir()) == ["media", "private"]


def test_a_step_that_was_cut_short_goes_on(shared, settings, monkeypatch):
    fill(shared, settings)
    begin_staging(swaps())
    for name, content in WHOLE.items():
        write_staged(Member.whole(name, content), swaps())
    with monkeypatch.context() as patch:
        patch.setattr(shared, "save", lambda name, content: (_ for _ in ()).throw(OSError("the line is down")))
        with pytest.raises(OSError, match="the line is down"):
            finish(swaps())
    finish(swaps())
    assert carried() == WHOLE


def test_what_waits_is_dropped_without_a_trace(shared, settings):
    fill(shared, settings)
    begin_staging(swaps())
    write_staged(Member.whole("files/private/c.mp3", b"new"), swaps())
    drop_staged(swaps())
    assert carried() == WHOLE


@pytest.mark.parametrize("name", ["files/private/../../x", "files/other/x", "files/private", "files/private//x"])
def test_a_name_that_leads_elsewhere_is_refused(name, folders):
    with pytest.raises(Damaged):
        place_of(name, swaps())


def test_an_upload_that_grows_meanwhile_is_carried_as_it_was():
    assert b"".join(files._blocks_of(io.BytesIO(b"0123456789"), 4)) == b"0123"
