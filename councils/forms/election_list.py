"""The filters of the list of all elections."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.filters import FilterForm
from places.codes import code_range
from places.forms import AreaField

from ..models import Election
from ..models.election import ElectionQuerySet


class ElectionFilter(FilterForm):
    """How far elections are, where, and of which council; what makes no sense is left out."""

    council = forms.UUIDField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All but the withdrawn")), *Election.Status.choices], required=False
    )
    area = AreaField(label=_("Place"), required=False)

    def narrow(self, elections: ElectionQuerySet) -> ElectionQuerySet:
        chosen = self.chosen
        status = chosen.get("status")
        found = elections.filter(status=status) if status else elections.standing()
        if council := chosen.get("council"):
            found = found.filter(council=council)
        if area := chosen.get("area"):
            low, high = code_range(area.pk)
            found = found.filter(council__area_id__gte=low, council__area_id__lt=high)
        return found
