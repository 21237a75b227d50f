"""A picture of children: let out at the desk, held back while red, published when green, gone when withdrawn."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from content.models import Picture, StoriesPage, StoryPage
from content.telling import make_stories
from people.models import Purpose
from tests.content.conftest import picture
from tests.factories.accounts import make_user
from tests.factories.participation import make_mark, make_meeting, make_photo
from tests.factories.people import make_consent
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.handing_in import answer, hand_in, press_hand_in
from tests.participation.reaches import Reach

READERS = {
    "khmer_editor": "Approve: on to safeguarding",
    "safeguarding_officer": "Approve: the page goes live",
}
LOOKS = pytest.mark.parametrize(("size", "language"), [(PHONE, "km"), (PHONE, "en"), (LAPTOP, "km"), (LAPTOP, "en")])
WORDS = {
    "km": {"red": "មិនអាចបង្ហាញទេ", "green": "អាចបង្ហាញបាន", "down": "ត្រូវដកចេញ"},
    "en": {"red": "Must not be shown", "green": "May be shown", "down": "is taken down"},
}


@pytest.fixture(autouse=True)
def starter(transactional_db, portal_with, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    portal_with(make_stories)


@pytest.fixture
def reach(starter):
    return Reach()


@pytest.fixture
def photo(reach):
    """Two children at a meeting; one of them allows public pictures, the other was not asked yet."""
    meeting = make_meeting(group=reach.group)
    people = [reach.person, reach.add_member().person]
    for person in people:
        make_mark(meeting=meeting, person=person)
        make_consent(person=person, purpose=Purpose.PHOTO_INSIDE)
    make_consent(person=people[0], purpose=Purpose.PHOTO_PUBLIC)
    out = BytesIO()
    Image.radial_gradient("L").resize((1600, 1067)).save(out, "JPEG")
    photo = make_photo(shown=people, meeting=meeting, width=1600, height=1067)
    photo.file.save("", ContentFile(out.getvalue()))
    photo.other = people[1]
    return photo


def story_with(made: Picture, owner) -> StoryPage:
    parent = StoriesPage.objects.get(locale__language_code="km")
    body = [("paragraph", "<p>យើងលេង។</p>"), ("picture", {"picture": made, "caption": ""})]
    page = StoryPage(title="ល្បែងរបស់យើង", slug="our-game", live=False, owner=owner, body=body)
    parent.add_child(instance=page)
    page.save_revision(user=owner)
    return page


def look(page: Page, called: str, language: str) -> None:
    """For whoever wants to see them: a picture of each step."""
    if folder := os.environ.get("LOOK_AT"):
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{called}-{language}-{width}.png", full_page=True)


@LOOKS
def test_from_the_meeting_to_the_page_and_back(new_page, enter_as, reach, photo, violations, overflow, size, language):
    words = WORDS[language]
    facilitator, editor = reach.facilitator(), make_user("communications", language=language)
    facilitator.language = language
    facilitator.save()

    # At the desk: one consent is missing, then it is there.
    desk = new_page(size, language=language)
    enter_as(desk, facilitator)
    release = reverse("pictures:release", args=[photo.pk])
    desk.goto(reverse("meetings:page", args=[photo.meeting_id]))
    desk.locator(f"a[href='{release}']").click()
    expect(desk.locator(".pill[data-tone=danger]")).to_have_count(1)
    expect(desk.locator("[name=alt_km]")).to_have_count(0)
    assert (overflow(desk), violations(desk)) == (0, [])
    look(desk, "release-missing", language)
    desk.locator(f"form[action='{reverse('pictures:ask', args=[photo.pk])}'] button").click()
    desk.goto(reverse("desk"))
    desk.locator(f"a[href='{reverse('pictures:requests')}']").click()
    assert (overflow(desk), violations(desk)) == (0, [])
    look(desk, "requests", language)
    public = make_consent(person=photo.other, purpose=Purpose.PHOTO_PUBLIC)
    desk.locator("button[name=answer][value=done]").click()
    expect(desk.locator("button[name=answer]")).to_have_count(0)
    desk.goto(release)
    assert (overflow(desk), violations(desk)) == (0, [])
    look(desk, "release-ready", language)
    desk.locator("[name=alt_km]").fill("កុមារពីរនាក់លេង")
    desk.locator("[name=alt_en]").fill("Two children play")
    desk.locator(".form-buttons button").click()
    desk.wait_for_url(f"**{reverse('meetings:page', args=[photo.meeting_id])}")

    # In the editor: a red picture holds the page back.
    red = picture(title="Red picture")
    story = story_with(red, editor)
    edit = f"/admin/pages/{story.pk}/edit/"
    admin = new_page(size, language=language)
    enter_as(admin, editor)
    admin.goto(edit)
    expect(admin.locator(".page-lights [data-light=red]")).to_contain_text(words["red"])
    press_hand_in(admin)
    expect(admin.locator(".messages .error")).to_contain_text("Red picture")
    assert admin.url.endswith(edit)
    look(admin, "editor-red", language)
    reader = new_page(size, language="km")
    assert reader.request.get("/km/stories/our-game/").status == 404

    # The green one goes live.
    admin.locator(
        ".image-chooser [data-chooser-action-choose]:visible, .image-chooser .w-dropdown__toggle"
    ).first.click()
    menu = admin.locator("[data-chooser-action-choose]:visible").first
    if menu.count():
        menu.click()
    choice = admin.locator(".modal a.image-choice", has_text="កុមារពីរនាក់លេង")
    expect(choice.locator("[data-light=green]")).to_contain_text(words["green"])
    look(admin, "chooser", language)
    choice.click()
    expect(admin.locator(".modal")).to_have_count(0)
    admin.locator("footer button[type=submit]").first.click()
    expect(admin.locator(".messages .success")).to_be_visible()
    hand_in(admin)
    for role, button in READERS.items():
        tab = new_page(size, language="en")
        enter_as(tab, make_user(role, language="en"))
        answer(tab, "ល្បែងរបស់យើង", button)
    made = Picture.objects.get(alt_en="Two children play")
    admin.goto(reverse("picture_facts", args=[made.pk]))
    expect(admin.locator(".picture-facts")).to_contain_text("ល្បែងរបស់យើង")
    look(admin, "facts", language)

    # A child reads.
    reader.goto("/km/stories/our-game/")
    shown = reader.locator("figure.picture img")
    expect(shown).to_have_attribute("alt", "កុមារពីរនាក់លេង")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    address, wide = shown.evaluate("each => [each.currentSrc, each.naturalWidth]")
    assert wide > 0
    assert (overflow(reader), violations(reader)) == (0, [])
    look(reader, "story", language)
    reader.goto("/km/stories/")
    expect(reader.locator("main")).to_contain_text("ល្បែងរបស់យើង")
    assert reader.request.get(address).status == 200

    # One of the children takes it back.
    desk.goto(reverse("consents:withdraw", args=[public.pk]))
    expect(desk.locator("main")).to_contain_text(words["down"])
    assert (overflow(desk), violations(desk)) == (0, [])
    look(desk, "withdraw", language)
    desk.locator(".form-buttons button").click()
    desk.wait_for_url(f"**{reverse('people:page', args=[photo.other.pk])}")
    assert reader.request.get("/km/stories/our-game/").status == 404
    reader.goto("/km/stories/")
    expect(reader.locator("main")).not_to_contain_text("ល្បែងរបស់យើង")
    assert reader.request.get(address).status == 404
    assert not Path(made.file.path).exists()
