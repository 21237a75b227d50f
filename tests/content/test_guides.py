"""Session guides: made from the shipped files, found from rights, topics, search and the map; left at once where about
violence."""

import re

import pytest
from django.utils.translation import override

from content import api
from content.guiding import guides_about, make_session_guides, shipped
from content.models import RightPage, SessionGuidePage, SessionGuidesPage
from content.pace import Pace
from participation import extras
from participation.models import Topic
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db
TRUST = "/en/session-guides/adults-we-trust/"


@pytest.fixture
def guides(portal_with):
    """All six guides in both languages, beside the pages about two rights."""
    assert portal_with(make_session_guides, rights=(12, 19)) == 12
    return {(page.locale.language_code, page.slug): page for page in SessionGuidePage.objects.select_related("locale")}


def read(path: str) -> str:
    answer = stranger().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


# --- the loader ------------------------------------------------------------------------------------------------------
def test_guides_are_made_once_and_are_translations_of_each_other(guides):
    assert {name for name, _told in shipped()} == {slug for _language, slug in guides}
    assert {guides["km", slug].translation_key == guides["en", slug].translation_key for _, slug in guides} == {True}
    assert SessionGuidesPage.objects.values("translation_key").distinct().count() == 1
    assert {page.needs_native_editor for (language, _), page in guides.items()} == {True, False}
    guides["en", "asking-adults"].unpublish()
    assert make_session_guides() == 0
    assert not SessionGuidePage.objects.get(pk=guides["en", "asking-adults"].pk).live


def test_a_guide_names_articles_and_activities_and_adds_up_its_minutes(guides):
    page = guides["km", "asking-adults"]
    assert {topic.number or topic.code for topic in page.topics.all()} == {
        12,
        13,
        "investment_plan",
        "peer_education",
    }
    assert page.minutes == sum(dict(shipped())["asking-adults"]["minutes"]) == 85


# --- for the reader --------------------------------------------------------------------------------------------------
def test_list_and_page_show_what_is_needed(guides):
    html = read("/en/session-guides/")
    assert len(re.findall(r'href="/en/session-guides/[\w-]+/"', html)) == 6
    assert "85 minutes" in html
    page = guides["en", "asking-adults"]
    html = read(page.url).split("<main")[1]
    steps = [each.value["title"] for each in page.steps]
    places = [html.index(text) for text in ("Before the session", *steps, "So that everybody is safe", "right-card")]
    assert places == sorted(places)
    assert 'href="/en/rights/12/?age=11"' in html


def test_a_guide_about_violence_is_left_at_once_and_its_title_says_nothing(guides):
    answer = stranger().get(TRUST)
    html = answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "js/leave" in html
    assert "Adults we trust" not in html.split("</title>")[0]
    other = stranger().get("/en/session-guides/asking-adults/")
    assert other.headers["Referrer-Policy"] != "no-referrer"
    assert "js/leave" not in other.content.decode()
    RightPage.objects.filter(locale__language_code="en", topic__number=19).update(has_quick_exit=False)
    assert not SessionGuidePage.objects.get(pk=guides["en", "adults-we-trust"].pk).has_quick_exit


# --- the ways there --------------------------------------------------------------------------------------------------
def test_a_right_leads_to_the_live_guides_that_name_it(guides):
    html = read("/en/rights/12/").split('id="guides"')[1]
    assert re.findall(r"/en/session-guides/([\w-]+)/", html) == ["asking-adults", "choosing-a-leader"]
    guides["en", "asking-adults"].unpublish()
    assert "asking-adults" not in read("/en/rights/12/")
    guides["en", "choosing-a-leader"].unpublish()
    assert 'id="guides"' not in read("/en/rights/12/")


def test_topics_at_the_desk_lead_to_guides_in_the_language_of_the_page(guides):
    article = Topic.objects.get(type=Topic.Type.ARTICLE, number=12)
    activity = Topic.objects.get(code="self_protection")
    other = Topic.objects.get(code="hygiene")
    with override("en"):
        found = extras.guides_for({article.pk, activity.pk, other.pk})
    assert found.keys() == {article.pk, activity.pk}
    assert [title for title, _address in found[article.pk]] == ["We ask adults", "We choose our leader"]
    assert found[activity.pk] == [("Adults we trust", TRUST)]
    with override("km"):
        assert guides_about([activity.pk])[activity.pk][0][1] == "/km/session-guides/adults-we-trust/"


def test_guides_of_many_topics_cost_as_much_as_those_of_one(guides, django_assert_num_queries):
    one = Topic.objects.get(code="self_protection").pk
    keys = list(Topic.objects.values_list("pk", flat=True))
    guides_about(keys)
    for some in ([one], keys):
        with django_assert_num_queries(2):
            guides_about(some)


@pytest.mark.parametrize(("language", "words"), [("en", "pebbles"), ("km", "ផែនទី"), ("km", "បោះឆ្នោត")])
def test_search_finds_guides(guides, language, words):
    answer = stranger().get(f"/{language}/search/", {"q": words})
    assert answer.context["found"].guides
    assert f"/{language}/session-guides/" in answer.content.decode()


def test_home_and_sitemap_lead_to_guides(guides):
    assert 'href="/km/session-guides/"' in read("/km/")
    assert "/km/session-guides/our-village-map/" in read("/sitemap.xml")


def test_other_programs_read_a_guide(guides, monkeypatch):
    monkeypatch.setattr(api, "pace", Pace(most=1000))
    told = stranger().get(f"/api/v2/pages/{guides['en', 'asking-adults'].pk}/").json()
    assert (told["minutes"], told["age"], told["articles"]) == (85, 11, [12, 13])
    assert "What was answered" in told["steps"]


def test_a_guide_costs_few_queries(guides, django_assert_max_num_queries):
    client = stranger()
    for address in ("/km/session-guides/", "/km/session-guides/asking-adults/", "/km/rights/12/"):
        client.get(address)
        with django_assert_max_num_queries(6):
            client.get(address)


def test_editors_open_the_form_of_a_guide(guides, editor, client, settings):
    client.force_login(editor, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = client.get(f"/admin/pages/{guides['km', 'asking-adults'].pk}/edit/")
    assert answer.status_code == 200
    assert [name for name in ("lead", "safety", "preparation") if f'name="{name}"' not in answer.text] == []
