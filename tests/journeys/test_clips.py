"""A text is recorded, listened to by a second person, and heard by a child; where nobody spoke there is no button."""

from collections.abc import Iterator

import pytest
from django.test.testcases import _MediaFilesHandler
from playwright.sync_api import Browser, Locator, Page, expect

from content.clipping import approve
from content.models import Clip, RightPage
from portal.machine import browser
from tests.content.recordings import make_public_clip, recording
from tests.factories.accounts import make_user
from tests.journeys.conftest import LAPTOP, PHONE, QUIET

FINGER = 48
SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])
A_TONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
"""A microphone that beeps, and that nobody has to allow."""


@pytest.fixture(scope="module")
def chromium(chromium) -> Iterator[Browser]:
    """A browser of this module's own, with a microphone."""
    running = chromium.browser_type.launch(executable_path=browser(), headless=True, args=[*QUIET, *A_TONE])
    yield running
    running.close()


@pytest.fixture(autouse=True)
def few_rights(transactional_db, portal_with):
    portal_with(rights=(12, 13))


@pytest.fixture(autouse=True)
def media_comes_from_the_portal(monkeypatch):
    """The server of Django's tests hands out uploads itself, whole and to everybody; here our own view is asked."""
    monkeypatch.setattr(_MediaFilesHandler, "_should_handle", lambda _handler, _path: False)


def right(language: str, number: int = 12) -> RightPage:
    return RightPage.objects.get(topic__number=number, locale__language_code=language)


def staff(new_page, enter_as, size: dict, language: str) -> Page:
    page = new_page(size, language=language)
    page.context.grant_permissions(["microphone"])
    enter_as(page, make_user("communications", language=language))
    return page


MOVES_ON = """(audio, second) => new Promise((done, failed) => {
  const look = setInterval(() => audio.currentTime > second && done(clearInterval(look)), 50);
  setTimeout(() => failed(new Error(`still at ${audio.currentTime}`)), 20_000);
})"""


def moves_on(player: Locator, second: float = 0.05) -> None:
    player.evaluate(MOVES_ON, second)


def plays(page: Page) -> None:
    """The player's own button is touched, and the recording moves on."""
    player = page.locator(".listen audio")
    page.locator(".listen").scroll_into_view_if_needed()
    box = player.bounding_box()
    assert box["height"] >= FINGER
    place = (box["x"] + FINGER / 2 + 4, box["y"] + box["height"] - FINGER / 2 - 4)
    (page.touchscreen.tap if page.viewport_size["width"] < 600 else page.mouse.click)(*place)
    moves_on(player)


