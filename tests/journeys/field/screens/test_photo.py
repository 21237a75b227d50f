"""Photos on the screen of a meeting: taken, who is seen on them, taken out again, and sent with their meeting."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .conftest import answer, first_day, mark, press_pin, record_button, save
from .village import member


def picture() -> dict:
    """A file as the camera of the phone gives it."""
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 40).convert("RGB").save(out, "JPEG", quality=70)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def take(page: Page, file: dict | None = None) -> None:
    page.locator('[data-at="file"]').set_input_files([file or picture()])


def photos(page: Page) -> Locator:
    return page.locator('[data-at="photos"] .photo')


def names(page: Page, number: int = 0) -> Locator:
    return photos(page).nth(number).locator(".chip")


def of_photos(village) -> list[dict]:
    arrived = [village.records[rid] for rid in village.order]
    return [each["record"] for each in arrived if each["header"]["kind"] == "photo"]


def arrived(page: Page, village, sent: dict) -> int:
    """How much of the file is at the portal, which it follows in pieces."""
    for _ in range(50):
        if len(village.photos.get(sent["id"], b"")) == sent["size"]:
            break
        page.wait_for_timeout(100)
    return len(village.photos.get(sent["id"], b""))


@pytest.fixture
def meeting(home) -> Page:
    record_button(home).tap()
    return home


def finish(page: Page) -> None:
    save(page).tap()
    answer(page).tap()
    expect(page.locator('.kept-row[data-state="sent"]')).to_have_count(2)  # the meeting and its one photo


def test_a_photo_goes_with_its_meeting_and_with_who_is_seen(meeting, village):
    take(meeting)
    expect(photos(meeting)).to_have_count(1)
    expect(names(meeting)).to_have_count(13)  # of forty, those whose family said yes
    for number in (0, 2):
        names(meeting).nth(number).tap()
        expect(names(meeting).nth(number)).to_have_attribute("aria-pressed", "true")
    names(meeting).nth(2).tap()
    expect(names(meeting).nth(2)).to_have_attribute("aria-pressed", "false")
    assert village.order == []  # nothing of it leaves the phone before its meeting
    finish(meeting)
    [sent] = of_photos(village)
    assert (sent["shown"], sent["type"]) == ([member(0)["id"]], "image/jpeg")
    assert arrived(meeting, village, sent) == sent["size"]


def test_a_photo_taken_out_before_saving_never_leaves_the_phone(meeting, village):
    take(meeting)
    expect(photos(meeting)).to_have_count(1)
    names(meeting).nth(1).tap()
    expect(names(meeting).nth(1)).to_have_attribute("aria-pressed", "true")
    take(meeting)
    expect(photos(meeting)).to_have_count(2)
    unmarked = meeting.locator(".photo").filter(has_not=meeting.locator('[aria-pressed="true"]'))
    expect(unmarked).to_have_count(1)
    unmarked.locator('[data-at="remove"]').tap()
    expect(photos(meeting)).to_have_count(1)
    finish(meeting)
    assert [sent["shown"] for sent in of_photos(village)] == [[member(3)["id"]]]
    [sent] = of_photos(village)
    assert arrived(meeting, village, sent) == sent["size"]
    assert len(village.photos) == 1


def test_who_was_absent_is_seen_on_no_photo(meeting, village):
    take(meeting)
    for number in range(2):
        names(meeting).nth(number).tap()
        expect(names(meeting).nth(number)).to_have_attribute("aria-pressed", "true")
    mark(meeting, 3).tap()
    expect(names(meeting)).to_have_count(12)
    finish(meeting)
    assert [sent["shown"] for sent in of_photos(village)] == [[member(0)["id"]]]


def test_a_photo_waits_with_the_draft_of_its_meeting(app):
    page = first_day(app())
    record_button(page).tap()
    take(page)
    names(page).first.tap()
    expect(names(page).first).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1000)  # a draft may lose its last second, not more
    page.goto("/field/km/")
    press_pin(page)
    record_button(page).tap()
    expect(photos(page)).to_have_count(1)
    expect(names(page).first).to_have_attribute("aria-pressed", "true")


def test_a_file_that_is_no_picture_is_said_so(meeting):
    take(meeting, {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no picture"})
    expect(meeting.locator("#toast")).to_have_text("ឯកសារនេះមិនមែនជារូបភាពទេ។")
    expect(photos(meeting)).to_have_count(0)
