"""Every role × every address: open exactly where the rules say so, and never a word from beyond the border."""

import io
import re
import uuid
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.middleware import LEADS_ELSEWHERE
from accounts.publishing import OPENS_THE_ADMIN
from accounts.roles import ROLES, Reach
from accounts.roles import Capability as C
from accounts.scoping import ScopedQuerySet
from participation.models import Kind
from participation.models.facilitation import FacilitationQuerySet
from people.models import Person
from tests.factories.accounts import make_second_factor, signed_in, stranger
from tests.guards.matrix.elsewhere import ELSEWHERE, OF_THE_FACTOR
from tests.guards.matrix.rules import RULES, Rule
from tests.guards.matrix.world import HERE, THERE, World, covers

pytestmark = [pytest.mark.django_db, pytest.mark.once]

READERS = ["anonymous", "without a role", "former facilitator", "officer whose role has ended", *ROLES]
OUR_PREFIXES = ("admin/",)


def names_of_addresses() -> set[str]:
    """The name of every address outside Wagtail's admin, as the URL map has it today."""

    def walk(resolver: URLResolver, prefix: str, namespace: str):
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if pattern.name and not route.lstrip("^").startswith(OUR_PREFIXES):
                    yield namespace + pattern.name
            elif not route.startswith(OUR_PREFIXES):
                yield from walk(pattern, route, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)

    return set(walk(get_resolver(), "", ""))


def test_every_address_has_a_rule_and_every_rule_an_address():
    assert names_of_addresses() == set(RULES) | set(OF_THE_FACTOR) | set(ELSEWHERE)


def client_of(world: World, reader: str) -> Client:
    """The browser of somebody who was here a moment ago: no answer has to note that they came."""
    user = world.users[reader]
    if user is None:
        return stranger()
    client = signed_in(user)
    client.get(reverse("desk"))
    return client


def address(name: str, rule: Rule, world: World, side: str) -> str:
    if not rule.about:
        return reverse(name)
    if rule.about == "token":
        return reverse(name, args=[world.common["token"]])
    if rule.about == "kind":
        return reverse(name, args=[Kind.CLUB.value])
    if rule.about == "grant":
        return reverse(name, args=[world.common["account"].pk, world.common["grant"].pk])
    rows = world.sides[side].rows
    if rule.about == "pair":
        return reverse(name, args=[person.pk for person in rows["pair"]])
    return reverse(name, args=[(rows[rule.about] if rule.about in rows else world.common[rule.about]).pk])


def is_allowed(reader: str, rule: Rule, world: World, side: str) -> bool:
    user = world.users[reader]
    if rule.public:
        return True
    if user is None:
        return False
    if not rule.needs:
        return True
    if rule.of_areas and ROLES.get(reader) and ROLES[reader].reach is Reach.OWN_GROUPS:
        return False
    scoped = rule.about in world.sides[side].rows
    if reader == "former facilitator" and not rule.about:  # keeps the role and reaches no group: an empty list
        reader, user = "facilitator", world.users["facilitator"]
    if rule.everywhere and not all(covers(reader, user, capability, THERE) for capability in rule.needs):
        return False
    enough = all if rule.all_of_them else any
    return enough(covers(reader, user, capability, side if scoped else HERE) for capability in rule.needs)


def forbidden_words(reader: str, world: World) -> list[str]:
    """The words that must not stand on any page this reader opens."""
    user = world.users[reader]
    words: list[str] = []
    for name, side in world.sides.items():
        if not covers(reader, user, C.SEE_GROUPS, name):
            words += side.group_words
        if not covers(reader, user, C.SEE_SERVICES, name):
            words += side.service_words
        if not covers(reader, user, C.SEE_HAND_OVERS, name):
            words += side.note_words
        if not any(covers(reader, user, need, name) for need in (C.SEE_TOTALS, C.MANAGE_TARGETS)):
            words += side.survey_words
        if not covers(reader, user, C.SEE_PEOPLE, name):
            words += side.people_words + side.former_words
        elif reader == "facilitator":  # who left a year ago is a count for who works with the group
            words += side.former_words
    return words


