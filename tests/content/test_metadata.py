"""Position and author of every kind of upload: gone from the original and from whatever readers and editors fetch."""

import re
from pathlib import Path

import pytest
from wagtail.images.models import WagtailImageFieldFile

from content.actions import confirm_picture
from content.models import Picture
from content.models.pictures import PixelsOnlyFile
from content.templatetags.pictures import drawn
from tests.content.conftest import picture
from tests.factories.accounts import make_user, signed_in
from tests.people.photographs import FORMATS, photograph, secrets_in, upload

pytestmark = pytest.mark.django_db

SIZE = (1200, 900)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def everything_in(folder: Path) -> dict[str, set[str]]:
    return {path.name: secrets_in(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("extension", FORMATS)
def test_what_an_editor_uploads_tells_nothing_in_any_form_or_size(starter, uploads, client, extension):
    editor, content = make_user("communications"), photograph(extension, SIZE)
    assert {"position", "author"} <= secrets_in(content)
    form = {"title": "Hands", "alt_km": "ដៃ", "alt_en": "Hands", "nobody_recognisable": "on", "tags": ""}
    admin = signed_in(editor)
    admin.post("/admin/images/add/", {**form, "file": upload(extension, content=content), "collection": "1"})
    made = confirm_picture(picture=Picture.objects.get(), by=make_user())
    admin.get("/admin/images/")
    admin.get(f"/admin/images/{made.pk}/")
    addresses = set(re.findall(r"/media/images/[\w.-]+", str(drawn(made))))
    assert {address.rpartition(".")[2] for address in addresses} == {"avif", "webp", "jpg"}
    served = [b"".join(client.get(address).streaming_content) for address in addresses]
    assert [secrets_in(content) for content in served] == [set()] * len(addresses)
    found = everything_in(uploads)
    assert len(found) >= len(addresses) + 2  # the original and what editors saw
    assert found == dict.fromkeys(found, set())


@pytest.mark.parametrize("extension", ["jpg", "png", "webp"])
def test_an_upload_kept_as_it_came_would_be_found(uploads, monkeypatch, extension):
    monkeypatch.setattr(PixelsOnlyFile, "save", WagtailImageFieldFile.save)
    made = picture(extension)
    assert "position" in everything_in(uploads)[Path(made.file.name).name]
