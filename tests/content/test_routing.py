"""The short way to a page: two statements before its own, and everything out of the ordinary goes Wagtail's way."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from content.models import RightPage
from freshness.noting import noted
from portal.page_cache import unknown_tables
from tests.content.conftest import EVERY_KIND
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db

MOST, MOST_OF_A_SHAPE = 6, 2


def statements(address):
    client = stranger()
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return answer, [each["sql"] for each in queries]


def shape(sql):
    return sql.split(" WHERE ")[0]


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("path", ["", "rights/", "rights/12/"])
def test_a_page_costs_few_statements(few, language, path):
    answer, asked = statements(f"/{language}/{path}")
    assert answer.status_code == 200
    assert len(asked) <= MOST
    assert max(map(list(map(shape, asked)).count, map(shape, asked))) <= MOST_OF_A_SHAPE


@pytest.fixture
def everything(portal_with):
    portal_with(*EVERY_KIND, rights=(12, 13))
    for command in ("publish_snapshot", "seed_helplines"):
        call_command(command, verbosity=0)
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code="en").order_by("path")
    one_of_each = {page.content_type_id: page.get_url() for page in pages}
    return ["/en/near/", "/en/more/", "/en/calendar/", *one_of_each.values()]


def test_every_kind_of_page_costs_few_statements_and_rests_on_known_tables(everything):
    found = {}
    for address in everything:
        with noted() as names:
            answer, asked = statements(address)
        assert answer.status_code == 200, address
        most = max(map(list(map(shape, asked)).count, map(shape, asked)), default=0)
        found[address] = (len(asked) <= MOST, most <= MOST_OF_A_SHAPE, unknown_tables(names))
    assert len(found) > 15
    assert {address: each for address, each in found.items() if each != (True, True, [])} == {}


def test_more_rights_cost_no_more(few):
    _answer, before = statements("/km/rights/")
    library = few["km", 12].get_parent()
    for number, topic in enumerate(
        RightPage.topic.field.related_model.objects.filter(type="article", number__gt=13)[:30]
    ):
        told = {"short_7": "មួយ", "short_11": "មួយ", "short_15": "មួយ"}
        library.add_child(instance=RightPage(title=f"ទំព័រ {number}", slug=f"more-{number}", topic=topic, **told))
    _answer, after = statements("/km/rights/")
    assert len(after) == len(before)


def test_an_alias_goes_wagtails_way(few):
    library = few["km", 12].get_parent().specific
    alias = library.create_alias(update_slug="again")
    assert stranger().get("/km/again/").status_code == 200
    alias.unpublish()
    assert stranger().get("/km/again/").status_code == 404
