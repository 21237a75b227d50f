"""Readers of pages that moved are led on; behind the doors nothing is looked up."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from tests.factories.accounts import make_user, signed_in, stranger

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/poster", "/km/old/"])
def test_an_old_address_leads_to_the_new_one(path):
    Redirect.add_redirect(path, "/km/more/", is_permanent=True)
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/km/more/")


def test_what_the_desk_does_not_show_is_not_looked_up(db, django_assert_num_queries):
    client = signed_in(make_user("facilitator"))
    assert client.get("/desk/nowhere/").status_code == 404
    with django_assert_num_queries(3):
        assert client.get("/desk/nowhere/").status_code == 404


def test_an_address_of_nobody_is_not_found(starter):
    assert stranger().get("/km/nowhere/").status_code == 404
