"""The map of the public pages and the manifest of the public site."""

import xml.etree.ElementTree as ET

import pytest
from wagtail.models import PageViewRestriction

from content.sharing import whole
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db

SPACES = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap():
    answer = stranger().get("/sitemap.xml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    entries = {}
    for url in ET.fromstring(answer.content).findall("m:url", SPACES):
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", SPACES)}
        entries[url.find("m:loc", SPACES).text] = links
    return entries


def test_every_page_stands_once_with_its_languages(few):
    entries = sitemap()
    both = {code: whole(f"/{code}/rights/12/") for code in ("km", "en")}
    assert {each: links for each, links in entries.items() if "rights/12" in each} == dict.fromkeys(both.values(), both)
    paths = ("", "rights/", "rights/12/", "rights/13/", "near/", "more/")
    assert {whole(f"/{code}/{path}") for code in ("km", "en") for path in paths} <= set(entries)


def test_drafts_and_closed_pages_and_aliases_do_not_stand_there(few):
    few["en", 12].unpublish()
    PageViewRestriction.objects.create(page=few["km", 13], restriction_type=PageViewRestriction.LOGIN)
    few["en", 13].get_parent().specific.create_alias(update_slug="again")
    entries = sitemap()
    assert whole("/km/rights/12/") in entries
    assert entries[whole("/km/rights/12/")] == {}
    assert whole("/en/rights/12/") not in entries
    assert whole("/km/rights/13/") not in entries
    assert whole("/en/again/") not in entries
    assert entries[whole("/en/rights/13/")] == {}


@pytest.mark.parametrize(("language", "name"), [("km", "សំឡេងកុមារ"), ("en", "Children's Voice")])
def test_the_manifest_speaks_the_language_and_leaves_the_field_alone(client, language, name):
    answer = client.get(f"/{language}/site.webmanifest")
    told = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["lang"], told["scope"], told["start_url"]) == (
        name,
        language,
        f"/{language}/",
        f"/{language}/",
    )
    assert not "/field/".startswith(told["scope"])
    assert told["id"] != client.get("/field/manifest.webmanifest").json()["id"]
    assert answer.cookies == {}
