"""The editors' pages in Khmer: what is still English on the screens where it matters, walked through in a browser."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from accounts.models import User
from content.models import HomePage, QuizzesPage
from content.starter import make_starter_content
from tests.content.conftest import picture
from tests.factories.accounts import make_user
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.once

ALLOWED = Path(__file__).with_name("english_in_khmer.json")
"""What may stay English, with the reason; an entry that is on no screen any more fails."""

READ = """() => {
  const found = new Set();
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (at.closest("script, style, template, noscript, code, [lang=en]")) continue;
    if (seen(at)) found.add(walker.currentNode.textContent.trim().replace(/\\s+/g, " "));
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (seen(element) && !element.closest("[lang=en]")) found.add(element.getAttribute(name).trim());
    }
  }
  return [...found];
}"""
LATIN = re.compile(r"[A-Za-z]{2,}")
KHMER = re.compile(r"[\u1780-\u17ff]")


@pytest.fixture
def screens(transactional_db, made_once) -> dict[str, str]:
    """The screens by name: each has something on it."""
    made_once(make_starter_content)
    home = HomePage.objects.get(slug="home")
    lists = home.add_child(instance=QuizzesPage(title="ល្បែងសំណួរ", slug="quizzes", locale=home.locale))
    lists.save_revision().publish()
    translate_object(lists, [Locale.objects.get(language_code="en")])
    Translation.objects.update(enabled=True)
    editor = make_user("khmer_editor", language="km", username="អ្នកកែ", full_name="អ្នកកែ")
    made = picture(title="រូបភាព", uploaded_by_user=editor)
    english = lists.get_translation(Locale.objects.get(language_code="en"))
    home.save_revision()
    state = home.get_workflow().start(home, make_user("communications", username="someone", full_name="កញ្ញា"))
    waiting = state.current_task_state
    other = HomePage.objects.get(slug="home-en")
    return {
        "home": "/admin/",
        "explorer": f"/admin/pages/{home.pk}/",
        "choose a type": f"/admin/pages/{home.pk}/add_subpage/",
        "new page": f"/admin/pages/add/content/policiespage/{home.pk}/",
        "editor": f"/admin/pages/{other.pk}/edit/",
        "editor in review": f"/admin/pages/{home.pk}/edit/",
        "history": f"/admin/pages/{home.pk}/history/",
        "workflow history": f"/admin/pages/{home.pk}/workflow_history/",
        "translation editor": f"/admin/pages/{english.pk}/edit/",
        "submit for translation": f"/admin/localize/submit/page/{other.pk}/",
        "images": "/admin/images/",
        "new image": "/admin/images/add/",
        "image": f"/admin/images/{made.pk}/",
        "search": "/admin/pages/search/?q=a",
        "board": "/admin/board/",
        "deputies": "/admin/deputies/",
        "review": f"/admin/review/{waiting.pk}/",
        "side by side": f"/admin/board/{english.pk}/",
        "take down": f"/admin/take-down/{lists.pk}/",
        "pictures": "/admin/pictures-to-confirm/",
        "pictures of people": "/admin/pictures-of-people/",
        "recordings": "/admin/clips/",
        "readings": "/admin/readings/",
        "first in search": "/admin/promoted_pages/",
        "new first in search": "/admin/promoted_pages/new/",
        "workflows": "/admin/reports/workflow/",
        "tasks": "/admin/reports/workflow_tasks/",
    }


def english_on(tab: Tab) -> Iterator[str]:
    """Each text on the screen that has Latin words and nothing Khmer."""
    for text in tab.evaluate(READ):
        if LATIN.search(text) and not KHMER.search(text):
            yield text


def open_everything(tab: Tab, name: str) -> None:
    """What a click away is still the same screen: menus and side panels."""
    if "editor" in name and name != "translation editor":
        for panel in ("status", "checks", "preview"):
            toggle = tab.locator(f"[data-side-panel-toggle={panel}]")
            if toggle.count():
                toggle.click()
                tab.wait_for_timeout(300)
    more = tab.locator("[data-controller~=w-dropdown] > button, .w-dropdown__toggle")
    for number in range(min(more.count(), 3)):
        if more.nth(number).is_visible():
            more.nth(number).click()
            tab.wait_for_timeout(150)


def test_screens_of_editors_are_in_khmer(new_page, enter_as, screens):
    tab = new_page(DESK, language="km")
    enter_as(tab, User.objects.get(username="អ្នកកែ"))
    left: dict[str, str] = {}
    for name, path in screens.items():
        answer = tab.goto(path)
        assert (name, answer.status) == (name, 200)
        tab.wait_for_load_state("load")
        tab.wait_for_timeout(700)
        for text in english_on(tab):
            left.setdefault(text, name)
        open_everything(tab, name)
        for text in english_on(tab):
            left.setdefault(text, name)
    if target := os.environ.get("ENGLISH_LEFT"):
        Path(target).write_text(json.dumps(left, ensure_ascii=False, indent=1))
    allowed = json.loads(ALLOWED.read_text("utf-8"))
    patterns = {text: re.compile(text) for text in allowed}
    surplus = {text: at for text, at in left.items() if not any(each.fullmatch(text) for each in patterns.values())}
    stale = [text for text, each in patterns.items() if not any(each.fullmatch(found) for found in left)]
    assert (surplus, stale) == ({}, [])
    assert Page.objects.count() > 3
