"""Scope: which rows a user may see or edit, answered once per model.

The package that owns a fact registers, in its ``AppConfig.ready()``, one rule per scoped model: two functions from a
user to a ``Q``. A model without a rule shows nothing to anybody. Lists, counts, pickers, search, files and exports all
start from ``visible_to`` or ``editable_by``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from .roles import Capability, Reach

if TYPE_CHECKING:
    from .models import User

NOBODY = Q(pk__in=[])
Rule = Callable[["User"], Q]


@dataclass(frozen=True, slots=True)
class Scope:
    """The two rules of a model: what may be seen and what may be changed."""

    visible: Rule
    editable: Rule


_scopes: dict[type[models.Model], Scope] = {}


def register(model: type[models.Model], *, visible: Rule, editable: Rule) -> None:
    """Give a model its scope, once."""
    if model in _scopes:
        raise ValueError(f"{model.__name__} has a scope already.")
    _scopes[model] = Scope(visible, editable)


def scope_of(model: type[models.Model]) -> Scope:
    """The scope of a model, for a proxy that of its concrete model; one that lets nobody in where there is none."""
    concrete = model._meta.concrete_model or model
    return _scopes.get(model) or _scopes.get(concrete) or Scope(lambda user: NOBODY, lambda user: NOBODY)


def scoped_models() -> list[type[models.Model]]:
    """Every model with a scope, for the guards."""
    return list(_scopes)


class ScopedQuerySet(models.QuerySet):
    """The query set of every scoped model: a view starts here and nowhere else."""

    def visible_to(self, user: "User") -> Self:
        """The rows this user may see."""
        return self._narrowed(user, scope_of(self.model).visible)

    def editable_by(self, user: "User") -> Self:
        """The rows this user may change."""
        return self._narrowed(user, scope_of(self.model).editable)

    def _narrowed(self, user: "User", rule: Rule) -> Self:
        if not getattr(user, "is_active", False) or not user.is_authenticated:
            return self.none()
        return self.filter(rule(user))


def reach_q(user: "User", capability: Capability, *, area: str, own: Q) -> Q:
    """The rows within the reach of a user's current roles that carry ``capability``.

    ``area`` names the column with the place id (such as ``"area_id"`` or ``"group__area_id"``); ``own`` selects the
    rows of the groups that the user facilitates today.
    """
    found = NOBODY
    for grant in user.grants_with(capability):
        if grant.role_data.reach is Reach.EVERYWHERE:
            return ~NOBODY
        if grant.role_data.reach is Reach.OWN_GROUPS:
            found |= own
        elif grant.area_id:
            found |= Q(**{f"{area}__gte": grant.area_id, f"{area}__lt": grant.area_id + "z"})
        else:
            return ~NOBODY
    return found


def emergency_q(user: "User", capability: Capability, *, group: str, area: str) -> Q:
    """The rows of the one group that this request reads through an emergency access: for seeing people, never more.

    ``group`` names the column with the key of the group, ``area`` that of its place: what has left the reach of the
    officer's role is shut at once, and so is all when the role ends.
    """
    if capability is not Capability.SEE_PEOPLE or user.emergency is None:
        return NOBODY
    within = reach_q(user, Capability.OPEN_EMERGENCY, area=area, own=NOBODY)
    return Q(**{group: user.emergency.group_id}) & within


def everyone_with(*capabilities: Capability) -> Rule:
    """A rule for data without a place: all rows for whoever holds one of the capabilities, none for others."""
    return lambda user: ~NOBODY if any(user.can(capability) for capability in capabilities) else NOBODY
