"""The filter of the list of groups. All of it stands in the address, so that a list can be kept and sent."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.filters import FilterForm
from accounts.models import User
from accounts.paging import date_key
from places.forms import AreaField

from ..models import CommunityGroup, Facilitation, Kind
from ..models.group import CommunityGroupQuerySet

ORDERS = {
    "place": ("area_id", "name_sort", "pk"),
    "name": ("name_sort", "pk"),
    "last": ("met_key", "area_id", "name_sort", "pk"),
}
"""The keys of each order; the last meeting puts first who waits longest."""


class GroupFilter(FilterForm):
    """What the list of groups is narrowed to, and its order."""

    ASIDE = frozenset({"sort"})

    q = forms.CharField(label=_("Name or code of a group"), max_length=100, required=False)
    area = AreaField(label=_("Place"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    setting = forms.ChoiceField(label=_("Setting"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("By place")),
            ("name", _("By name")),
            ("last", _("Longest without a meeting first")),
        ],
    )
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    mine = forms.BooleanField(label=_("Only groups I work with"), required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        everything = [("", pgettext_lazy("filter", "All"))]
        self.fields["kind"].choices = everything + Kind.choices
        self.fields["status"].choices = everything + [("open", _("All but closed"))] + CommunityGroup.Status.choices
        self.fields["setting"].choices = everything + CommunityGroup.Setting.choices

    @property
    def keys(self) -> tuple[str, ...]:
        return ORDERS[self.chosen.get("sort") or "place"]

    def narrow(self, groups: CommunityGroupQuerySet) -> CommunityGroupQuerySet:
        """The groups that fit everything chosen, ready for the order."""
        chosen = self.chosen
        for name in ("kind", "setting"):
            if name in chosen:
                groups = groups.filter(**{name: chosen[name]})
        if chosen.get("status") == "open":
            groups = groups.open()
        elif "status" in chosen:
            groups = groups.filter(status=chosen["status"])
        if "area" in chosen:
            groups = groups.within(chosen["area"].pk)
        if "overdue" in chosen:
            groups = groups.overdue()
        if "mine" in chosen:
            mine = Facilitation.objects.current(timezone.localdate()).filter(user=self.user)
            groups = groups.filter(pk__in=mine.values("group_id"))
        if "q" in chosen:
            groups = groups.matching(chosen["q"])
        return groups.annotate(met_key=date_key("last_met_on")) if "met_key" in self.keys else groups
