"""Which fields say something about a person: why they are kept, who may see them, and for how long. One form for all.

Each package (but places, below this one) has a ``personal.py`` that declares every column of every model of its own:
under what it is kept for, or named as saying nothing of a person. Nothing is taken for granted by its type or name: a
column that is not named is found (``findings``) by ``manage.py check`` and by a test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.core import checks
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from .terms import PERMANENT, TERMS


class Purpose(models.TextChoices):
    """Why something about a person is kept."""

    REGISTER = "register", _("To tell members apart and to count each of them once")
    CONSENT = "consent", _("To know what a child and the guardian agreed to")
    TAKING_PART = "taking_part", _("To see who takes part, and to plan so that everybody can")
    MINUTES = "minutes", _("To remember what a group talked about and decided, without names")
    PICTURES = "pictures", _("To show what groups do, as far as everybody shown agrees")
    ACCOUNT = "account", _("To let staff sign in, each with their own role")
    ANSWERING = "answering", _("To know who did what, and to ask them")
    SAFETY = "safety", _("To see who looked at whose data")
    SENDING = "sending", _("To take in what phones and files bring, once and whole")
    FIGURES = "figures", _("To count for reports, without names")
    HELP = "help", _("To make sure that somebody took on what a child told")


class PrivacyClass(models.TextChoices):
    PUBLIC = "P", _("May be public")
    STAFF = "S", _("Staff of the place")
    RESTRICTED = "R", _("Own group or safeguarding only")


@dataclass(frozen=True, slots=True)
class Kept:
    """Why, for whom and how long; ``term`` is a key of the terms, or ``permanent``."""

    purpose: Purpose
    privacy: PrivacyClass
    term: str

    def __post_init__(self) -> None:
        if self.term not in TERMS and self.term != PERMANENT:
            raise ValueError(f"There is no term {self.term}.")


@dataclass(frozen=True, slots=True)
class Declared:
    """The columns of one model: each personal one with how it is kept, and those that say nothing of a person."""

    personal: Mapping[str, Kept] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()

    @property
    def names(self) -> set[str]:
        return {*self.personal, *self.plain}


_declared: dict[str, Declared] = {}

STAFF = Kept(Purpose.ANSWERING, PrivacyClass.STAFF, "accounts")
"""Who of the staff did something: a link to an account, which loses its name after its own term."""


def declare(label: str, personal: Mapping[Kept, str] | None = None, *, plain: str = "") -> None:
    """The columns of a model, by name: ``declare("people.Person", {NAMES: "family_name given_name"}, plain="id")``."""
    if label in _declared:
        raise ValueError(f"{label} is declared already.")
    by_name: dict[str, Kept] = {}
    for kept, names in (personal or {}).items():
        for name in names.split():
            if name in by_name:
                raise ValueError(f"{label}.{name} is declared twice.")
            by_name[name] = kept
    both = by_name.keys() & set(plain.split())
    if both:
        raise ValueError(f"{label} declares as personal and as plain: {', '.join(sorted(both))}.")
    _declared[label] = Declared(by_name, frozenset(plain.split()))


def declared() -> dict[str, Declared]:
    """Everything that is declared, by the label of the model."""
    autodiscover_modules("personal")
    return dict(_declared)


def own_models() -> Iterator[type[models.Model]]:
    """Every table of our packages, those between two models too; a proxy has none of its own."""
    for config in apps.get_app_configs():
        if "site-packages" not in Path(config.path).parts:
            for model in config.get_models(include_auto_created=True):
                if not model._meta.proxy and model._meta.managed:
                    yield model


def must_be_personal(column: models.Field) -> bool:
    """What cannot be plain: a link to a person or an account, an address, a file, or bytes."""
    if column.is_relation and column.related_model is not None:
        return column.related_model._meta.label in {"people.Person", "accounts.User"}
    return isinstance(column, models.FileField | models.EmailField | models.BinaryField)


def findings(of: Iterator[type[models.Model]] | None = None) -> list[str]:
    """Every column that is not declared, is called plain though it cannot be, or is declared and no longer there."""
    known, found, seen = declared(), [], set()
    for model in of if of is not None else own_models():
        seen.add(model._meta.label)
        named = known.get(model._meta.label, Declared())
        columns = {column.name: column for column in model._meta.local_concrete_fields}
        for name, column in columns.items():
            if name not in named.names:
                found.append(f"{model._meta.label}.{name} is not declared: say why, for whom and how long it is kept.")
            elif name in named.plain and must_be_personal(column):
                found.append(f"{model._meta.label}.{name} leads to a person and cannot be plain.")
        found += [f"{model._meta.label}.{name} is declared and not there." for name in named.names - columns.keys()]
    if of is None:
        found += [f"{label} is declared and not there." for label in known.keys() - seen]
    return sorted(found)


def connect() -> None:
    """Let ``manage.py check`` ask; called once, when the apps are ready."""
    checks.register(every_field_is_declared, "personal")


def every_field_is_declared(app_configs: object, **options: object) -> list[checks.Error]:
    """``manage.py check``: a field without purpose, class and term stops the portal before it starts."""
    return [checks.Error(finding, id="accounts.E001") for finding in findings()]


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of row and a way of keeping, with its columns, for the page on which an administrator reads it.

    ``more``: columns that no form shows, and that have no name for people.
    """

    model: Promise
    columns: list[Promise]
    more: int
    purpose: Promise
    privacy: Promise
    term: str


def lines() -> list[Line]:
    """All that is kept about people, model by model."""
    found, known = [], declared()
    for model in own_models():
        by_kept: dict[Kept, list[Promise | None]] = {}
        for name, kept in known.get(model._meta.label, Declared()).personal.items():
            by_kept.setdefault(kept, []).append(_word_of(model, name))
        if not model._meta.auto_created:
            found += [
                Line(
                    model._meta.verbose_name,
                    [word for word in words if word],
                    words.count(None),
                    kept.purpose.label,
                    kept.privacy.label,
                    kept.term,
                )
                for kept, words in by_kept.items()
            ]
    return found


def _word_of(model: type[models.Model], name: str) -> Promise | None:
    word = model._meta.get_field(name).verbose_name
    return word if isinstance(word, Promise) else None
