"""The short way to a page: two statements before its own, and everything out of the ordinary goes Wagtail's way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import RightPage
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


def test_more_rights_cost_no_more(few):
    _answer, before = statements("/km/rights/")
    library = few["km", 12].get_parent()
    for number, topic in enumerate(RightPage.topic.field.related_model.objects.filter(type="article")[20:50]):
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
