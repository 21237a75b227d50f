"""For which place a form is made, and why codes of members leave with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.reasons import NamesReason
from places.forms import AreaField
from places.models import AdminArea


class PlaceForm(forms.Form):
    """Without a place the form is for every group in which its maker records."""

    area = AreaField(
        label=_("Only for the groups of"),
        required=False,
        levels=AdminArea.LEVELS[:3],
        help_text=_("Leave it empty for all groups in which you record. A smaller form opens faster on a phone."),
    )


class CodesForm(PlaceForm):
    reason = forms.ChoiceField(
        label=_("What do you need the codes for?"),
        choices=NamesReason,
        widget=forms.RadioSelect,
        help_text=_("This is kept with your own name."),
    )
