"""Consent in a browser: a signed form typed in for a roster, the lights, the papers, the work list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.participation import make_facilitation, make_group, make_membership
from tests.factories.people import make_consent, make_person
from tests.journeys.conftest import DESK, PHONE


@pytest.mark.parametrize(("size", "language"), [(PHONE, "km"), (DESK, "km"), (DESK, "en")])
def test_signed_form_lights_the_roster(new_page, enter_as, violations, overflow, size, language):
    group, user = make_group(), make_user("facilitator", language=language)
    make_facilitation(group=group, user=user)
    first, second = (make_membership(group=group, person=make_person()).person for _ in range(2))
    make_consent(person=second, valid_until=timezone.localdate() + timedelta(days=3))
    page = new_page(size, language=language)
    enter_as(page, user)
    page.goto(reverse("consents:enter", args=[group.pk]) + "?tick=all")
    assert (overflow(page), violations(page)) == (0, [])
    page.locator(".form-buttons button").click()
    page.wait_for_url(f"**{reverse('groups:page', args=[group.pk])}")
    expect(page.locator(".consent-lights [data-tone=ok]")).to_have_count(6)
    assert (overflow(page), violations(page)) == (0, [])
    for url in (
        reverse("people:page", args=[first.pk]),
        reverse("consents:list") + "?show=awaited",
        reverse("consents:form", args=[group.pk]),
        reverse("consents:cards", args=[group.pk]),
    ):
        page.goto(url)
        assert (url, overflow(page), violations(page)) == (url, 0, [])
