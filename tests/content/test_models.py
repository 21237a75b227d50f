"""Pictures as they are kept, whatever route they took; the tables that hold them."""

from datetime import date
from hashlib import sha1
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation

from content.models import ConsentRequest, Picture, PictureRelease, PictureRendition, ReleaseConsent
from people.pixels import NotAPicture
from tests.content.conftest import picture
from tests.content.released import Released
from tests.factories.accounts import make_user
from tests.factories.participation import make_photo
from tests.people.photographs import FORMATS, photograph, secrets_in, upload

pytestmark = pytest.mark.django_db


def on_disk(made: Picture) -> bytes:
    return Path(made.file.path).read_bytes()


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("extension", FORMATS)
def test_stored_picture_and_its_renditions_have_no_secrets(extension, uploads):
    made = picture(extension)
    for spec in ("original", "width-20", "width-20|format-jpeg", "width-20|format-png", "width-20|format-avif"):
        made.get_rendition(spec)
    files = uploads()
    assert len(files) == 6
    assert [secrets_in((Path(made.file.storage.location) / name).read_bytes()) for name in files] == [set()] * 6
    assert [name for name in files if "sokha" in name] == []


def test_facts_of_the_file_are_those_of_the_stored_one(uploads):
    made = picture()
    made.refresh_from_db()
    stored = on_disk(made)
    assert (made.width, made.height) == (40, 60)
    assert made.file_size == len(stored)
    assert made.file_hash == sha1(stored).hexdigest()
    assert uploads() == [made.file.name]


def test_file_saved_by_itself_is_made_anew(uploads):
    made = picture()
    before = made.file.name
    made.file.save("sokha.jpg", ContentFile(photograph("jpg", (80, 30))))
    made.refresh_from_db()
    assert made.file.name != before
    assert "sokha" not in made.file.name
    assert (made.width, made.height) == (30, 80)
    assert made.file_hash == sha1(on_disk(made)).hexdigest()
    assert secrets_in(on_disk(made)) == set()


def test_file_replaced_in_code_is_made_anew(uploads):
    made = picture()
    made.file = upload("png")
    made.save()
    made.refresh_from_db()
    assert made.file.name.endswith(".png")
    assert made.file_size == len(on_disk(made))
    assert secrets_in(on_disk(made)) == set()


def test_svg_is_refused_and_leaves_no_file(uploads):
    with pytest.raises(NotAPicture):
        picture(file=ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="drawing.svg"))
    assert uploads() == []


@pytest.mark.parametrize(("language", "alt"), [("km", "កុមារអង្គុយជារង្វង់"), ("en", "Children sit in a circle")])
def test_alternative_text_follows_the_language_of_the_page(language, alt):
    with translation.override(language):
        assert picture().get_rendition("width-20").alt == alt


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("declared_picture_has_a_day", {"nobody_recognisable": True}),
        ("declared_picture_has_a_day", {"declared_on": date(2026, 1, 2)}),
        ("only_a_declared_picture_is_confirmed", {"confirmed_on": date(2026, 1, 2)}),
    ],
)
def test_database_refuses_half_a_declaration(constraint, fields):
    made = picture()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Picture.objects.filter(pk=made.pk).update(**fields)


def test_database_refuses_a_confirmation_by_the_declarer():
    made, one, other = picture(), make_user(username="one"), make_user(username="other")
    day = date(2026, 1, 2)
    declared = {"nobody_recognisable": True, "declared_on": day, "declared_by": one, "confirmed_on": day}
    Picture.objects.filter(pk=made.pk).update(**declared, confirmed_by=other)
    with pytest.raises(IntegrityError, match="picture_is_confirmed_by_a_second_person"), transaction.atomic():
        Picture.objects.filter(pk=made.pk).update(confirmed_by=one)


def test_database_refuses_the_same_rendition_twice():
    made = picture()
    made.get_rendition("width-20")
    same = {"image": made, "filter_spec": "width-20", "focal_point_key": "", "width": 20, "height": 30}
    with pytest.raises(IntegrityError), transaction.atomic():
        PictureRendition.objects.create(**same, file="images/one_rendition_per_size_and_focal_point.jpg")


def test_names_of_constraints_are_those_of_the_tables():
    names = {constraint.name for model in (Picture, PictureRendition) for constraint in model._meta.constraints}
    assert names == {
        "declared_picture_has_a_day",
        "only_a_declared_picture_is_confirmed",
        "picture_is_confirmed_by_a_second_person",
        "one_rendition_per_size_and_focal_point",
    }


# --- releases and requests -------------------------------------------------------------------------------------------
RELEASES = {
    "a_release_that_ended_says_why",
    "a_release_that_ended_has_no_picture",
    "a_release_rests_on_a_consent_once",
}
REQUESTS = {
    "one_open_request_for_consent_per_photo",
    "an_answered_request_for_consent_has_a_moment",
    "a_request_for_consent_is_answered_by_somebody_at_a_moment",
}


def test_names_of_constraints_of_releases_are_those_of_the_tables():
    models = (PictureRelease, ReleaseConsent, ConsentRequest)
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    assert names == RELEASES | REQUESTS


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("a_release_that_ended_says_why", {"ended_on": date(2026, 1, 2), "picture": None}),
        ("a_release_that_ended_says_why", {"ended_because": "ended"}),
        ("a_release_that_ended_has_no_picture", {"ended_on": date(2026, 1, 2), "ended_because": "ended"}),
    ],
)
def test_database_refuses_half_an_end(private_photos, constraint, fields):
    Released()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PictureRelease.objects.update(**fields)


def test_database_refuses_the_same_consent_twice(private_photos):
    """The constraint a_release_rests_on_a_consent_once."""
    row = ReleaseConsent.objects.filter(release=Released().picture.release).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseConsent.objects.create(release=row.release, consent=row.consent)


def test_database_refuses_two_open_requests_for_a_photo(private_photos):
    """The constraint one_open_request_for_consent_per_photo."""
    photo = make_photo()
    ConsentRequest.objects.create(group=photo.meeting.group, photo=photo)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRequest.objects.create(group=photo.meeting.group, photo=photo)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("an_answered_request_for_consent_has_a_moment", {"state": "done"}),
        ("a_request_for_consent_is_answered_by_somebody_at_a_moment", {"answered_by": True}),
    ],
)
def test_database_refuses_half_an_answer(private_photos, constraint, fields):
    photo = make_photo()
    ConsentRequest.objects.create(group=photo.meeting.group, photo=photo)
    fields = {name: make_user() if value is True else value for name, value in fields.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsentRequest.objects.update(**fields)
