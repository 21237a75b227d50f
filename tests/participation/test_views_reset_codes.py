"""The officer's page on which a code is opened."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ResetCode
from participation.models import Facilitation
from tests.factories.accounts import make_grant, make_user, stranger
from tests.factories.participation import make_facilitation
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture(params=["officer", "nameless"])
def officer(request, reach):
    return browser(getattr(reach, request.param)())


def url(user):
    return reverse("facilitations:code", args=[user.pk])


def link_is_shown(client, user):
    return url(user) in client.get(reverse("facilitations:person", args=[user.pk])).content.decode()


def test_digits_are_shown_once_and_open_the_account(reach, officer):
    user = reach.facilitator()
    assert link_is_shown(officer, user)
    assert "Only the PIN is forgotten?" in officer.get(url(user)).content.decode()
    assert ResetCode.objects.count() == 0
    page = officer.post(url(user))
    (first, second) = page.context["code"]
    assert re.fullmatch(r"\d{8}", first + second)
    assert page.headers["Cache-Control"] == "no-store"
    assert first not in re.sub("Set-Cookie.*", "", officer.get(url(user)).content.decode())
    words = "another sentence of words"
    typed = {"username": user.username, "code": f"{first} {second}", "password": words, "password_again": words}
    assert stranger().post(reverse("account_code"), typed).status_code == 302


def test_who_holds_another_role_is_refused_with_a_sentence(reach, officer):
    user = reach.facilitator()
    make_grant(user, "donor")
    page = officer.post(url(user))
    assert (page.context["code"], ResetCode.objects.count()) == (None, 0)
    assert "This person holds another role too." in page.content.decode()


def test_who_works_beyond_the_reach_too_has_no_code_here(reach, officer):
    user = reach.facilitator()
    make_facilitation(user=user, group=reach.foreign_group)
    assert not link_is_shown(officer, user)
    assert [officer.get(url(user)).status_code, officer.post(url(user)).status_code] == [404, 404]


def test_who_will_work_beyond_the_reach_has_no_code_here(reach, officer):
    user = reach.facilitator()
    make_facilitation(user=user, group=reach.foreign_group, began_on=timezone.localdate() + timedelta(days=9))
    assert officer.post(url(user)).status_code == 404


def test_who_works_nowhere_or_only_elsewhere_has_no_code_here(reach, officer):
    free, foreign = make_user("facilitator"), make_user("facilitator")
    make_facilitation(user=foreign, group=reach.foreign_group)
    gone = reach.facilitator()
    Facilitation.objects.filter(user=gone).update(ended_on=timezone.localdate() - timedelta(days=1))
    assert [officer.post(url(user)).status_code for user in (free, foreign, gone)] == [404, 404, 404]


def test_closed_account_has_no_code(reach, officer):
    user = reach.facilitator()
    user.is_active = False
    user.save()
    assert not link_is_shown(officer, user)
    assert officer.post(url(user)).status_code == 404
