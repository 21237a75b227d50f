"""The list of who must answer children, as an administrator edits it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm

from .inputs import WholeNumberField


class DutyBearerForm(ActingForm):
    """One kind of body that must answer children."""

    name_km = forms.CharField(label=_("Name in Khmer"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    position = WholeNumberField(
        label=_("Place in lists"), min_value=0, max_value=999, help_text=_("The smallest number stands first.")
    )


class KnownDutyBearerForm(DutyBearerForm):
    """One that is in the list already."""

    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("One out of use stays on the asks that name it.")
    )


class NewDutyBearerForm(DutyBearerForm):
    """One to be added; its code never changes afterwards."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("A short word in Latin letters, such as health-centre.")
    )
    field_order = ["code", *DutyBearerForm.base_fields]
