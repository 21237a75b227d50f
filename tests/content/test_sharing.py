"""What search engines and messengers read: exact, in both languages, and silent about violence and help."""

import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from PIL import Image
from wagtail.models import PageViewRestriction

from content.models import RightPage
from content.sharing import PICTURE, PICTURE_SIZE, whole
from freshness.noting import noted
from tests.factories.accounts import stranger
from tests.guards.tree import ROOT

pytestmark = pytest.mark.django_db


def html(address):
    return stranger().get(address).content.decode()


def og(text):
    return dict(re.findall(r'<meta property="og:([a-z_:]+)" content="([^"]*)">', text))


def languages(text):
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', text))


def data(text):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    return {each["@type"]: each for each in json.loads(found[1])["@graph"]} if found else {}


@pytest.mark.parametrize(("language", "locale"), [("km", "km_KH"), ("en", "en_GB")])
def test_a_right_tells_what_it_is(few, language, locale):
    right = few[language, 12]
    text = html(f"/{language}/rights/12/")
    told, graph = og(text), data(text)
    assert f'<link rel="canonical" href="{whole(f"/{language}/rights/12/")}">' in text
    assert languages(text) == {code: whole(f"/{code}/rights/12/") for code in ("km", "en")}
    assert (told["title"], told["description"]) == (escape(right.title), escape(right.short_11))
    assert (told["locale"], told["type"], told["image"]) == (locale, "article", whole(f"/static/{PICTURE}"))
    assert (graph["Article"]["headline"], graph["Article"]["inLanguage"]) == (right.title, language)
    way = [each["item"] for each in graph["BreadcrumbList"]["itemListElement"]]
    assert way == [whole(f"/{language}/{path}") for path in ("", "rights/", "rights/12/")]


def test_the_first_page_tells_whose_it_is(few):
    assert list(data(html("/km/"))) == ["Organization"]


def test_the_age_that_a_reader_chose_is_the_same_page(few):
    assert f'<link rel="canonical" href="{whole("/en/rights/12/")}">' in html("/en/rights/12/?age=7")


def test_an_alternate_stands_only_while_the_translation_is_live_and_open(few, django_capture_on_commit_callbacks):
    assert set(languages(html("/km/rights/12/"))) == {"km", "en"}
    with django_capture_on_commit_callbacks(execute=True):
        few["en", 12].unpublish()
    assert languages(html("/km/rights/12/")) == {}
    assert set(languages(html("/km/rights/13/"))) == {"km", "en"}
    with django_capture_on_commit_callbacks(execute=True):
        closed = PageViewRestriction.objects.create(page=few["en", 13], restriction_type=PageViewRestriction.LOGIN)
    assert languages(html("/km/rights/13/")) == {}
    with django_capture_on_commit_callbacks(execute=True):
        closed.delete()
    assert set(languages(html("/km/rights/13/"))) == {"km", "en"}


def test_languages_and_the_list_above_cost_nothing_once_known_and_rest_on_exact_marks(few):
    html("/km/rights/12/")
    with noted() as names, CaptureQueriesContext(connection) as queries:
        html("/km/rights/12/")
    assert [each["sql"] for each in queries if '"translation_key" =' in each["sql"]] == []
    assert f"translations:{few['km', 12].translation_key}" in names
    assert {"pages:content.rightspage", "tree"} <= names
    assert "pages" not in names


def test_a_new_name_of_the_list_stands_in_the_way_to_the_page(few, django_capture_on_commit_callbacks):
    html("/en/rights/12/")
    rights = few["en", 12].get_parent().specific
    rights.title = "All </script> our rights"
    with django_capture_on_commit_callbacks(execute=True):
        rights.save_revision().publish()
    text = html("/en/rights/12/")
    assert data(text)["BreadcrumbList"]["itemListElement"][1]["name"] == rights.title
    assert "</script> our" not in text


@pytest.fixture
def violence(portal_with):
    portal_with(rights=(19,))
    return RightPage.objects.get(topic__number=19, locale__language_code="en")


def test_what_is_read_about_violence_and_help_is_not_told(violence):
    call_command("seed_helplines", verbosity=0)
    assert violence.has_quick_exit
    for address in ("/en/rights/19/", "/en/more/", "/en/calendar/", "/en/search/?q=hit"):
        text = html(address)
        told = og(text)
        assert set(told) == {"title", "description"}, address
        assert told["title"] == "Children&#x27;s Voice"
        assert violence.title not in told["description"]
        assert violence.short_11 not in told["description"]
        assert data(text) == {}


def test_the_picture_is_small_and_of_the_size_that_is_told():
    file = ROOT / "static" / PICTURE
    assert file.stat().st_size <= 60_000
    with Image.open(file) as picture:
        assert (picture.format, picture.size) == ("PNG", PICTURE_SIZE)