@SIZES
@LANGUAGES
def test_a_text_is_recorded_reviewed_and_heard(new_page, enter_as, violations, overflow, size, language):
    page = staff(new_page, enter_as, size, language)
    told = right(language)
    page.goto(f"/admin/clips/?language={language}")
    page.locator(f'a[href="/admin/clips/text/{told.pk}/short_11/"]').click()
    expect(page.locator(".clip-words")).to_have_text(told.short_11)
    page.locator("[data-record]").click()
    left = page.locator("[data-left] output")
    expect(left).to_be_visible()
    expect(left).to_have_text("58")
    page.locator("[data-stop]").click()
    expect(page.locator("[data-made]")).to_be_visible()
    page.locator("[data-discard]").click()
    expect(page.locator("[data-made]")).to_be_hidden()
    assert page.evaluate("document.querySelector('#id_file').files.length") == 0

    page.locator("[data-record]").click()
    expect(left).to_have_text("55")  # a busy machine records gaps: a short piece could fall into one
    page.locator("[data-stop]").click()
    heard = page.locator(".clip-recorder audio")
    heard.evaluate("(audio) => audio.play()")
    moves_on(heard, 0.5)
    heard.evaluate("(audio) => audio.pause()")
    page.locator("[data-begin]").click()
    assert float(page.locator("#id_begin").input_value()) >= 0.5
    page.locator("#id_end").fill("4")
    page.locator("input[name=speaker][value=adult]").check()
    page.locator("#id_agreed").check()
    assert overflow(page) == 0
    page.locator("#id_agreed").locator("xpath=ancestor::form").locator("button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    made = Clip.objects.get()
    assert 0.3 < made.seconds <= 3.5
    assert page.locator("button[value=approve]").count() == 0

    second = staff(new_page, enter_as, size, language)
    second.goto(f"/admin/clips/?language={language}")
    second.locator(f'a[href="/admin/clips/{made.pk}/"]').first.click()
    second.locator("main audio").evaluate("(audio) => audio.play()")
    moves_on(second.locator("main audio"))
    assert overflow(second) == 0
    second.locator("button[value=approve]").click()
    expect(second.locator(".messages .success")).to_be_visible()

    child = new_page(size, language=language)
    asked = []
    child.on("request", lambda request: asked.append(request.url))
    child.goto(f"/{language}/rights/12/?age=11")
    assert (violations(child), overflow(child)) == ([], 0)
    assert [each for each in asked if "/clips/" in each] == []
    plays(child)
    assert child.context.cookies() == []
    for other in (f"/{language}/rights/12/?age=7", f"/{language}/rights/13/"):
        child.goto(other)
        expect(child.locator(".right-short")).to_be_visible()
        assert child.locator("audio").count() == 0

    second.locator("button[value=withdraw]").click()
    expect(second.locator(".messages .success")).to_be_visible()
    child.goto(f"/{language}/rights/12/?age=11")
    assert child.locator("audio").count() == 0


@pytest.mark.parametrize("kind", ["ogg", "mp3", "m4a"])
def test_every_kind_plays_and_is_wound_forward(new_page, kind):
    make_public_clip(right("km"), kind=kind)
    page = new_page(PHONE)
    page.goto("/km/rights/12/")
    player = page.locator(".listen audio")
    player.evaluate("(audio) => { audio.muted = true; audio.load(); return audio.play(); }")
    moves_on(player)
    player.evaluate(
        """(audio) => new Promise((done) => {
          audio.pause();
          audio.addEventListener("seeked", done, { once: true });
          audio.currentTime = 0.7;
        })"""
    )
    assert player.evaluate("(audio) => audio.currentTime") == pytest.approx(0.7)


def test_a_file_is_chosen_where_the_microphone_is_refused(new_page, enter_as):
    page = staff(new_page, enter_as, LAPTOP, "en")
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused'))")
    page.goto(f"/admin/clips/text/{right('en').pk}/short_7/")
    page.locator("[data-record]").click()
    expect(page.locator("[data-refused]")).to_be_visible()
    page.locator("#id_file").set_input_files({"name": "memo.m4a", "mimeType": "audio/mp4", "buffer": recording("m4a")})
    page.locator("input[name=speaker][value=child]").check()
    page.locator("#id_agreed").check()
    page.locator("#id_agreed").locator("xpath=ancestor::form").locator("button[type=submit]").click()
    expect(page.locator("#id_valid_until")).to_have_attribute("aria-invalid", "true")
    assert Clip.objects.count() == 0
    page.watch.complaints = [each for each in page.watch.complaints if "422" not in each]


HEARD = """async (address) => {
  const bytes = await (await fetch(address)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(bytes);
  const loud = Array.from(sound.getChannelData(0), (each) => Math.abs(each) > 0.1);
  return [sound.duration, loud.indexOf(true) / sound.sampleRate, loud.lastIndexOf(true) / sound.sampleRate];
}"""
"""How long a recording is, and between which seconds it is heard."""


@pytest.mark.parametrize("kind", ["webm", "mp3", "m4a"])
def test_what_lies_between_two_marks_is_heard_and_no_more(new_page, enter_as, kind):
    staff_page, told = staff(new_page, enter_as, LAPTOP, "en"), right("en")
    staff_page.goto(f"/admin/clips/text/{told.pk}/short_7/")
    chosen = {"name": f"memo.{kind}", "mimeType": "audio/mpeg", "buffer": recording(kind)}
    staff_page.locator("#id_file").set_input_files(chosen)
    expect(staff_page.locator("[data-made]")).to_be_visible()
    staff_page.locator("#id_begin").fill("0.4")
    staff_page.locator("#id_end").fill("0.8")
    staff_page.locator("input[name=speaker][value=adult]").check()
    staff_page.locator("#id_agreed").check()
    staff_page.locator("#id_agreed").locator("xpath=ancestor::form").locator("button[type=submit]").click()
    expect(staff_page.locator(".messages .success")).to_be_visible()
    clip = approve(clip=Clip.objects.get(), text=told.short_7, by=make_user("communications"))
    page = new_page(PHONE, language="en")
    page.goto("/en/rights/12/?age=7")
    lasts, begins, ends = page.evaluate(HEARD, clip.address)
    assert begins < 0.12
    assert ends - begins == pytest.approx(0.4, abs=0.03)
    assert lasts - ends < 0.03
