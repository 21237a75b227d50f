"""Our own screens in Wagtail's admin, each with something on it: on a telephone and at a desk, by day and by night."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page as Tab

from accounts.models import User
from content.actions import declare_picture
from content.models import Picture, PollPage, PromotedPage, RightPage, StoryPage
from content.models.readings import DailyReading
from content.models.workflow import Step
from content.polling import make_polls
from content.telling import make_stories
from content.workflow.deputies import name_deputy
from tests.content.recordings import make_clip
from tests.content.released import Released
from tests.factories.accounts import make_user
from tests.journeys.conftest import DESK, PHONE
from tests.people.photographs import photograph, upload


@pytest.fixture
def screens(transactional_db, portal_with) -> dict[str, str]:
    """The screens by name; whoever looks is the Khmer editor ``looker``."""
    portal_with(make_stories, make_polls, rights=(12, 19))
    looker, author = make_user("khmer_editor", username="looker"), make_user("communications")
    story = StoryPage.objects.get(slug="safe-way-to-school", locale__language_code="km")
    story.lead = "ស្ពានឈើបាត់ក្តារពីរ។ ក្លឹបគូរផែនទី ហើយទៅជួបមេភូមិ។"
    story.save_revision(user=author)
    state = story.get_workflow().start(story, author).current_task_state
    english = RightPage.objects.get(topic__number=12, locale__language_code="en")
    khmer = RightPage.objects.get(topic__number=12, locale__language_code="km")
    declared = Picture(
        title="IMG_20261104_081532-Ta-Khmau-secondary-school",
        file=upload(content=photograph("jpg", (600, 400))),
        alt_km="ដៃកុមារ",
        alt_en="Hands of children",
        nobody_recognisable=True,
    )
    declare_picture(picture=declared, by=author)
    shown = Released().picture
    clip = make_clip(khmer, by=author)
    today = timezone.localdate()
    name_deputy(
        step=Step.KHMER,
        deputy=make_user("khmer_editor"),
        began_on=today,
        ended_on=today + timedelta(days=7),
        by=looker,
    )
    PromotedPage.objects.create(word="សាលារៀន", page=khmer)
    for ago in range(20):
        DailyReading.objects.create(path=khmer.url, day=today - timedelta(days=ago), count=3 + 7 * ago % 40)
    poll = PollPage.objects.filter(locale__language_code="km").first()
    return {
        "board": "/admin/board/",
        "side-by-side": f"/admin/board/{english.pk}/",
        "side-by-side-source": f"/admin/board/{khmer.pk}/",
        "review": f"/admin/review/{state.pk}/",
        "deputies": "/admin/deputies/",
        "pictures-of-people": "/admin/pictures-of-people/",
        "picture": f"/admin/pictures/{shown.pk}/",
        "pictures-to-confirm": "/admin/pictures-to-confirm/",
        "recordings": "/admin/clips/",
        "recording": f"/admin/clips/{clip.pk}/",
        "speak": f"/admin/clips/text/{khmer.pk}/short_7/",
        "first-in-search": "/admin/promoted_pages/",
        "readings": "/admin/readings/",
        "empty-poll": f"/admin/polls/{poll.pk}/empty/",
        "take-down": f"/admin/take-down/{english.pk}/",
    }


CLIPPED = """() => {
  const edge = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main .nice-padding *")].filter((box) => {
    if (!box.checkVisibility() || box.closest("svg, .w-sr-only, .visuallyhidden")) return false;
    const { left, right, width } = box.getBoundingClientRect();
    return width > 1 && (right > edge + 1 || left < -1);
  }).map((box) => box.outerHTML.slice(0, 120));
}"""
"""What sticks out of the screen, also in a frame that could be pushed sideways."""

FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (box) => {
    for (let at = box; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("main .nice-padding *")].filter((box) => {
    if (!box.checkVisibility() || !box.clientWidth || box.closest("option, [disabled], .w-sr-only")) return false;
    if (![...box.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
    const [ink, paper] = [light(rgba(getComputedStyle(box).color)), light(ground(box))];
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) < 4.5;
  }).map((box) => box.outerHTML.slice(0, 120));
}"""
"""Words that cannot be told from what lies behind them."""


def look(tab: Tab, called: str) -> None:
    """For whoever wants to see them: a picture of each screen."""
    if folder := os.environ.get("LOOK_AT"):
        tab.screenshot(path=Path(folder) / f"{called}.png", full_page=True)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_our_screens_fit_and_can_be_read(new_page, enter_as, screens, overflow, size, language, dark):
    looker = User.objects.get(username="looker")
    looker.language = language
    looker.save()
    tab = new_page(size, language=language, dark=dark)
    enter_as(tab, looker)
    found = {}
    for name, path in screens.items():
        assert (name, tab.goto(path).status) == (name, 200)
        tab.wait_for_load_state("load")
        look(tab, f"{name}-{language}-{size['width']}-{'dark' if dark else 'light'}")
        found[name] = (overflow(tab), tab.evaluate(CLIPPED), tab.evaluate(FAINT))
    assert {name: faults for name, faults in found.items() if faults != (0, [], [])} == {}


def test_what_sticks_out_or_is_faint_is_found(phone):
    """A planted fault for each of the measures above, and one beside them that is none."""
    phone.goto("/km/more/")
    phone.evaluate("""() => {
      const frame = document.createElement("div");
      frame.className = "nice-padding";
      for (const style of [{}, { inlineSize: "30rem" }, { color: "#999", backgroundColor: "#fff" }]) {
        const words = document.createElement("p");
        words.textContent = "ស្ត្រី";
        frame.append(Object.assign(words, { className: "planted" }));
        Object.assign(words.style, { maxInlineSize: "none", ...style });
      }
      document.querySelector("main").append(frame);
    }""")
    assert (len(phone.evaluate(CLIPPED)), len(phone.evaluate(FAINT))) == (1, 1)
