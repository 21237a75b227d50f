"""The rules of the night: which rows are due by a term, and what is done with them. Each package registers its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from .terms import TERMS, Due


@dataclass(frozen=True, slots=True)
class Rule:
    """``due``: the rows past the term; ``erase``: erases these (by key) or turns them to counts, in one transaction.

    A row is no longer due after it. ``place``: where the place of a row is found, such as ``"group__area_id"``; empty
    where it has none.
    """

    key: str
    label: Promise
    term: str
    due: Callable[[Due], QuerySet]
    erase: Callable[[Sequence[object], Due], None]
    place: str = ""
    at_once: int = 200
    order: tuple[str, ...] = ("pk",)
    holds: bool = False
    """Whether a hold on a person or a group keeps its rows."""
    is_last: bool = False
    """What follows from the other rules of the same night."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is done each night beside rows of a rule, such as files that nobody owns; it may run twice.

    ``is_counted``: whether how many went may be told. Where few of them would say something, it may not.
    """

    key: str
    label: Promise
    term: str
    sweep: Callable[[], int]
    is_counted: bool = True


def deletes(model: type[Model]) -> Callable[[Sequence[object], Due], None]:
    """The ``erase`` of a rule whose rows simply go."""

    def erase(keys: Sequence[object], due: Due) -> None:
        model.objects.filter(pk__in=keys).delete()

    return erase


@dataclass(slots=True)
class _Registry:
    rules: dict[str, Rule] = field(default_factory=dict)
    sweeps: dict[str, Sweep] = field(default_factory=dict)


_registry = _Registry()


def register(rule: Rule) -> None:
    """Called by each package once, when the apps are ready."""
    if rule.key in _registry.rules:
        raise ValueError(f"{rule.key} is a rule already.")
    if rule.term not in TERMS:
        raise ValueError(f"{rule.key}: there is no term {rule.term}.")
    _registry.rules[rule.key] = rule


def register_sweep(sweep: Sweep) -> None:
    if sweep.key in _registry.sweeps or sweep.key in _registry.rules:
        raise ValueError(f"{sweep.key} is a rule already.")
    _registry.sweeps[sweep.key] = sweep


def all_rules() -> list[Rule]:
    """In the order of the night."""
    return sorted(_registry.rules.values(), key=lambda rule: rule.is_last)


def rule(key: str) -> Rule:
    return _registry.rules[key]


def all_sweeps() -> list[Sweep]:
    return list(_registry.sweeps.values())


def labels() -> dict[str, Promise]:
    """What each rule and each sweep does, by its key."""
    return {one.key: one.label for one in (*all_rules(), *all_sweeps())}
