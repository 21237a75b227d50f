"""What was typed so far, for a page that is drawn again before anything is judged or saved."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict


def as_typed(form: forms.Form, data: QueryDict) -> Mapping[str, object]:
    """The answers in ``data`` as initial values of the same form: shown as they stand, without a word about errors."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }
