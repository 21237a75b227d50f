"""Which day and which part of the country the board of communes reached is about."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.filters import FilterForm
from participation.forms.inputs import DayField
from places.forms import AreaField
from places.models import AdminArea

from ..reaching import ENOUGH_TYPES


class ReachFilter(FilterForm):
    """The day, the place, and whether reached communes or the others; what makes no sense is left out."""

    on = DayField(label=_("Day"), required=False)
    area = AreaField(label=_("Place"), required=False, levels=(AdminArea.PROVINCE, AdminArea.DISTRICT))
    show = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter", "All")),
            ("reached", _("Reached")),
            ("missing", _("A type of service is missing")),
        ],
    )

    @property
    def day(self) -> date:
        return self.chosen.get("on") or timezone.localdate()

    def within_place(self, communes: QuerySet[AdminArea]) -> QuerySet[AdminArea]:
        area = self.chosen.get("area")
        return communes.within(area) if area else communes

    def narrow(self, communes: QuerySet[AdminArea]) -> QuerySet[AdminArea]:
        """``communes`` know their number of ``types``."""
        communes = self.within_place(communes)
        match self.chosen.get("show"):
            case "reached":
                return communes.filter(types__gte=ENOUGH_TYPES)
            case "missing":
                return communes.filter(types__lt=ENOUGH_TYPES)
        return communes
