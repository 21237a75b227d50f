"""A communications officer at work in Wagtail's admin: nothing breaks under its policy, nothing asks another host."""

import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from content.models import HomePage, Picture
from content.starter import make_starter_content
from tests.factories.accounts import make_user
from tests.journeys.conftest import DESK, PHONE
from tests.people.photographs import photograph, secrets_in


@pytest.fixture(autouse=True)
def starter(transactional_db, made_once):
    made_once(make_starter_content)


@pytest.fixture(params=["km", "en"])
def language(request) -> str:
    return request.param


def test_pages_of_the_admin_open_without_a_complaint(new_page, enter_as, language, overflow):
    page = new_page(DESK, language=language)
    enter_as(page, make_user("communications", language=language))
    home = HomePage.objects.get(slug="home")
    for path in (
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{home.pk}/",
        f"/admin/pages/{home.pk}/edit/",
        f"/admin/pages/{home.pk}/history/",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/documents/",
        "/admin/reports/site-history/",
    ):
        answer = page.goto(path)
        page.wait_for_load_state("networkidle")
        assert (path, answer.status) == (path, 200)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#wagtail-sidebar img").first).to_be_visible()


def test_a_page_is_written_and_looked_at_but_published_by_nobody_alone(new_page, enter_as):
    page = new_page(DESK, language="en")
    enter_as(page, make_user("communications"))
    home = HomePage.objects.get(slug="home-en")
    page.goto(f"/admin/pages/{home.pk}/edit/")
    page.locator("#id_welcome").fill("Children speak first")
    editor = page.locator(".public-DraftEditor-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And adults answer.")
    expect(page.locator("[name=body]")).to_have_value(re.compile("And adults answer"))
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator('iframe[id*="preview"]').first
    expect(preview.locator(".home-welcome")).to_have_text("Children speak first")
    expect(preview.locator(".prose")).to_contain_text("And adults answer.")
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("button", name="Publishing")).to_be_visible()
    assert page.locator("[name=action-publish]").count() == 0
    page.goto("/en/")
    expect(page.locator(".home-welcome")).not_to_have_text("Children speak first")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_picture_is_uploaded_and_keeps_no_secret(new_page, enter_as, size):
    page = new_page(size, language="en")
    enter_as(page, make_user("communications"))
    page.goto("/admin/images/add/")
    page.locator("#id_file").set_input_files(
        {"name": "sokha.jpg", "mimeType": "image/jpeg", "buffer": photograph("jpg", (600, 400))}
    )
    page.locator("#id_title").fill("A circle")
    page.locator("#id_alt_km").fill("កុមារអង្គុយជារង្វង់")
    page.locator("#id_alt_en").fill("Children sit in a circle")
    page.locator("#id_nobody_recognisable").check()
    page.locator("form[enctype] button[type=submit], form[enctype] input[type=submit]").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    made = Picture.objects.get()
    assert secrets_in(made.file.read()) == set()
    made.file.close()
    page.goto(f"/admin/images/{made.pk}/")
    expect(page.locator(".focal-point-chooser img:visible").first).to_be_visible()
    assert page.evaluate("document.querySelector('.focal-point-chooser img').naturalWidth") > 0


NUMBERED = r"placeholder-[0-9a-z]+|[0-9]+"
"""What is another one each time in the names of elements."""

UPSTREAM = Path(__file__).with_name("axe_upstream.json")
"""What axe finds in Wagtail's own screens and nothing of ours causes, by rule and element; stale entries fail."""


def test_axe_finds_nothing_that_we_cause(new_page, enter_as, violations):
    """On our own pages in the admin nothing at all; on Wagtail's only what Wagtail brings."""
    page = new_page(DESK, language="en")
    enter_as(page, make_user("khmer_editor"))
    home, english = HomePage.objects.get(slug="home"), HomePage.objects.get(slug="home-en")
    home.save_revision()
    state = home.get_workflow().start(home, make_user("communications")).current_task_state
    paths = (
        "/admin/",
        "/admin/board/",
        f"/admin/board/{english.pk}/",
        f"/admin/board/{home.pk}/",
        "/admin/deputies/",
        f"/admin/review/{state.pk}/",
        "/admin/pictures-to-confirm/",
        f"/admin/pages/{english.pk}/edit/",
        f"/admin/pages/{home.pk}/edit/",
        f"/admin/pages/{home.pk}/",
    )
    found: dict[str, set[str]] = {}
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("load")
        page.wait_for_timeout(700)
        if path.endswith("/edit/"):
            page.locator("[data-side-panel-toggle=checks]").click()
            expect(page.locator("[data-remarks]")).not_to_have_text("Reading the text …")
        for each in violations(page):
            rule, element = each.split(": ", 1)
            found.setdefault(f"{rule} {re.sub(NUMBERED, '', element)[:80]}", set()).add(path)
    if target := os.environ.get("AXE_FOUND"):
        Path(target).write_text(json.dumps({key: sorted(at) for key, at in found.items()}, indent=1))
    upstream = json.loads(UPSTREAM.read_text("utf-8"))
    assert {key: at for key, at in found.items() if key not in upstream} == {}
    assert [key for key in upstream if key not in found] == []
