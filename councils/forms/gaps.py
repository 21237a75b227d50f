"""Which gap is looked at, and where."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from participation.gaps import Gap, all_gaps
from participation.models.group import CommunityGroupQuerySet
from places.forms import AreaField


class GapFilter(forms.Form):
    """The gap and the place; what makes no sense is left out."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    area = AreaField(label=_("Place"), required=False)

    @cached_property
    def chosen(self) -> dict[str, object]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value} | {"show": self.gap.key}

    @cached_property
    def gap(self) -> Gap:
        """The one asked for, else the first."""
        gaps = all_gaps()
        asked = self.data.get("show")
        return next((gap for gap in gaps if gap.key == asked), gaps[0])

    @property
    def is_active(self) -> bool:
        return "area" in self.chosen

    def narrow(self, groups: CommunityGroupQuerySet) -> CommunityGroupQuerySet:
        area = self.chosen.get("area")
        return groups.within(area.pk) if area else groups
