"""Who comes in: a key and nothing else; what is wrong is told in JSON, and each reading leaves a line."""

import json
import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.api.scopes import ApiScope
from accounts.models import ApiToken, JournalEntry
from accounts.models.tokens import PREFIX
from participation.models import CommunityGroup
from portal.logs import WithoutSecrets
from reports.api import door
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.places import make_area
from tests.reports.api.caller import LISTS, ROOT, Caller, caller_of, described

pytestmark = pytest.mark.django_db

SCOPE_OF = {
    **{name: name for name in ("places", "groups", "meetings", "targets", "quarters", "services")},
    "indicators": "targets",
    "coverage": "services",
}


def code(answer):
    return json.loads(answer.content)["code"]


# --- nobody without a key --------------------------------------------------------------------------------------------
def test_no_key_that_works_is_one_answer_whatever_the_reason(country):
    today = timezone.localdate()
    keys = {
        "none": "",
        "wrong": f"{PREFIX}wrong",
        "ended": make_token(ended_at=timezone.now()).plain,
        "over": make_token(made_on=today - timedelta(days=9), expires_on=today - timedelta(days=1)).plain,
        "maker without a role": make_token(make_user()).plain,
        "maker closed": make_token(make_user("programme_officer", is_active=False)).plain,
    }
    for path in LISTS:
        answers = {name: Caller(key).ask(path) for name, key in keys.items()}
        assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(keys, 401)
        assert len({answer.content for answer in answers.values()}) == 1
        heads = [{**answer.headers, "X-Request-ID": ""} for answer in answers.values()]
        assert [head for head in heads if head != heads[0]] == []
        assert {answer.headers["WWW-Authenticate"] for answer in answers.values()} == {"Bearer"}
        cache.clear()


def test_wrong_ended_and_expired_keys_cost_the_same_questions(country, django_assert_num_queries):
    today = timezone.localdate()
    ended = make_token(ended_at=timezone.now()).plain
    over = make_token(made_on=today - timedelta(days=9), expires_on=today - timedelta(days=1)).plain
    Caller("x").ask("groups")
    for key in ("ccpr_wrong", ended, over):
        with django_assert_num_queries(2):  # the key, and the line of the journal
            Caller(key).ask("groups")


def test_a_session_or_a_cookie_opens_nothing(country):
    client = signed_in(make_user("programme_officer"))
    for path in LISTS:
        answer = client.get(f"{ROOT}{path}/")
        assert (answer.status_code, code(answer)) == (401, "key_refused")
    answer = Caller(make_token().plain, client).ask("groups")
    assert (answer.status_code, answer.cookies) == (200, {})


def test_a_demo_key_works_on_this_machine_alone(country):
    token = make_token(make_user("programme_officer", is_demo=True))
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost")
    assert Caller(token.plain, client).ask("places").status_code == 200
    assert Caller(token.plain, Client(REMOTE_ADDR="192.0.2.7", HTTP_HOST="localhost")).ask("places").status_code == 401


# --- one part, as far as the maker -----------------------------------------------------------------------------------
@pytest.mark.parametrize("path", LISTS)
def test_a_key_opens_the_parts_it_was_made_for_and_no_other(country, path):
    own = SCOPE_OF[path]
    assert caller_of(scopes=[own]).ask(path).status_code == 200
    others = caller_of(scopes=[scope for scope in ApiScope.values if scope != own])
    answer = others.ask(path)
    assert (answer.status_code, code(answer)) == (403, "not_lent")


def test_a_key_loses_what_its_maker_loses(country):
    """An officer becomes an administrator: keys still work, and open no totals any more."""
    maker = make_user("programme_officer")
    caller = caller_of(maker)
    assert caller.ask("targets").status_code == 200
    maker.role_grants.update(role="administrator")
    answer = caller.ask("targets")
    assert (answer.status_code, code(answer)) == (403, "maker_may_not")
    assert caller.ask("groups").status_code == 200
    maker.role_grants.update(ended_on=timezone.localdate() - timedelta(days=1))
    assert caller.ask("groups").status_code == 401


def test_a_maker_who_moved_takes_the_key_along_only_within_its_place(country):
    maker = make_user("programme_officer", area=make_area("05"))
    caller = caller_of(maker, area=make_area("05"))
    assert len(caller.read("groups")["items"]) == 2
    maker.role_grants.update(area=make_area("0506"))
    assert (caller.read("groups")["reach"], len(caller.read("groups")["items"])) == (["0506"], 2)
    maker.role_grants.update(area=make_area("10"))
    answer = caller.ask("groups")
    assert (answer.status_code, code(answer)) == (403, "maker_may_not")


# --- what is asked ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ({"area": "5"}, "area"),
        ({"area": "mef05"}, "area"),
        ({"area": "05\n"}, "area"),
        ({"kind": "gang"}, "kind"),
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"after": "a b"}, "after"),
        ({"after": "only-one-part"}, "after"),
        ({"nonsense": "1"}, ""),
        ({"kind": ["club", "council"]}, "kind"),
    ],
)
def test_what_is_not_understood_is_named(country, asked, about):
    answer = caller_of().ask("groups", **asked)
    assert (answer.status_code, code(answer), json.loads(answer.content)["about"]) == (400, "not_understood", about)


