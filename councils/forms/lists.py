"""The lists of councils that an administrator keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from participation.forms.inputs import WholeNumberField


class BodyForm(ActingForm):
    """One body in which councils speak."""

    name_km = forms.CharField(label=_("Name in Khmer"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    position = WholeNumberField(
        label=_("Place in lists"), min_value=0, max_value=999, help_text=_("The smallest number stands first.")
    )


class MethodForm(BodyForm):
    """One way to fill a seat."""

    is_election = forms.BooleanField(label=_("This is an election"), required=False)


class _Known(forms.Form):
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("What is out of use stays in the history.")
    )


class _New(forms.Form):
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("A short word in Latin letters; it never changes afterwards.")
    )


class KnownBodyForm(_Known, BodyForm):
    """A body that is in the list already."""


class KnownMethodForm(_Known, MethodForm):
    """A way to fill a seat that is in the list already."""


class NewBodyForm(BodyForm, _New):
    """A body to be added."""


class NewMethodForm(MethodForm, _New):
    """A way to fill a seat to be added."""
