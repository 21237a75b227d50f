"""The lists of councils, beside the rules of the kinds, for an administrator."""

import pytest
from django.urls import reverse

from councils.models import FillingMethod, RepresentedBody
from tests.factories.accounts import make_user
from tests.factories.councils import make_body, make_method
from tests.participation.reaches import browser

pytestmark = pytest.mark.django_db
LISTS = "/desk/councils/lists/"


@pytest.fixture
def administrator():
    return browser(make_user("administrator"))


def test_rules_lead_to_the_lists(administrator):
    assert LISTS in administrator.get(reverse("rules:list")).content.decode()


def test_a_way_is_added_and_put_out_of_use(administrator):
    given = {"code": "lots", "name_km": "ចាប់ឆ្នោត", "name_en": "Drawn by lot", "position": "70"}
    assert administrator.post(reverse("councils:add_method"), given).url == LISTS
    method = FillingMethod.objects.get(code="lots")
    edit = reverse("councils:edit_method", args=[method.pk])
    assert administrator.get(edit).context["form"].initial["is_active"] is True
    assert administrator.post(edit, {**given, "is_election": "on"}).url == LISTS
    method.refresh_from_db()
    assert (method.is_active, method.is_election, method.code) == (False, True, "lots")
    assert "not in use" in administrator.get(LISTS).content.decode()


def test_a_body_is_added_and_renamed(administrator):
    given = {"code": "youth", "name_km": "ក្រុមយុវជន", "name_en": "Youth group", "position": "70"}
    assert administrator.post(reverse("councils:add_body"), given).url == LISTS
    body = RepresentedBody.objects.get(code="youth")
    changed = {**given, "name_en": "Young people", "is_active": "on"}
    assert administrator.post(reverse("councils:edit_body", args=[body.pk]), changed).url == LISTS
    body.refresh_from_db()
    assert (body.name_en, body.is_active) == ("Young people", True)


def test_a_code_that_is_taken_is_refused_at_its_field(administrator):
    make_method("ballot")
    given = {"code": "ballot", "name_km": "ក", "name_en": "x", "position": "1"}
    assert "code" in administrator.post(reverse("councils:add_method"), given).context["form"].errors


def test_lists_are_for_who_keeps_the_rules():
    officer = browser(make_user("programme_officer"))
    for address in (LISTS, reverse("councils:add_body"), reverse("councils:edit_body", args=[make_body().pk])):
        assert officer.get(address).status_code == 404
