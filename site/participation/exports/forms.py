"""What is asked before names leave the house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.reasons import NamesReason


class ReasonForm(forms.Form):
    """Why names are taken away, out of a closed list, and in which kind of file."""

    reason = forms.ChoiceField(
        label=_("What do you need the names for?"),
        choices=NamesReason,
        widget=forms.RadioSelect,
        help_text=_("This is kept with your own name."),
    )
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("Text (CSV)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
