"""Answers of which one is that nobody knows."""

from django import forms
from django.utils.translation import gettext_lazy as _


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nobody knows."""

    def __init__(self, **options: object) -> None:
        choices = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))
        super().__init__(
            choices=choices, required=False, coerce=lambda answer: answer == "yes", empty_value=None, **options
        )

    def prepare_value(self, value: object) -> object:
        return {True: "yes", False: "no", None: ""}.get(value, value)
