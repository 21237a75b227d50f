"""Two people changed one record: what is saved now beside what was typed here, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django import forms
from django.db import models
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    saved: str
    typed: str


def differences(form: forms.Form, saved: Mapping[str, object]) -> list[Difference]:
    """The visible fields of a valid form whose value is not the saved one."""
    found = []
    for name, field in form.fields.items():
        typed, stored = form.cleaned_data.get(name), saved.get(name)
        if name not in saved or field.widget.is_hidden or _plain(typed) == _plain(stored):
            continue
        found.append(Difference(capfirst(field.label), _words(field, stored), _words(field, typed)))
    return found


def _plain(value: object) -> object:
    """Values that mean the same, made equal: a record and its key, nothing in any form."""
    if value is None or value == "" or value == 0 or value is False:
        return None
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple | models.QuerySet):
        return sorted(str(_plain(part)) for part in value) or None
    return value


def _words(field: forms.Field, value: object) -> str:
    if _plain(value) is None:
        return _("Nothing")
    if value is True:
        return _("Yes")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return time_format(value)
    if isinstance(value, list | tuple | models.QuerySet):
        labels = {str(key): str(label) for key, label in field.choices}
        return ", ".join(labels.get(str(_plain(part)), "") for part in value)
    if isinstance(value, models.Model):
        return str(getattr(value, "name", value))
    choices = dict(getattr(field, "choices", ()) or ()) if isinstance(field, forms.ChoiceField) else {}
    return str(choices.get(value, value))
