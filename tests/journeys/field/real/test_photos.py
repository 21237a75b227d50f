"""A picture from the phone: after its meeting, over a network that breaks off, without anything but its pixels."""

import base64
import io

from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from participation.models import MeetingPhoto
from tests.journeys.field.screens.conftest import answer, record_button, save
from tests.journeys.field.test_photos import SECRET, photograph

from .conftest import only_meeting

PLACE = {1: "N", 2: (12.0, 42.0, 0.0), 3: "E", 4: (104.0, 53.0, 0.0)}


def with_a_place() -> bytes:
    """As a telephone makes it: turned by a flag, with a description and the place where it was taken."""
    picture = Image.open(io.BytesIO(base64.b64decode(photograph())))
    exif = picture.getexif()
    exif.get_ifd(0x8825).update(PLACE)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=80)
    assert dict(Image.open(io.BytesIO(out.getvalue())).getexif().get_ifd(0x8825))[2] == (12.0, 42.0, 0.0)
    return out.getvalue()


def test_photo_with_a_place_arrives_without_it_and_is_at_the_desk(new_phone, village, officer_page):
    village.may_be_shown(*village.people[:2])
    phone = new_phone()
    phone.sign_in(village.facilitator)
    page = phone.page
    phone.network(on=False)
    record_button(page).tap()
    expect(page.locator('[data-at="photo"]')).to_be_visible()
    taken = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": with_a_place()}
    page.locator('[data-at="file"]').set_input_files(taken)
    chips = page.locator('.photo [data-at="shown"] .chip')
    expect(chips).to_have_count(2)
    chips.first.tap()
    expect(chips.first).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(700)
    save(page).tap()
    answer(page).tap()
    phone.kept("waiting", 2)
    phone.network(on=True)
    phone.wire.lose("PATCH /field/api/v1/photos/", times=1)
    phone.kept("sent", 2)
    for _wait in range(300):
        if MeetingPhoto.objects.exists():
            break
        page.wait_for_timeout(100)
        if _wait % 50 == 49:
            phone.send()
    assert phone.wire.lost == 1
    photo = MeetingPhoto.objects.get()
    assert (photo.meeting, photo.taken_by) == (only_meeting(), village.facilitator)
    with photo.file.open("rb") as file:
        stored = file.read()
    picture = Image.open(io.BytesIO(stored))
    assert (picture.size, dict(picture.getexif()), picture.info.get("exif")) == ((800, 1600), {}, None)
    assert SECRET.encode() not in stored
    assert b"Exif" not in stored
    assert photo.shown.count() == 1
    assert photo.shown.get().person in village.people[:2]
    desk = officer_page
    desk.goto(reverse("meetings:page", args=[photo.meeting_id]))
    expect(desk.locator(".photo-card img")).to_be_visible()
    seen = desk.locator(".photo-card img").evaluate(
        "(one) => one.decode().then(() => [one.naturalWidth, one.naturalHeight])"
    )
    assert seen == [800, 1600]
