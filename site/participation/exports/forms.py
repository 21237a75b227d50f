"""What is asked before names leave the house."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LEAST_LETTERS = 20


class ReasonForm(forms.Form):
    """Why names are taken away, and in which kind of file."""

    reason = forms.CharField(
        label=_("What do you need the names for?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least 20 letters. Do not write a name. This is kept with your own name."),
    )
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("Text (CSV)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    def clean_reason(self) -> str:
        reason = " ".join(self.cleaned_data["reason"].split())
        letters = sum(unicodedata.category(character)[0] in "LM" for character in reason)
        if letters < LEAST_LETTERS:
            raise ValidationError(_("Write a little more: at least 20 letters."), code="short")
        return reason
