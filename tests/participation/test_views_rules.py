import pytest
from django.urls import reverse

from participation.models import KindRule, Post
from tests.factories.accounts import make_user
from tests.factories.participation import make_membership, make_post, make_rule
from tests.participation.reaches import browser, journal_rows

pytestmark = pytest.mark.django_db
LIST = "/desk/rules/"
KIND, ADD_POST = "/desk/rules/club/edit/", "/desk/rules/club/posts/new/"
RULE = {"age_from": "7", "age_to": "16", "size_from": "5", "size_to": "30", "rhythm_days": "១៤", "term_months": "12"}
POST = {"code": "librarian", "name_km": "បណ្ណារក្ស", "name_en": "Librarian", "position": "45"}


@pytest.fixture
def administrator():
    make_rule("club")
    return browser(make_user("administrator"))


def refused(response, field):
    assert response.status_code == 200
    return response.context["form"].errors[field]


def test_list_shows_each_kind_with_its_posts(administrator):
    make_rule("council")
    make_post(code="leader")
    make_post("council", "leader")
    assert [(row.rule.kind, len(row.posts)) for row in administrator.get(LIST).context["kinds"]] == [
        ("club", 1),
        ("council", 1),
    ]


def test_list_costs_the_same_at_one_row_and_at_three(administrator, django_assert_num_queries):
    make_post(code="leader")
    administrator.get(LIST)
    with django_assert_num_queries(7):
        administrator.get(LIST)
    make_rule("council")
    make_rule("network")
    make_post("council", "leader")
    make_post("network", "member")
    with django_assert_num_queries(7):
        administrator.get(LIST)


def test_rule_is_changed(administrator):
    assert administrator.get(KIND).context["form"]["age_to"].value() == 17
    assert administrator.post(KIND, RULE).url == LIST
    rule = KindRule.objects.get(kind="club")
    assert (rule.age_from, rule.age_to, rule.rhythm_days) == (7, 16, 14)
    assert len(journal_rows("kind_rule.changed")) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"age_to": "3"}, "age_to"),
        ({"size_to": "1"}, "size_to"),
        ({"rhythm_days": "0"}, "rhythm_days"),
        ({"rhythm_days": "often"}, "rhythm_days"),
        ({"term_months": "99999999999999999999"}, "term_months"),
        ({"age_from": ""}, "age_from"),
    ],
    ids=str,
)
def test_rule_refuses_with_a_sentence_at_the_field(administrator, changed, field):
    assert refused(administrator.post(KIND, {**RULE, **changed}), field)
    assert KindRule.objects.get(kind="club").age_from == 6


def test_post_is_added_and_changed(administrator):
    administrator.post(ADD_POST, {**POST, "is_single": "on"})
    post = Post.objects.get(code="librarian")
    assert (post.kind, post.is_single, post.is_active) == ("club", True, True)
    url = reverse("rules:edit_post", args=[post.pk])
    administrator.post(url, {**POST, "name_en": "Book keeper"})
    post.refresh_from_db()
    assert (post.name_en, post.is_single, post.is_active) == ("Book keeper", False, False)
    assert [len(journal_rows(f"post.{verb}")) for verb in ("added", "changed")] == [1, 1]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "leader"}, "code"),
        ({"code": "two words"}, "code"),
        ({"name_km": ""}, "name_km"),
        ({"position": "x"}, "position"),
    ],
    ids=str,
)
def test_post_refuses_with_a_sentence_at_the_field(administrator, changed, field):
    make_post(code="leader")
    assert refused(administrator.post(ADD_POST, {**POST, **changed}), field)
    assert Post.objects.filter(kind="club").count() == 1


def test_post_with_two_holders_cannot_become_single(administrator):
    first = make_membership()
    make_membership(group=first.group)
    url = reverse("rules:edit_post", args=[first.post_id])
    response = administrator.post(url, {**POST, "is_single": "on", "is_active": "on"})
    assert response.status_code == 200
    assert response.context["form"].errors
    first.post.refresh_from_db()
    assert not first.post.is_single


def test_unknown_kind_and_post_are_not_found(administrator):
    for url in ("/desk/rules/party/edit/", "/desk/rules/party/posts/new/", f"/desk/rules/posts/{10**25}/edit/"):
        assert administrator.get(url).status_code == 404


@pytest.mark.parametrize("role", ["programme_officer", "area_officer", "facilitator", "communications"])
def test_rules_are_closed_to_others(role):
    make_rule("club")
    post = make_post(code="leader")
    client = browser(make_user(role))
    for url in (LIST, KIND, ADD_POST, reverse("rules:edit_post", args=[post.pk])):
        assert client.get(url).status_code == 404
    assert client.post(KIND, RULE).status_code == 404
    assert KindRule.objects.get(kind="club").age_from == 6
