"""One-time links in a real browser: the first administrator, and whoever is invited after that."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.actions.links import open_first_administrator_link
from accounts.models import User
from tests.factories.accounts import code_now
from tests.journeys.conftest import PHONE

WORDS = "four words are enough"


@pytest.fixture
def is_fine(violations, overflow):
    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


def send(page: Page) -> None:
    page.locator("main form.form button[type=submit]").last.click()


def test_first_administrator_sets_up_and_invites_a_colleague(new_page, live_server, settings, enter_as, is_fine):
    settings.PUBLIC_URL = live_server.url
    page = new_page(PHONE)
    page.goto(open_first_administrator_link())
    is_fine(page)
    secret = re.search(r"\b(?:[A-Z2-7]{4} ?){8}", page.locator("main").inner_text())[0].replace(" ", "")
    for name, value in (("username", "chan.sophea"), ("full_name", "ចាន់ សុភា"), ("code", code_now(secret.strip()))):
        page.fill(f"[name={name}]", value)
    for name in ("password", "password_again"):
        page.fill(f"[name={name}]", WORDS)
    send(page)
    expect(page.locator("main")).to_contain_text("chan.sophea")
    is_fine(page)
    administrator = User.objects.get(username="chan.sophea")
    assert [grant.role for grant in administrator.current_grants] == ["administrator"]

    enter_as(page, administrator)
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/desk/accounts/conduct/"))
    is_fine(page)
    send(page)
    page.goto("/desk/accounts/invite/")
    is_fine(page)
    page.fill("[name=full_name]", "កែវ បុប្ផា")
    page.fill("[name=username]", "keo.bopha")
    page.locator("[name=role][value=communications]").check(force=True)
    send(page)
    expect(page.locator(".secret")).to_contain_text(live_server.url)
    is_fine(page)
    accept_invitation(new_page(PHONE), page.locator(".secret").inner_text().strip(), is_fine)


def accept_invitation(page: Page, link: str, is_fine) -> None:
    page.goto(link)
    is_fine(page)
    for name in ("password", "password_again"):
        page.fill(f"[name={name}]", WORDS)
    send(page)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.fill("[name=login]", "keo.bopha")
    page.fill("[name=password]", WORDS)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/desk/accounts/conduct/"))
    is_fine(page)
    send(page)
    expect(page).to_have_url(re.compile("/desk/"))
    assert page.goto(link).status == 410
    page.watch.complaints = [words for words in page.watch.complaints if "410" not in words]  # the link is spent
