"""Keys of makers of every reach × every list: what is told lies within the reach, and nobody is named.

The same words as on the pages of the desk are looked for, and leaks that are planted are found.
"""

import json

import pytest

from accounts.api import lending
from accounts.api.scopes import ApiScope
from accounts.roles import ROLES, Reach
from accounts.scoping import ScopedQuerySet
from tests.factories.accounts import make_token, make_user
from tests.factories.places import make_area
from tests.reports.api.caller import LISTS, Caller, caller_of

pytestmark = pytest.mark.django_db

PATHS = (*LISTS, "quarters/2026Q3/1")
SECRET = ("Secretfamily", "Secretgiven", "Secret club", "ក្លឹបសម្ងាត់", "Unchecked office", "Person ")
MAKERS = (None, "05", "0506", "050601", "10", "1001")
KEYS = (None, "05", "0506", "10", "100101")
CODES = ("code", "area_code", "commune_code", "commune_codes", "parent")


def codes_in(node) -> set[str]:
    """Every code of a place in an answer, but for those above that lead down to it."""
    found: set[str] = set()
    if isinstance(node, dict):
        for name, value in node.items():
            if name in CODES and name != "parent":
                found |= {each for each in (value if isinstance(value, list) else [value]) if each and each.isdigit()}
            found |= codes_in(value)
    elif isinstance(node, list):
        for each in node:
            found |= codes_in(each)
    return found


def leaks(caller: Caller, maker: str | None, area: str | None) -> list[str]:
    found = []
    for path in PATHS:
        answer = caller.ask(path, limit=500)
        text = answer.content.decode()
        found += [f"{path}: shows {word}" for word in SECRET if word in text]
        if answer.status_code == 200:
            codes = codes_in(json.loads(text)["items"])
            for border in filter(None, (maker, area)):
                above = {border[:length] for length in (2, 4)} if path == "places" else set()
                found += [f"{path}: tells of {code}" for code in codes - above if not code.startswith(border)]
        elif answer.status_code != 403:
            found.append(f"{path}: {answer.status_code}")
    return found


def test_no_key_tells_of_a_place_beyond_its_maker_or_itself_and_none_names_anybody(country, figure):
    tried = 0
    for own in MAKERS:
        maker = make_user("programme_officer", area=own and make_area(own))
        for area in KEYS:
            caller = caller_of(maker, area=area and make_area(area))
            assert leaks(caller, own, area) == [], (own, area)
            tried += len(PATHS)
    figure(f"other systems: {len(MAKERS)} makers × {len(KEYS)} places of keys × {len(PATHS)} lists: {tried}, 0 leaks")


@pytest.mark.parametrize("role", ROLES)
def test_a_maker_of_any_role_opens_no_more_than_that_role(country, role):
    """Also where somebody wrote a key into the database by hand."""
    area = make_area("05") if ROLES[role].reach is Reach.AREA else None
    maker = make_user(role, area=area)
    answers = {path: Caller(make_token(maker).plain).ask(path).status_code for path in PATHS}
    if role == "programme_officer":
        assert set(answers.values()) == {200}
    elif role == "administrator":
        closed = {"targets", "indicators", "quarters", "quarters/2026Q3/1"}
        assert {path for path, status in answers.items() if status == 403} == closed
        assert {path for path, status in answers.items() if status == 200} == set(PATHS) - closed
    else:
        assert set(answers.values()) == {401}


def test_a_list_that_forgot_its_scope_is_found(country, monkeypatch):
    caller = caller_of(make_user("programme_officer", area=make_area("05")))
    assert leaks(caller, "05", None) == []
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    found = leaks(caller, "05", None)
    for path in ("groups", "meetings", "services", "quarters/2026Q3/1"):
        assert any(fault.startswith(f"{path}: tells of 10") for fault in found), path


def test_a_key_that_forgot_its_own_place_is_found(country, monkeypatch):
    caller = caller_of(area=make_area("05"))
    assert leaks(caller, None, "05") == []
    monkeypatch.setattr(lending, "within_both", lambda one, other: (True, one))
    assert leaks(caller, None, "05") != []


def test_a_list_that_names_somebody_is_found(country, monkeypatch):
    caller = caller_of()
    monkeypatch.setattr("reports.api.groups.split_id", lambda area: ("mef", "Secretfamily"))
    assert "groups: shows Secretfamily" in leaks(caller, None, None)


def test_what_is_looked_for_is_really_there(country):
    codes = codes_in(caller_of().read("groups", limit=500))
    assert {code[:2] for code in codes} == {"05", "10"}
    assert set(ApiScope.values) == {"places", "groups", "meetings", "targets", "quarters", "services"}
