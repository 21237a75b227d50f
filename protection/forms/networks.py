"""Networks: the list's filter, and the club or council that a network stands beside."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from accounts.models import User
from participation.forms.choices import GroupField
from participation.forms.inputs import DayField
from participation.models import CommunityGroup, Kind
from participation.models.group import CommunityGroupQuerySet
from places.codes import lifted_to
from places.forms import AreaField
from places.models import AdminArea

from ..reads.networks import alone, without_coordinator


class NetworkFilter(FilterForm):
    """What the list of networks is narrowed to."""

    SHOWN = (
        ("", pgettext_lazy("filter", "All")),
        ("overdue", _("Overdue")),
        ("leaderless", _("Without a coordinator")),
        ("alone", _("Beside no club or council")),
    )
    q = forms.CharField(label=_("Name or code"), max_length=100, required=False)
    area = AreaField(label=_("Place"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    show = forms.ChoiceField(label=_("To be looked at"), choices=SHOWN, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", pgettext_lazy("filter", "All")), *CommunityGroup.Status.choices]

    def narrow(self, networks: CommunityGroupQuerySet) -> CommunityGroupQuerySet:
        chosen, today = self.chosen, timezone.localdate()
        if "area" in chosen:
            networks = networks.within(chosen["area"].pk)
        if "status" in chosen:
            networks = networks.filter(status=chosen["status"])
        if "q" in chosen:
            networks = networks.matching(chosen["q"])
        match chosen.get("show"):
            case "overdue":
                return networks.overdue(today)
            case "leaderless":
                return without_coordinator(networks, today)
            case "alone":
                return alone(networks, today)
        return networks


class BesideForm(ActingForm):
    """Offers the clubs and councils of the district that the user sees."""

    group = GroupField(label=_("Club or council"), queryset=CommunityGroup.objects.none())
    began_on = DayField(label=_("From"))

    def __init__(self, *args: object, user: User, network: CommunityGroup, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"began_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        near = CommunityGroup.objects.visible_to(user).of_kind(Kind.CLUB, Kind.COUNCIL).open()
        near = near.within(lifted_to(network.area_id, AdminArea.DISTRICT))
        self.fields["group"].queryset = near.select_related("area").by_place()
