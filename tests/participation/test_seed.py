"""The seeds of a new portal."""

import pytest
from django.core.management import call_command

from khmertext.normalise import normalise
from participation.models import Kind, KindRule, Post, Topic

pytestmark = pytest.mark.django_db


def rows(model):
    return sorted(model.objects.values_list())


@pytest.fixture
def planted():
    call_command("seed", verbosity=0)


def test_seed_plants_all_articles_once(planted):
    articles = Topic.objects.filter(type=Topic.Type.ARTICLE)
    assert sorted(articles.values_list("number", flat=True)) == list(range(1, 55))
    assert {article.number for article in articles if article.theme == Topic.Theme.PRINCIPLE} == {2, 3, 6, 12}
    assert not articles.filter(theme="").exists()


def test_seed_gives_every_kind_a_rule_and_an_ordinary_post(planted):
    assert set(KindRule.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert set(Post.objects.filter(code="member").values_list("kind", flat=True)) == set(Kind.values)


def test_seed_twice_changes_nothing(planted):
    before = [rows(model) for model in (KindRule, Post, Topic)]
    call_command("seed", verbosity=0)
    assert [rows(model) for model in (KindRule, Post, Topic)] == before


def test_seed_leaves_what_an_administrator_changed(planted):
    KindRule.objects.filter(kind=Kind.CLUB).update(rhythm_days=14)
    Post.objects.filter(kind=Kind.CLUB, code="leader").update(name_km="មេក្លឹប")
    Topic.objects.filter(number=12).update(is_active=False)
    call_command("seed", verbosity=0)
    assert KindRule.objects.get(kind=Kind.CLUB).rhythm_days == 14
    assert Post.objects.get(kind=Kind.CLUB, code="leader").name_km == "មេក្លឹប"
    assert Topic.objects.get(number=12).is_active is False


def test_seed_tells_what_it_added(capsys):
    call_command("seed")
    assert capsys.readouterr().out == "Added 4 rules, 30 posts, 70 topics. What was there already stays.\n"


@pytest.mark.parametrize("model", [Post, Topic])
def test_seeded_rows_are_valid_and_their_khmer_is_in_normal_spelling(planted, model):
    for row in model.objects.all():
        row.full_clean()
        assert row.name_km == normalise(row.name_km)
        assert row.name_en.isascii()


def test_names_follow_the_language_of_the_page(planted):
    from django.utils import translation

    article = Topic.objects.get(number=12)
    with translation.override("km"):
        assert article.name == article.name_km
    with translation.override("en"):
        assert article.name == article.name_en