def answers(client: Client, path: str):
    """Each method's answer; what a request changed, the session included, is undone before the next."""
    for method in ("get", "post"):
        yield method, answer(client, method, path)


def answer(client: Client, method: str, path: str):
    return answering(client, lambda: getattr(client, method)(path))


def answering(client: Client, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """What is answered, read to its end; what the request changed is undone."""
    mark, cookies = transaction.savepoint_create(), deepcopy(client.cookies)
    response = ask()
    if response.streaming:
        response = HttpResponse(
            unpacked(b"".join(response.streaming_content)), status=response.status_code, headers=response.headers
        )
    transaction.savepoint_rollback(mark)
    client.cookies = cookies
    return response


def unpacked(content: bytes) -> bytes:
    """The words inside a file: a spreadsheet is an archive, in which no word could be found as it lies."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def faults_of(reader: str, world: World, names: list[str]) -> list[str]:
    """What went wrong for one reader: doors open or shut against the rules, errors, and words that leaked.

    An address about a row of neither side is the same on both: what it answers is judged for each, and asked for once.
    """
    client, faults = client_of(world, reader), []
    words = forbidden_words(reader, world)
    for name in names:
        rule, heard = RULES[name], {}
        for side in (HERE, THERE):
            path = address(name, rule, world, side)
            allowed = is_allowed(reader, rule, world, side)
            if path not in heard:
                heard[path] = list(answers(client, path))
            for method, response in heard[path]:
                where = f"{reader}: {method.upper()} {name} ({side}) -> {response.status_code}"
                if response.status_code >= 500:
                    faults.append(f"{where}: an error")
                if not is_right(
                    response, allowed=allowed, answered=method in rule.methods, anonymous=reader == "anonymous"
                ):
                    faults.append(f"{where}: {'should be open' if allowed else 'should be shut'}")
                body = response.content.decode(errors="replace") + str(dict(response.headers))
                faults += [f"{where}: shows {word}" for word in words if word in body]
    return faults


def assert_none(faults: list[str]) -> None:
    """Fail with every fault on a line of its own."""
    assert not faults, "\n" + "\n".join(faults)


def is_right(response, *, allowed: bool, answered: bool, anonymous: bool) -> bool:
    """A method that an address does not answer may say so to anybody: 405 tells nothing about a row."""
    to_sign_in = response.status_code == 302 and "/accounts/login/" in response.headers["Location"]
    if not answered and response.status_code == 405:
        return True
    if not allowed and anonymous:  # the app of the phone is asked to sign in by a status, not by a page
        return to_sign_in or response.status_code == 401 and response.headers["Content-Type"] == "application/json"
    if not allowed:
        return response.status_code == 404
    if not answered:
        return response.status_code == 404
    return response.status_code in (200, 204, 302, 303, 400, 410, 422) and not (to_sign_in and not anonymous)


@pytest.mark.parametrize("reader", READERS)
def test_doors_open_by_the_rules_and_nothing_leaks(reader, world, figure):
    faults = faults_of(reader, world, sorted(RULES))
    figure(f"permission matrix: {len(READERS)} readers × {len(RULES)} addresses × 2 sides × GET and POST")
    figure(f"permission matrix, {reader}: {len(faults)} leaks and wrong doors")
    assert_none(faults)


@pytest.mark.parametrize("reader", READERS)
def test_pages_of_the_second_factor_are_for_people_signed_in(reader, world):
    client, words = client_of(world, reader), forbidden_words(reader, world)
    for name in OF_THE_FACTOR:
        for method, response in answers(client, reverse(name)):
            body = response.content.decode(errors="replace")
            assert response.status_code < 500, (name, method)
            assert response.status_code != 200 or reader != "anonymous", (name, method)
            assert [word for word in words if word in body] == [], (name, method)


# --- what the matrix is worth: it finds a fault that is planted ------------------------------------------------------
def test_matrix_finds_a_list_that_forgot_its_scope(world, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    found = faults_of("programme_officer", world, ["groups:list", "groups:page", "people:page"])
    assert any("groups:list" in fault and "Quagga club" in fault for fault in found)
    assert any("people:page (there)" in fault and "should be shut" in fault for fault in found)


def test_matrix_finds_a_file_that_forgot_its_scope(world, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    lists = {"groups": "Quagga club", "plans": "Quagga club", "missed": "Quagga club", "gaps": "Quagga council"}
    files = {f"exports:{name}_{format}": word for name, word in lists.items() for format in ("csv", "xlsx")}
    found = faults_of("programme_officer", world, list(files))
    for name, word in files.items():
        assert any(f"GET {name} " in fault and word in fault for fault in found), name


def test_matrix_finds_services_that_forgot_their_scope(world, monkeypatch):
    names = ["services:list", "services:page", "services:list_csv"]
    assert_none(faults_of("focal_point", world, names))
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    found = faults_of("focal_point", world, names)
    for name in ("services:list (there)", "services:list_csv (there)", "services:page (there)"):
        assert any(f"GET {name}" in fault and "Quagga office" in fault for fault in found), name


def test_matrix_finds_hand_over_notes_that_forgot_their_scope(world, monkeypatch):
    names = ["hand_overs:list", "hand_overs:page", "hand_overs:acknowledge"]
    assert_none(faults_of("focal_point", world, names))
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    monkeypatch.setattr(ScopedQuerySet, "editable_by", lambda rows, user: rows.all())
    found = faults_of("focal_point", world, names)
    for name in ("GET hand_overs:list", "GET hand_overs:page (there)", "POST hand_overs:acknowledge (there)"):
        assert any(name in fault for fault in found), name


def test_hand_over_notes_are_closed_to_who_keeps_accounts_and_to_everybody_but_two_roles():
    assert {key for key, role in ROLES.items() if C.SEE_HAND_OVERS in role.capabilities} == {
        "safeguarding_officer",
        "focal_point",
    }


def test_matrix_finds_an_import_that_asks_about_people_beyond_the_border(world, monkeypatch):
    names, (mine, theirs) = ["imports:page"], (world.sides[side].people_words for side in (HERE, THERE))
    client = client_of(world, "programme_officer")
    text = client.get(address("imports:page", RULES["imports:page"], world, HERE)).text
    assert [word for word in mine if word in text]
    assert_none(faults_of("programme_officer", world, names))
    monkeypatch.setattr("participation.views.imports.people_asked_about", lambda rows, user: Person.objects.in_bulk())
    found = faults_of("programme_officer", world, names)
    assert any(f"shows {word}" in fault for fault in found for word in theirs)


def test_matrix_finds_a_change_that_forgot_its_scope(world, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "editable_by", lambda rows, user: rows.all())
    found = faults_of("facilitator", world, ["meetings:withdraw", "members:end"])
    assert any("POST meetings:withdraw (there)" in fault for fault in found)
    assert any("GET members:end (there)" in fault for fault in found)


def test_matrix_finds_a_facilitation_that_never_ends(world, monkeypatch):
    names = ["groups:page", "groups:history", "members:end"]
    assert_none(faults_of("former facilitator", world, names))
    monkeypatch.setattr(FacilitationQuerySet, "current", lambda rows, on: rows.all())
    found = faults_of("former facilitator", world, names)
    assert any("GET groups:page (here) -> 200: should be shut" in fault for fault in found)


def test_matrix_finds_names_shown_to_a_role_without_names(world, monkeypatch):
    from accounts.roles import Role  # the role is changed for this test alone

    donor = ROLES["donor"]
    wider = Role(donor.key, donor.name, donor.purpose, donor.reach, donor.capabilities | {C.SEE_GROUPS, C.SEE_PEOPLE})
    monkeypatch.setitem(ROLES, "donor", wider)
    monkeypatch.setattr("tests.guards.matrix.world.ROLES", {**ROLES, "donor": donor})
    make_second_factor(world.users["donor"])
    found = faults_of("donor", world, ["groups:page", "people:page"])
    assert any("shows Zebrafamily" in fault for fault in found)


def test_matrix_finds_a_former_member_named_to_who_works_with_the_group(world, monkeypatch):
    monkeypatch.setattr("participation.scopes.FORMER_REACHED_FOR", timedelta(days=9999))
    found = faults_of("facilitator", world, ["meetings:page", "groups:history"])
    assert {fault for fault in found if "shows Zebragone" in fault} != set()


def test_words_to_look_for_are_really_on_the_pages_of_those_who_may(world):
    client = client_of(world, "programme_officer")
    side = world.sides[HERE]
    pages = [
        reverse("groups:page", args=[side.rows["club"].pk]),
        reverse("meetings:page", args=[side.rows["meeting"].pk]),
        reverse("groups:history", args=[side.rows["club"].pk]),
    ]
    text = " ".join(client.get(page).text for page in pages)
    words = ("Zebra club", "Zebrafamily", "Zebrasummary", "Zebradecision", "Zebragone")
    assert [word for word in words if word not in text] == []


# --- Wagtail's admin -------------------------------------------------------------------------------------------------
RAISES_ON_PURPOSE = ("admin/failwhale/",)
"""Wagtail's fire drill: an error page for who wants to see one."""


def admin_paths() -> list[str]:
    """Every address of Wagtail's admin, with 1 for each number and a word for each text."""
    found: set[str] = set()

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern, route)
                continue
            path = re.sub(r"<int:[^>]+>", "1", route)
            path = re.sub(r"<uuid:[^>]+>", str(uuid.UUID(int=1)), path)
            path = re.sub(r"<[^>]+>", "1", path)
            path = re.sub(r"\(\?P[^)]*\)|\([^)]*\)", "1", path)
            path = path.replace("^", "").replace("$", "").replace("\\", "").replace("?", "")
            if path.startswith("admin/") and path not in RAISES_ON_PURPOSE:
                found.add("/" + path)

    walk(get_resolver(), "")
    return sorted(found)


