"""Every constraint of ours has a name that reads as a sentence and a test that breaks it."""

import re

import pytest
from django.apps import apps

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

OURS = (
    "accounts",
    "clubs",
    "content",
    "councils",
    "fieldbook",
    "participation",
    "people",
    "places",
    "portal",
    "protection",
    "reports",
)


def constraint_names() -> set[str]:
    models = [model for label in OURS for model in apps.get_app_config(label).get_models() if not model._meta.proxy]
    return {constraint.name for model in models for constraint in model._meta.constraints}


def named_in(text: str, names: set[str]) -> set[str]:
    return {name for name in names if re.search(rf"\b{name}\b", text)}


def test_every_constraint_is_broken_in_a_test():
    texts = [
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py") if "guards" not in path.parts
    ]
    names = constraint_names()
    assert len(names) > 30
    assert names - named_in("\n".join(texts), names) == set()


def test_names_of_constraints_read_as_sentences():
    assert {name for name in constraint_names() if name.count("_") < 2} == set()


def test_guard_misses_a_name_that_stands_nowhere():
    assert named_in("one_open_status_per_group is broken here", {"one_open_status_per_group", "open_status"}) == {
        "one_open_status_per_group"
    }
