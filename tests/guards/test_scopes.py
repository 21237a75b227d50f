"""No row about a group, a person or a meeting without a scope."""

import pytest
from django.apps import apps

from accounts import scoping
from accounts.scoping import NOBODY, ScopedQuerySet
from participation.models import CommunityGroup, GroupWord, Meeting
from people.models import Person
from tests.guards.tree import packages

pytestmark = pytest.mark.once

PACKAGES = {folder.name for folder in packages()}
GUARDED = (CommunityGroup, Person, Meeting)
WITHOUT_SCOPE = {
    "participation.GroupWord": "tokens of group names, only ever read inside CommunityGroupQuerySet.matching",
}


def first_party_models():
    for config in apps.get_app_configs():
        if config.name in PACKAGES:
            yield from config.get_models()


def points_at(model, found=()):
    """The models that a model hangs on, through any number of foreign keys of ours."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target and target not in found and target._meta.app_config.name in PACKAGES:
            found = points_at(target, (*found, target))
    return found


def holds_what_is_guarded(model):
    concrete = model._meta.concrete_model
    return concrete in GUARDED or any(target in GUARDED for target in points_at(concrete))


def guarded_models():
    return [model for model in first_party_models() if holds_what_is_guarded(model)]


def has_scope(model):
    return any(known in scoping.scoped_models() for known in (model, model._meta.concrete_model))


def test_the_guard_knows_what_it_guards():
    labels = {model._meta.label for model in guarded_models()}
    assert {"participation.Attendance", "clubs.Club", "councils.CouncilProfile", "people.Person"} <= labels
    assert "places.AdminArea" not in labels


def test_every_model_about_groups_people_or_meetings_has_a_scope():
    missing = {model._meta.label for model in guarded_models() if not has_scope(model)}
    assert missing == set(WITHOUT_SCOPE)


def test_every_scoped_model_starts_from_the_scoped_query_set():
    lacking = {
        model._meta.label
        for model in [*guarded_models(), *scoping.scoped_models()]
        if model._meta.label not in WITHOUT_SCOPE and not isinstance(model._default_manager.all(), ScopedQuerySet)
    }
    assert lacking == set()


def test_every_model_with_the_scoped_query_set_has_a_scope():
    lacking = {
        model._meta.label
        for model in first_party_models()
        if isinstance(model._default_manager.all(), ScopedQuerySet) and not has_scope(model)
    }
    assert lacking == set()


def test_model_without_a_scope_shows_nothing():
    scope = scoping.scope_of(GroupWord)
    assert (scope.visible(None), scope.editable(None)) == (NOBODY, NOBODY)


def test_a_scope_is_given_once():
    with pytest.raises(ValueError, match="scope already"):
        scoping.register(Person, visible=lambda user: NOBODY, editable=lambda user: NOBODY)
