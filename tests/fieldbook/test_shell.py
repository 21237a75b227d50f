"""Where the square on a printed register leads: facilitators to the app, officers to the desk, strangers nowhere."""

import re

import pytest
from django.urls import reverse

from participation.paper import KEYS
from tests.factories.accounts import make_user, signed_in, stranger
from tests.factories.participation import make_facilitation, make_group
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db
SHELL = b'<body class="app"'


def opened(client, group):
    return client.get(reverse("field:sheet", args=[group.pk]), {"on": "2026-11-03"})


def test_officer_is_led_to_the_sheet_at_the_desk_with_its_day(field, desk):
    response = opened(desk, field.group)
    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
    assert response["Location"] == reverse("meetings:sheet", args=[field.group.pk]) + "?on=2026-11-03"
    assert desk.get(response["Location"]).status_code == 200


def test_officer_who_works_with_the_group_stays_in_the_app(field, officer, desk):
    make_facilitation(user=officer, group=field.group)
    response = opened(desk, field.group)
    assert (response.status_code, SHELL in response.content) == (200, True)


def test_facilitator_stays_in_the_app(field):
    response = opened(signed_in(field.user), field.group)
    assert (response.status_code, SHELL in response.content) == (200, True)


def test_whoever_may_not_record_in_the_group_learns_nothing(field):
    """The same page for somebody without session, for one without the right, and for a group that is none."""
    group = make_group(area=make_area("050601"))
    elsewhere = signed_in(make_user("programme_officer", area=make_area("0201")))
    reader = signed_in(make_user("communications"))
    for client in (stranger(), elsewhere, reader, signed_in(field.user)):
        response = opened(client, group)
        assert (response.status_code, SHELL in response.content) == (200, True)


def test_sheet_of_no_group_is_the_same_page(desk):
    response = desk.get(reverse("field:sheet", args=["00000000-0000-4000-8000-000000000000"]))
    assert (response.status_code, SHELL in response.content) == (200, True)


@pytest.mark.parametrize("language", ["km", "en"])
def test_page_that_has_not_changed_keeps_the_policy_under_which_its_styles_may_run(language):
    """A browser takes the headers of a 304 over; with the policy of all other pages the app would lose its styles."""
    whole = stranger().get(reverse(f"field:{language}"))
    same = stranger(headers={"if-none-match": whole["ETag"]}).get(reverse(f"field:{language}"))
    assert (whole.status_code, same.status_code) == (200, 304)
    assert "'sha256-" in whole["Content-Security-Policy"]
    assert same["Content-Security-Policy"] == whole["Content-Security-Policy"]


def test_sheet_in_the_app_is_typed_in_with_the_keys_of_the_desk():
    page = stranger().get(reverse("field:km")).content.decode()
    sets = dict(re.findall(r'data-w="sets-(\w+)">([^<]+)<', page))
    assert {key: mark for mark, keys in sets.items() for key in keys} == KEYS
    assert dict(re.findall(r'data-w="keys-(\w+)">([^<]+)<', page)) == {
        "present": "1 P វ",
        "late": "2 L យ",
        "excused": "3 E ច",
        "absent": "4 A អ",
    }
