"""The rights library: made from the shipped files, told for three ages, in both languages."""

import pytest
from django.core.exceptions import ValidationError

from content.library import make_rights_library
from content.models import RightPage, RightsPage
from content.starter import make_starter_content
from participation.models import Topic
from tests.factories.accounts import stranger
from tests.made_once import seed

pytestmark = pytest.mark.django_db


def test_every_article_has_a_page_in_both_languages(made_once):
    assert made_once(seed, make_starter_content, make_rights_library) == 108
    assert make_rights_library() == 0
    for locale in ("km", "en"):
        pages = RightPage.objects.live().filter(locale__language_code=locale)
        assert sorted(pages.values_list("topic__number", flat=True)) == list(range(1, 55))
    assert not RightPage.objects.filter(locale__language_code="km", needs_native_editor=False).exists()
    html = stranger().get("/km/rights/").content.decode()
    assert html.count('class="right-card"') == 54


def test_both_languages_are_translations_of_each_other(few):
    assert few["km", 12].translation_key == few["en", 12].translation_key
    assert RightsPage.objects.values("translation_key").distinct().count() == 1


def test_the_age_that_the_reader_chooses_changes_the_text(few):
    page, client = few["km", 12], stranger()
    told = {age: client.get(f"/km/rights/12/{age}").content.decode() for age in ("", "?age=7", "?age=15", "?age=99")}
    assert page.short_11 in told[""]
    assert page.short_7 in told["?age=7"]
    assert page.short_11 not in told["?age=7"]
    assert page.short_15 in told["?age=15"]
    assert told["?age=99"].count('aria-current="true"') == told[""].count('aria-current="true"') == 2
    assert "/km/rights/13/?age=7" in told["?age=7"]


def test_only_related_rights_that_are_live_are_shown(few):
    few["en", 13].unpublish()
    assert "/en/rights/13/" not in stranger().get("/en/rights/12/").content.decode()
    assert "/km/rights/13/" in stranger().get("/km/rights/12/").content.decode()


def test_nobody_who_reads_gets_a_cookie_or_learns_of_the_editors_work(few):
    answer = stranger().get("/km/rights/12/")
    assert not answer.cookies
    assert "កែសម្រួល" not in answer.content.decode()


def test_editors_see_which_texts_need_a_native_editor(few):
    assert "(" in few["km", 12].get_admin_display_title()
    assert few["en", 12].get_admin_display_title() == few["en", 12].title


def test_what_editors_changed_or_took_down_stays(few):
    page = few["km", 12]
    page.short_7 = "ថ្មី។"
    page.save_revision().publish()
    few["en", 13].unpublish()
    assert make_rights_library() == 0
    page.refresh_from_db()
    assert page.short_7 == "ថ្មី។"
    assert not RightPage.objects.get(pk=few["en", 13].pk).live


def test_an_article_has_one_page_in_a_language(few):
    other = RightPage(title="x", slug="x", topic=Topic.objects.get(number=12), locale=few["km", 12].locale)
    with pytest.raises(ValidationError, match="topic"):
        other.clean()


def test_a_right_costs_few_queries(few, django_assert_max_num_queries):
    client = stranger()
    client.get("/km/rights/12/")
    with django_assert_max_num_queries(6):
        client.get("/km/rights/12/")
    with django_assert_max_num_queries(6):
        client.get("/km/rights/")
