"""Choosing a place with keyboard, finger and without script, on the page that adds a group."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.participation import make_rule
from tests.factories.places import make_area
from tests.journeys.conftest import DESK, PHONE

ADD = "/desk/groups/new/?kind=club"


@pytest.fixture
def officer(transactional_db):
    make_area("05", name_km="កំពង់ស្ពឺ", name_latin="Kampong Speu")
    make_area("0501", name_km="បរសេដ្ឋ", name_latin="Basedth")
    make_area("050101", name_km="កណ្ដាល", name_latin="Kandal")
    make_area("05010101", name_km="ថ្មី", name_latin="Thmei")
    make_area("060101", name_km="ថ្មីលើ", name_latin="Thmei Leu")
    make_rule("club")
    return make_user("area_officer", language="km")


def test_a_place_is_found_by_typing_with_the_keyboard(new_page, enter_as, officer, violations):
    page = new_page(DESK)
    enter_as(page, officer)
    page.goto(ADD)
    box = page.locator("[data-place-input]")
    box.press_sequentially("កណ្តា", delay=20)
    options = page.locator("[data-place-list] [role=option]")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("ខេត្តកំពង់ស្ពឺ › ស្រុកបរសេដ្ឋ › ឃុំកណ្ដាល")
    expect(options).to_contain_text("Kampong Speu › Basedth › Kandal")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "id_area_list_1")
    box.press("Enter")
    expect(page.locator("input[name=area]")).to_have_value("mef050101")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("ខេត្តកំពង់ស្ពឺ › ស្រុកបរសេដ្ឋ › ឃុំកណ្ដាល")


def test_escape_closes_the_list_and_other_letters_forget_the_choice(new_page, enter_as, officer):
    page = new_page(DESK)
    enter_as(page, officer)
    page.goto(ADD)
    box = page.locator("[data-place-input]")
    box.press_sequentially("thmei", delay=20)
    options = page.locator("[data-place-list] [role=option]")
    expect(options).to_have_count(2)
    options.first.click()
    expect(page.locator("input[name=area]")).to_have_value("mef05010101")
    box.press("x")
    expect(page.locator("input[name=area]")).to_have_value("")
    box.fill("kandal")
    expect(options).to_have_count(1)
    box.press("Escape")
    expect(page.locator("[data-place-list]")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_place_is_chosen_step_by_step(new_page, enter_as, officer, size, overflow, violations):
    page = new_page(size)
    enter_as(page, officer)
    page.goto(ADD)
    page.locator("select[name=area-1]").select_option("mef05")
    page.locator("select[name=area-2]").select_option("mef0501")
    page.locator("select[name=area-3]").select_option("mef050101")
    expect(page.locator("select[name=area-4] option")).to_have_count(2)
    assert overflow(page) == 0
    assert violations(page) == []
    page.locator("select[name=area-1]").select_option("mef06")
    expect(page.locator("select[name=area-3]")).to_have_count(0)
    expect(page.locator("select[name=area-2] option")).to_have_count(2)


def test_without_script_the_page_comes_back_with_the_next_select(chromium, live_server, enter_as, officer):
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    enter_as(page, officer)
    page.goto(ADD)
    assert page.locator("[data-place-input]").is_hidden()
    for level, area in ((1, "mef05"), (2, "mef0501")):
        page.locator(f"select[name=area-{level}]").select_option(area)
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator(f"select[name=area-{level}]")).to_have_value(area)
        expect(page.locator(f"select[name=area-{level + 1}]")).to_be_visible()
    context.close()
