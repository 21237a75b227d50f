"""A forgotten password on a phone far away: the officer reads digits, the facilitator types them."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from tests.factories.accounts import make_second_factor
from tests.journeys.conftest import DESK, PHONE
from tests.participation.reaches import Reach

WORDS = "four new words here"


@pytest.fixture
def reach(transactional_db):
    return Reach()


@pytest.fixture
def is_fine(violations, overflow):
    def check(page):
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


@pytest.mark.parametrize("language", ["km", "en"])
def test_code_read_over_the_phone_lets_the_facilitator_in(new_page, enter_as, reach, language, is_fine):
    facilitator, officer = reach.facilitator(), reach.nameless()
    User.objects.update(language=language)
    officer.refresh_from_db()
    desk = new_page(DESK, language=language)
    enter_as(desk, officer)
    desk.goto(reverse("facilitations:person", args=[facilitator.pk]))
    is_fine(desk)
    desk.locator(f"a[href='{reverse('facilitations:code', args=[facilitator.pk])}']").click()
    is_fine(desk)
    desk.locator("main form.form button[type=submit]").click()
    expect(desk.locator(".secret-large")).to_be_visible()
    is_fine(desk)
    digits = re.sub(r"\D", "", desk.locator(".secret-large").inner_text())
    assert len(digits) == 8

    phone = new_page(PHONE, language=language)
    phone.goto(f"{reverse('account_login')}?next=/desk/accounts/mine/")
    is_fine(phone)
    phone.locator(f"a[href^='{reverse('account_code')}']").click()
    is_fine(phone)
    phone.fill("[name=username]", facilitator.username)
    phone.fill("[name=code]", "00000000" if digits != "00000000" else "11111111")
    for name in ("password", "password_again"):
        phone.fill(f"[name={name}]", WORDS)
    phone.locator("main form.form button[type=submit]").click()
    expect(phone.locator(".error-summary")).to_be_visible()
    is_fine(phone)
    phone.fill("[name=code]", f"{digits[:4]} {digits[4:]}")
    for name in ("password", "password_again"):
        phone.fill(f"[name={name}]", WORDS)
    phone.locator("main form.form button[type=submit]").click()
    expect(phone).to_have_url(re.compile("/desk/accounts/mine/"))
    facilitator.refresh_from_db()
    assert facilitator.check_password(WORDS)


def test_code_leads_to_the_second_step_of_who_set_one_up(new_page, enter_as, reach):
    facilitator = reach.facilitator()
    make_second_factor(facilitator)
    desk, phone = new_page(DESK), new_page(PHONE)
    enter_as(desk, reach.officer())
    desk.goto(reverse("facilitations:code", args=[facilitator.pk]))
    desk.locator("main form.form button[type=submit]").click()
    phone.goto(reverse("account_code"))
    phone.fill("[name=username]", facilitator.username)
    phone.fill("[name=code]", desk.locator(".secret-large").inner_text())
    for name in ("password", "password_again"):
        phone.fill(f"[name={name}]", WORDS)
    phone.locator("main form.form button[type=submit]").click()
    expect(phone).to_have_url(re.compile(reverse("mfa_authenticate")))
