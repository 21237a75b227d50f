"""The entries of the desk: what each reader is offered, and what nobody pays for unasked."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from accounts.roles import ROLES, Capability
from portal.navigation import SECTIONS, navigation

ENTRIES = [entry for section in SECTIONS for entry in section.entries]


class Reader:
    """Somebody with the capabilities of one role."""

    is_authenticated = True

    def __init__(self, role: str) -> None:
        self.capabilities = ROLES[role].capabilities

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities


def offered(role: str, path: str = "/desk/"):
    request = RequestFactory().get(path)
    request.user = Reader(role)
    return navigation(request)["navigation"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_every_entry_leads_somewhere(entry):
    assert reverse(entry.url_name).startswith(("/desk/", "/admin/", reverse("help")))


@pytest.mark.parametrize("role", ROLES)
def test_reader_is_offered_what_the_role_can_open_and_nothing_else(role):
    links = [link.url for section in offered(role).sections for link in section.links]
    can = ROLES[role].capabilities
    assert links == [reverse(entry.url_name) for entry in ENTRIES if not entry.needs or set(entry.needs) & can]


def test_donor_is_not_offered_people_and_officer_is():
    def words(role):
        return [link.url for section in offered(role).sections for link in section.links]

    assert reverse("people:search") in words("programme_officer")
    assert reverse("people:search") not in words("donor")


def test_stranger_is_offered_nothing():
    request = RequestFactory().get("/desk/")
    request.user = AnonymousUser()
    assert navigation(request)["navigation"].sections == []


def test_current_entry_is_the_nearest_one_above_the_page():
    def current(path):
        shown = offered("programme_officer", path)
        return [link.url for section in shown.sections for link in section.links if link.is_current]

    assert current(reverse("groups:list") + "add/") == [reverse("groups:list")]
    assert current(reverse("desk")) == [reverse("desk")]
    assert current("/desk/elsewhere/") == []
    assert current(reverse("targets:indicator", args=[7])) == [reverse("targets:board")]
    assert current(reverse("targets:edit_indicator", args=[7])) == [reverse("targets:indicators")]


def test_bar_of_the_phone_holds_at_most_four_places():
    for role in ROLES:
        assert len(offered(role).primary) <= 4


def test_navigation_costs_nothing_until_a_template_looks():
    """The request has no user and no session, and the database is closed to this test."""
    shown = navigation(RequestFactory().get("/km/"))["navigation"]
    assert shown.is_demo is False
    with pytest.raises(AttributeError):
        _ = shown.sections
