"""What a facilitator types who was read a code over the phone."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from khmertext.numbers import to_ascii_digits

from .links import PasswordTwiceForm


class CodeField(forms.CharField):
    """Eight digits of either script, with blanks and hyphens wherever somebody hears them."""

    def __init__(self, **kwargs: object) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "one-time-code"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attributes), **kwargs)

    def to_python(self, value: object) -> str:
        return re.sub(r"[\s\-\u200b]", "", to_ascii_digits(super().to_python(value)))


class ResetByCodeForm(PasswordTwiceForm):
    """User name, code and a new password, on one page: nothing tells which of the two first ones was wrong."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}),
    )
    code = CodeField(label=_("Code"), help_text=_("The eight digits that your officer reads to you."))

    field_order = ["username", "code", "password", "password_again"]