def test_a_place_beyond_the_key_is_like_one_that_does_not_exist(country):
    caller = caller_of(make_user("programme_officer", area=make_area("05")))
    for path in ("places", "groups", "meetings", "targets", "services", "coverage"):
        answers = [caller.ask(path, area=area) for area in ("10", "1001", "99")]
        assert [answer.status_code for answer in answers] == [404] * 3, path
        assert len({answer.content for answer in answers}) == 1
        assert caller.ask(path, area="0506").status_code == 200, path


def test_only_reading_and_only_json(country):
    caller = caller_of()
    for method in ("post", "put", "patch", "delete", "options"):
        answer = caller.call(method, "groups")
        assert (answer.status_code, code(answer), answer.headers["Allow"]) == (405, "only_reading", "GET, HEAD")
    head = caller.call("head", "groups")
    assert (head.status_code, head.content) == (200, b"")
    for path in ("", "v1/", "v1/people/", "v1/groups", "v1/groups/x/", "v2/groups/", "v1/quarters/2026Q3/-1/"):
        answer = Client().get(f"/api/reports/{path}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json"), path


def test_an_error_of_ours_is_told_in_json_and_written_down(country, monkeypatch, caplog):
    monkeypatch.setattr(door, "reader", None)
    answer = caller_of().ask("groups")
    assert (answer.status_code, code(answer)) == (500, "failed")
    assert "TypeError" in caplog.text


# --- limits ----------------------------------------------------------------------------------------------------------
def test_a_key_gone_wild_waits_and_no_other(country, settings):
    settings.API_CALLS_A_MINUTE = 7
    wild, calm = caller_of(), caller_of()
    answers = [wild.ask("coverage").status_code for _turn in range(8)]
    assert answers == [*[200] * 7, 429]
    answer = wild.ask("coverage")
    assert (answer.headers["Retry-After"], code(answer)) == ("60", "too_often")
    assert calm.ask("coverage").status_code == 200


def test_wrong_keys_from_one_address_are_stopped_and_right_ones_are_not(country):
    statuses = [Caller(f"{PREFIX}{number}").ask("places").status_code for number in range(32)]
    assert statuses == [*[401] * 30, 429, 429]
    assert caller_of().ask("places").status_code == 200
    assert JournalEntry.objects.filter(verb="api.refused").count() == 30
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert Caller("wrong", elsewhere).ask("places").status_code == 401


# --- headers ---------------------------------------------------------------------------------------------------------
def test_nothing_is_kept_on_the_way_and_no_cookie_is_set(country):
    for path in LISTS:
        answer = caller_of().ask(path)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers.get("Vary", "") == "Accept-Encoding"
        assert answer.cookies == {}


def test_what_has_not_changed_is_not_sent_again(country):
    caller = caller_of()
    answer = caller.ask("groups")
    again = caller.call("get", "groups", **{"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["Cache-Control"]) == (304, b"", "private, no-store")
    CommunityGroup.objects.filter(pk=country["here"].pk).update(status="forming")
    assert caller.call("get", "groups", **{"if-none-match": answer.headers["ETag"]}).status_code == 200


# --- what stays behind -----------------------------------------------------------------------------------------------
def test_each_answer_is_a_line_with_key_part_and_number_and_no_name(country):
    token = make_token()
    Caller(token.plain).read("groups")
    Caller(token.plain).read("coverage", limit=1)
    lines = JournalEntry.objects.filter(verb="api.read").order_by("pk")
    assert [(line.kind, line.actor, line.about_id, line.details) for line in lines] == [
        ("read", token.made_by, str(token.pk), {"part": "groups", "rows": 4}),
        ("read", token.made_by, str(token.pk), {"part": "services", "rows": 1}),
    ]
    assert "Secret" not in str(list(lines.values()))


def test_the_day_of_the_last_use_is_written_once_a_day(country, django_assert_num_queries):
    token = make_token()
    caller = Caller(token.plain)
    caller.ask("coverage")
    assert ApiToken.objects.get(pk=token.pk).last_used_on == timezone.localdate()
    with django_assert_num_queries(8) as first:
        caller.ask("coverage")
    assert [query["sql"] for query in first.captured_queries if "UPDATE" in query["sql"]] == []


def test_a_key_reaches_no_log(country, caplog):
    token = make_token()
    line = logging.LogRecord("django", logging.WARNING, "", 0, "Not Found: %s", (f"/x/{token.plain}/",), None)
    WithoutSecrets().filter(line)
    assert token.plain not in line.getMessage()
    assert token.plain[len(PREFIX) :] not in line.getMessage()
    planted = logging.LogRecord("django", logging.WARNING, "", 0, "Not Found: %s", ("/x/ccpx_abcdef/",), None)
    WithoutSecrets().filter(planted)
    assert "ccpx_abcdef" in planted.getMessage()  # so a key would have been found above
    caplog.set_level(logging.DEBUG)
    Caller(token.plain).ask("groups")
    Caller(token.plain + "x").ask("groups")
    Caller(token.plain).call("post", "groups")
    assert token.plain not in caplog.text


def test_anybody_may_read_the_description(db):
    answer = Client().get(reverse("reports_api:openapi"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=3600")
    assert answer.json() == json.loads(json.dumps(described.description))
