"""An emergency access in the permission matrix: one group, to read, and nothing beside it."""

import pytest
from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.emergency import open_access_of
from accounts.scoping import NOBODY
from tests.guards.matrix.emergency import READABLE, opened_words
from tests.guards.matrix.rules import RULES
from tests.guards.matrix.test_permissions import address, assert_none, client_of, faults_of
from tests.guards.matrix.world import HERE, IN_EMERGENCY

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def views_readable_in_emergency() -> set[str]:
    """The name of every address whose view says that it may be read through an emergency access."""

    def walk(resolver: URLResolver, namespace: str):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                if getattr(pattern.callback, "is_readable_in_emergency", False):
                    yield namespace + pattern.name
            else:
                yield from walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)

    return set(walk(get_resolver(), ""))


def test_what_is_read_in_an_emergency_stands_in_one_list_and_is_only_read():
    assert views_readable_in_emergency() == set(READABLE)
    assert {RULES[name].methods for name in READABLE} == {("get",)}
    assert [name for name in READABLE if name.startswith(("exports:", "hand_overs:", "field"))] == []


def test_the_matrix_sees_names_where_an_emergency_opens_them(world):
    client, side = client_of(world, IN_EMERGENCY), world.sides[HERE]
    pages = [client.get(address(name, RULES[name], world, HERE)) for name, row in READABLE.items() if row]
    text = b" ".join(page.content for page in pages).decode(errors="replace")
    shown = {word for word in side.people_words if word in text}
    assert shown == opened_words(world)


@pytest.mark.parametrize(
    ("path", "planted", "names", "fault"),
    [
        (
            "participation.scopes.emergency_q",
            lambda user, capability, **columns: NOBODY if user.emergency is None else ~NOBODY,
            ["groups:page", "people:page", "councils:seat"],
            "people:page (there)",
        ),
        (
            "participation.scopes.emergency_q",
            lambda user, capability, group, area: NOBODY if user.emergency is None else Q(**{f"{area}__gte": ""}),
            ["councils:seat"],
            "shows Zebra",
        ),
        ("accounts.models.User.emergency", None, ["exports:register", "consents:list", "people:search"], "register"),
    ],
    ids=["every group", "the same area", "everywhere"],
)
def test_matrix_finds_an_emergency_that_opens_too_much(world, monkeypatch, path, planted, names, fault):
    assert_none(faults_of(IN_EMERGENCY, world, names))
    if path.endswith(".emergency"):
        planted = property(open_access_of, lambda user, value: None)
    monkeypatch.setattr(path, planted)
    found = faults_of(IN_EMERGENCY, world, names)
    assert any(fault in each for each in found)
