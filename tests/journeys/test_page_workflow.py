"""A page on its way, in a real browser: written, translated, read by two others, live; by a deputy; and refused."""

import os
import re
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from wagtail.models import Page

from content.models import HomePage, RightsPage
from content.starter import make_starter_content
from tests.factories.accounts import make_user
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.handing_in import answer, hand_in


@pytest.fixture(autouse=True)
def starter(transactional_db, made_once):
    made_once(make_starter_content)


@pytest.fixture
def people(starter) -> dict:
    return {
        "author": make_user("communications", username="author", full_name="Author"),
        "editor": make_user("khmer_editor", username="editor", full_name="Khmer Editor"),
        "officer": make_user("safeguarding_officer", username="officer", full_name="Officer"),
        "stranger": make_user("communications", username="stranger", full_name="Colleague"),
    }


@pytest.fixture
def tab_of(new_page, enter_as, people, settings):
    """``tab_of("author")``: a browser in which that person is signed in."""

    def open_tab(name: str, size: dict = LAPTOP) -> Tab:
        tab = new_page(size, language=people[name].language)
        enter_as(tab, people[name])
        return tab

    return open_tab


def look(tab: Tab, name: str) -> None:
    """A picture for whoever wants to look, where the environment names a folder."""
    if folder := os.environ.get("LOOK_AT"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_page_is_written_translated_read_by_two_others_and_live(tab_of, size):
    author = tab_of("author", size)
    home = HomePage.objects.get(slug="home-en")
    author.goto(f"/admin/pages/add/content/rightspage/{home.pk}/")
    author.locator("#id_title").fill("Your rights")
    author.locator("#id_lead").fill("Choose a picture.")
    author.get_by_role("button", name="Save draft").click()
    expect(author.locator(".messages .success")).to_be_visible()
    english = Page.objects.get(slug="your-rights")
    assert author.get_by_role("button", name="Publish", exact=True).count() == 0

    author.goto(f"/admin/localize/submit/page/{english.pk}/")
    author.get_by_label("ខ្មែរ").check()
    author.locator("form button[type=submit], form input[type=submit]").last.click()
    author.wait_for_load_state("networkidle")
    khmer = RightsPage.objects.get(translation_key=english.translation_key, locale__language_code="km")
    assert not khmer.live
    author.goto(f"/admin/pages/{khmer.pk}/edit/")
    author.locator("#id_title").fill("សិទ្ធិរបស់ប្អូន")
    author.locator("#id_lead").fill("សូមជ្រើសរូបមួយ។")
    hand_in(author)

    stranger = tab_of("stranger", size)
    state = Page.objects.get(pk=khmer.pk).current_workflow_task_state
    assert stranger.request.get(f"/admin/review/{state.pk}/").status == 404
    assert author.request.get(f"/admin/review/{state.pk}/").status == 404

    editor = tab_of("editor", size)
    answer(editor, "សិទ្ធិរបស់ប្អូន", "Approve: on to safeguarding")
    assert not Page.objects.get(pk=khmer.pk).live
    state = Page.objects.get(pk=khmer.pk).current_workflow_task_state
    assert editor.request.get(f"/admin/review/{state.pk}/").status == 404

    officer = tab_of("officer", size)
    officer.goto("/admin/")
    answer(officer, "សិទ្ធិរបស់ប្អូន", "Approve: the page goes live")
    assert Page.objects.get(pk=khmer.pk).live
    officer.goto("/km/your-rights/")
    expect(officer.locator("h1")).to_have_text("សិទ្ធិរបស់ប្អូន")


def test_changes_are_asked_for_and_a_deputy_reads_in_place_of_the_editor(tab_of, people):
    author, editor = tab_of("author"), tab_of("editor")
    home = HomePage.objects.get(slug="home-en")
    author.goto(f"/admin/pages/{home.pk}/edit/")
    author.locator("#id_welcome").fill("Children speak first")
    hand_in(author)
    editor.goto("/admin/deputies/")
    editor.get_by_label("Deputy").select_option(label="Colleague")
    editor.get_by_label("Last day").fill(editor.get_by_label("First day").input_value())
    editor.get_by_role("button", name="Name this deputy").click()
    expect(editor.locator(".deputies")).to_contain_text("Colleague stands in for Khmer Editor")
    look(editor, "deputies")
    deputy = tab_of("stranger")
    state = Page.objects.get(pk=home.pk).current_workflow_task_state
    deputy.goto(f"/admin/review/{state.pk}/")
    look(deputy, "review")
    deputy.get_by_role("button", name="Ask for changes").click()
    expect(deputy.locator(".messages .error")).to_contain_text("Say in a sentence")
    deputy.get_by_label("To the author").fill("Say who speaks.")
    deputy.get_by_role("button", name="Ask for changes").click()
    expect(deputy.locator(".messages .success")).to_be_visible()
    author.goto("/admin/")
    expect(author.locator("body")).to_contain_text("Welcome")
    assert Page.objects.get(pk=home.pk).current_workflow_state.status == "needs_changes"
    editor.get_by_role("button", name="Take back").click()
    expect(editor.locator(".deputies")).to_contain_text("Nobody stands in")


def test_board_leads_to_what_changed_and_back_in_step(tab_of):
    home, english = HomePage.objects.get(slug="home"), HomePage.objects.get(slug="home-en")
    home.welcome = "កុមារនិយាយមុនគេ។"
    home.save_revision().publish()
    author = tab_of("author")
    author.goto("/admin/board/?state=outdated")
    author.get_by_role("link", name="Side by side").focus()
    author.keyboard.press("Enter")
    expect(author.locator(".passages .is-changed")).to_have_count(1)
    expect(author.locator(".passages .is-changed")).to_contain_text("កុមារនិយាយមុនគេ។")
    expect(author.locator(".passages .is-changed")).to_contain_text(english.welcome)
    look(author, "side-by-side")
    author.get_by_role("button", name="The translation says the same now").click()
    expect(author.locator(".passages .is-changed")).to_have_count(0)
    author.goto("/admin/board/?state=outdated")
    expect(author.locator("body")).to_contain_text("No page stands so.")
    author.goto("/admin/board/")
    look(author, "board")


def test_remarks_stand_in_the_editor_and_do_not_stop_it(tab_of):
    author = tab_of("author")
    home = HomePage.objects.get(slug="home-en")
    author.goto(f"/admin/pages/{home.pk}/edit/")
    author.locator("#id_welcome").fill("Sok Dara speaks")
    author.get_by_role("button", name="Save draft").click()
    expect(author.locator(".messages .success")).to_be_visible()
    author.get_by_role("button", name="Toggle checks").click()
    expect(author.locator(".remark-quote")).to_have_text("Sok Dara")
    expect(author.locator(".remark-field")).to_have_text("Welcome")
    look(author, "remarks")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_preview_is_first_of_all_a_telephone_and_speaks_both_languages(tab_of, size):
    author = tab_of("author", LAPTOP)
    home = HomePage.objects.get(slug="home")
    author.goto(f"/admin/pages/{home.pk}/edit/")
    author.get_by_role("button", name="Toggle preview").click()
    sizes = author.locator("[data-controller~=w-preview] input[type=radio]")
    assert sizes.first.get_attribute("data-device-width") == "360"
    expect(sizes.first).to_be_checked()
    preview = author.frame_locator('iframe[id*="preview"]').first
    expect(preview.locator("html")).to_have_attribute("lang", "km")
    author.get_by_label("Preview mode").select_option(label="The other language")
    expect(preview.locator("html")).to_have_attribute("lang", "en")
    expect(preview.locator(".home-welcome")).to_contain_text("Children meet")


def test_saving_a_new_page_waits_for_the_answer_of_wagtails_own_saving(tab_of):
    """On a slow network the page is there already when the button is pressed, and only the browser does not know."""
    author, arrived = tab_of("author"), []

    def answer_late(route):
        if route.request.method != "POST":
            route.continue_()
            return
        answer = route.fetch(max_redirects=0)
        arrived.append(answer.status)
        author.wait_for_timeout(2500)
        route.fulfill(response=answer)

    home = HomePage.objects.get(slug="home-en")
    author.goto(f"/admin/pages/add/content/rightspage/{home.pk}/")
    author.route(re.compile(r"/admin/pages/(add/|\d+/edit/$)"), answer_late)
    author.locator("#id_title").fill("Your rights")
    turns = count()
    while not arrived and next(turns) < 20:  # Wagtail looks for changes only after a while
        author.locator("#id_lead").type("x")
        author.wait_for_timeout(900)
    assert arrived == [200]
    author.locator("#id_lead").type("y")  # makes Wagtail save once more after its answer, beside the click
    author.wait_for_timeout(700)
    author.get_by_role("button", name="Save draft").click()
    expect(author.locator(".messages .success")).to_be_visible()
    assert arrived == [200, 302]
    author.unroute_all(behavior="ignoreErrors")
    assert Page.objects.filter(title="Your rights").count() == 1
