"""Templates carry neither style nor script: pages work under a strict content-security policy."""

import re

import pytest

from tests.guards.tree import ROOT, files

pytestmark = pytest.mark.once

INLINE = {
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a script without a file": re.compile(r"<script\b(?![^>]*\b(src\s*=|type=\"application/(json|ld\+json)\"))", re.I),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
}

PLANTED = {
    "a style element": "<style>a{}</style>",
    "a style attribute": '<p class="x" style="color:red">',
    "a script without a file": "<script>alert(1)</script>",
    "a handler attribute": '<button onclick="go()">',
    "a script address": '<a href="javascript:go()">',
}


@pytest.mark.parametrize("name", INLINE)
def test_no_template_holds(name):
    assert INLINE[name].search(PLANTED[name])
    templates = [path for path in files(".html", ".txt", ".svg") if path.parts[0] == "templates"]
    assert templates
    assert [str(path) for path in templates if INLINE[name].search((ROOT / path).read_text())] == []


def test_every_component_lists_its_parameters():
    components = [path for path in files(".html") if path.parent.parts == ("templates", "components")]
    assert components
    assert [str(path) for path in components if not (ROOT / path).read_text().startswith(("{#", "{% comment"))] == []
