"""Uploading pictures as editors do: the form of the list, of the chooser, of one picture."""

import time
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import JournalEntry
from content.actions import confirm_picture
from content.models import Picture
from tests.people.photographs import FORMATS, photograph, secrets_in, upload
from tests.people.test_pixels import png_bomb

pytestmark = pytest.mark.django_db

GIVEN = {"title": "Circle", "alt_km": "កុមារអង្គុយជារង្វង់", "alt_en": "Children in a circle", "nobody_recognisable": "on"}


@pytest.fixture
def admin(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(editor, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def uploads(settings):
    return lambda: [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def in_chooser(given: dict) -> dict:
    return {f"image-chooser-upload-{name}": value for name, value in given.items()}


@pytest.mark.parametrize("extension", FORMATS)
def test_upload_in_the_list_keeps_no_secret(admin, editor, uploads, extension):
    with time_machine.travel("2026-11-23 05:00"):
        response = admin.post("/admin/images/add/", GIVEN | {"file": upload(extension)})
    assert response.status_code == 302
    made = Picture.objects.get()
    assert (made.declared_by, made.declared_on, made.confirmed_by) == (editor, date(2026, 11, 23), None)
    assert made.file_size == len(Path(made.file.path).read_bytes())
    with time_machine.travel("2026-11-23 05:05"):  # within the hour of the session that the upload stamped
        assert admin.get(f"/admin/images/{made.pk}/").status_code == 200
    files = uploads()
    assert len(files) > 2
    assert {secret for path in files for secret in secrets_in(path.read_bytes())} == set()
    assert [path for path in files if "sokha" in path.name] == []
    assert JournalEntry.objects.filter(verb="picture.declared", actor=editor).count() == 1


def test_upload_in_the_chooser_keeps_no_secret(admin, editor, uploads):
    response = admin.post("/admin/images/chooser/create/", in_chooser(GIVEN | {"file": upload("jpg")}))
    assert response.json()["step"] == "chosen"
    assert Picture.objects.get().declared_by == editor
    assert {secret for path in uploads() for secret in secrets_in(path.read_bytes())} == set()


@pytest.mark.parametrize("left_out", ["title", "alt_km", "alt_en", "nobody_recognisable", "file"])
def test_nothing_is_kept_of_an_incomplete_upload(admin, uploads, left_out):
    given = GIVEN | {"file": upload("jpg")}
    del given[left_out]
    response = admin.post("/admin/images/add/", given)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [left_out]
    assert (Picture.objects.count(), uploads()) == (0, [])


def test_a_new_file_takes_the_place_of_the_old_and_needs_a_new_confirmation(admin, editor, second_editor, uploads):
    admin.post("/admin/images/add/", GIVEN | {"file": upload("jpg")})
    made = confirm_picture(picture=Picture.objects.get(), by=second_editor)
    old = Path(made.file.path)
    admin.post(f"/admin/images/{made.pk}/", GIVEN | {"title": "Same file"})
    made.refresh_from_db()
    assert (made.title, made.confirmed_by) == ("Same file", second_editor)
    admin.post(f"/admin/images/{made.pk}/", GIVEN | {"file": upload("png")})
    made.refresh_from_db()
    assert (made.declared_by, made.confirmed_by, made.confirmed_on) == (editor, None, None)
    assert not old.exists()
    assert Path(made.file.path).exists()
    assert made.file_size == Path(made.file.path).stat().st_size
    assert {secret for path in uploads() for secret in secrets_in(path.read_bytes())} == set()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a picture"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        ("words.jpg", b"just words", "not a picture"),
        ("half.jpg", photograph("jpg")[:300], "not a picture"),
        ("photo.png", photograph("jpg"), "does not match the file format"),
        ("photo.bmp", photograph("jpg"), "Not a supported image format"),
    ],
)
def test_what_is_no_picture_is_refused(admin, uploads, name, content, sentence):
    response = admin.post("/admin/images/add/", GIVEN | {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    assert sentence in str(response.context["form"].errors["file"])
    assert (Picture.objects.count(), uploads()) == (0, [])


@pytest.mark.parametrize("side", [12_000, 30_000])
@pytest.mark.parametrize("path", ["/admin/images/add/", "/admin/images/chooser/create/"])
def test_bombs_are_refused_at_once(admin, uploads, side, path):
    admin.get(path)
    file = SimpleUploadedFile("bomb.png", png_bomb(side, side), "image/png")
    given = GIVEN | {"file": file}
    began = time.process_time()
    response = admin.post(path, in_chooser(given) if "chooser" in path else given)
    assert time.process_time() - began < 1
    assert response.status_code == 200
    assert "too large" in response.content.decode()
    assert (Picture.objects.count(), uploads()) == (0, [])


def test_pictures_of_others_are_chosen_but_not_changed(admin, client, second_editor):
    admin.post("/admin/images/add/", GIVEN | {"file": upload("jpg")})
    made = Picture.objects.get()
    client.force_login(second_editor, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    assert client.get(f"/admin/images/chooser/chosen/{made.pk}/").json()["step"] == "chosen"
    assert client.get(f"/admin/images/{made.pk}/", follow=True).redirect_chain != []
    client.post(f"/admin/images/{made.pk}/delete/")
    assert Picture.objects.filter(pk=made.pk).exists()
