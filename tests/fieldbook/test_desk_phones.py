"""Phones in lists, and the end of one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.models import Device
from participation.models import Facilitation
from tests.factories.accounts import make_code, make_user, signed_in, stranger
from tests.factories.fieldbook import make_device
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db


def account(user):
    return reverse("phones:account", args=[user.pk])


def end(device):
    return reverse("phones:end", args=[device.pk])


@pytest.fixture
def device(field):
    return field.user.devices.get()


def test_own_phones_are_listed_with_how_they_stand(field, device):
    now = timezone.now()
    make_device(field.user, label="Old", expires_on=timezone.localdate() - timedelta(days=1), unsent=3)
    make_device(field.user, label="Lost", ended_at=now)
    make_device(field.user, label="Gone", ended_at=now, emptied_at=now, is_persistent=None)
    make_device(label="Of another")
    rows = signed_in(field.user).get(reverse("phones:mine")).context["rows"]
    assert {row.device.label: row.state for row in rows} == {
        device.label: "active",
        "Old": "expired",
        "Lost": "ended",
        "Gone": "emptied",
    }


@pytest.mark.parametrize(
    ("role", "area"), [("administrator", None), ("programme_officer", "own"), ("area_officer", "own")]
)
def test_phone_is_ended_by_who_keeps_accounts_or_manages_the_facilitator(field, device, role, area):
    by = make_user(role, area=field.group.area if area else None)
    client = signed_in(by)
    assert end(device) in client.get(account(field.user)).content.decode()
    assert "delivers what it still holds" in client.get(end(device)).content.decode()
    assert client.post(end(device)).url == account(field.user)
    device.refresh_from_db()
    assert device.ended_by == by
    assert JournalEntry.objects.get(verb="phone.ended").actor == by
    assert end(device) not in client.get(account(field.user)).content.decode()


def test_own_phone_is_ended_by_its_owner(field, device):
    assert signed_in(field.user).post(end(device)).url == reverse("phones:mine")
    assert Device.objects.get().ended_by == field.user


def test_looking_ends_nothing(field, device):
    signed_in(field.user).get(end(device))
    assert Device.objects.get().ended_at is None


def test_others_neither_see_nor_end_it(field, device):
    elsewhere = make_user("area_officer", area=make_area("100101"))
    for reader in (elsewhere, make_user("facilitator"), make_user("donor"), make_user("safeguarding_officer")):
        client = signed_in(reader)
        assert [client.get(account(field.user)).status_code, client.post(end(device)).status_code] == [404, 404]
    assert stranger().post(end(device)).status_code == 302
    assert Device.objects.get().ended_at is None


def test_phone_of_who_no_longer_works_here_is_for_the_administrator(field, device):
    Facilitation.objects.update(ended_on=timezone.localdate() - timedelta(days=1))
    officer = signed_in(make_user("area_officer", area=field.group.area))
    assert list(officer.get(account(field.user)).context["rows"]) == []
    assert officer.post(end(device)).status_code == 404
    assert signed_in(make_user("administrator")).post(end(device)).status_code == 302


def test_list_costs_the_same_for_one_and_for_three(field, device):
    client = signed_in(field.user)
    client.get(reverse("phones:mine"))
    counted = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("phones:mine"))
        counted.append(len(queries))
        make_device(field.user), make_device(field.user)
    assert counted[0] == counted[1]


def test_links_lead_to_the_phones(field):
    officer = signed_in(make_user("area_officer", area=field.group.area))
    assert account(field.user) in officer.get(reverse("facilitations:person", args=[field.user.pk])).content.decode()
    administrator = signed_in(make_user("administrator"))
    assert account(field.user) in administrator.get(reverse("accounts:account", args=[field.user.pk])).content.decode()
    assert reverse("phones:mine") in signed_in(field.user).get(reverse("accounts:mine")).content.decode()


def test_new_password_by_code_leaves_the_phones_enrolled(field, device):
    make_code(field.user, "01234567")
    words = "another sentence of words"
    typed = {"username": field.user.username, "code": "01234567", "password": words, "password_again": words}
    assert stranger().post(reverse("account_code"), typed).status_code == 302
    device.refresh_from_db()
    assert device.state_on(timezone.localdate()) == "active"