CLOSED_TO_ALL = (
    "/admin/users/",
    "/admin/groups/",
    "/admin/password_reset/",
    "/admin/bulk/accounts/",
    "/admin/bulk/auth/",
)


@pytest.mark.filterwarnings("ignore:Pagination may:django.core.paginator.UnorderedObjectListWarning")  # of Wagtail
@pytest.mark.once
@pytest.mark.parametrize("reader", READERS)
def test_wagtail_admin_is_for_those_who_publish_and_shows_no_register(reader, world):
    user = world.users[reader]
    client, words, faults = client_of(world, reader), forbidden_words(reader, world), []
    publishes = any(covers(reader, user, capability, HERE) for capability in OPENS_THE_ADMIN)
    for path in admin_paths():
        response = answer(client, "get", path)
        if path in LEADS_ELSEWHERE:
            if response.status_code != 302 or response.headers["Location"] != reverse(LEADS_ELSEWHERE[path]):
                faults.append(f"{path} -> {response.status_code}: should lead to our own page")
        elif not publishes and not (
            response.status_code == 404 or reader == "anonymous" and response.status_code == 302
        ):
            faults.append(f"{path} -> {response.status_code}: should be shut")
        elif publishes and path.startswith(CLOSED_TO_ALL) and response.status_code != 404:
            faults.append(f"{path} -> {response.status_code}: closed to everyone")
        body = response.content.decode(errors="replace")
        faults += [f"{path}: shows {word}" for word in words if word in body]
    assert_none(faults)
