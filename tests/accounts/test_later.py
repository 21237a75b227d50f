"""Parts of the portal that are loaded when somebody asks for one of their addresses."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, Resolver404, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern
from django.utils.translation import override

from accounts.later import Later, later

PART = "a_part_of_the_portal"


def answer(request, pk=0):
    return HttpResponse()


@pytest.fixture
def root(monkeypatch) -> URLResolver:
    """A root of two addresses, the second in a part that is not loaded."""
    part = ModuleType(PART)
    part.urlpatterns = [path("<int:pk>/", answer, name="page")]
    monkeypatch.setitem(sys.modules, PART, part)
    return URLResolver(RegexPattern(r"^/"), [path("", answer, name="root"), later("part/", PART, "part")])


def is_loaded(root: URLResolver) -> bool:
    return "urlconf_module" in vars(root.url_patterns[1])


def laters(resolver: URLResolver) -> Iterator[Later]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if isinstance(each, Later):
                yield each
            yield from laters(each)


def test_a_part_is_loaded_by_its_first_request(root):
    assert root.resolve("/").url_name == "root"
    assert not is_loaded(root)
    match = root.resolve("/part/7/")
    assert (match.view_name, match.kwargs, is_loaded(root)) == ("part:page", {"pk": 7}, True)


def test_a_part_is_loaded_by_the_first_address_that_is_written(root):
    assert root.reverse("root") == ""
    prefix, part = root.namespace_dict["part"]
    assert not is_loaded(root)
    assert prefix + part.reverse("page", 7) == "part/7/"
    assert is_loaded(root)


def test_addresses_are_known_in_each_language(root):
    for language in ("km", "en"):
        with override(language):
            assert root.app_dict == {"part": ["part"]}
            assert root.url_patterns[1].reverse("page", pk=7) == "7/"


def test_what_a_part_does_not_have_is_not_found(root):
    with pytest.raises(Resolver404):
        root.resolve("/part/seven/")
    with pytest.raises(NoReverseMatch):
        root.url_patterns[1].reverse("page")


def test_a_part_is_called_here_as_it_calls_itself():
    told = [(each.urlconf_name, each.namespace, each.urlconf_module.app_name) for each in laters(get_resolver())]
    assert len(told) > 20
    assert [each for each in told if each[1] != each[2]] == []
