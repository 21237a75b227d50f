"""Which quiet groups to list, and what came of a call."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from places.forms import AreaField

from ..models import GroupCall, Kind
from ..models.group import CommunityGroupQuerySet
from ..reads.calls import to_be_called
from .inputs import DayField


class QuietFilter(FilterForm):
    """What the call list is narrowed to. All of it stands in the address."""

    area = AreaField(label=_("Place"), required=False)
    kind = forms.ChoiceField(label=_("Kind of group"), required=False)
    due = forms.BooleanField(label=_("Without those to be called later"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", pgettext_lazy("filter", "All")), *Kind.choices]

    def narrow(self, groups: CommunityGroupQuerySet) -> CommunityGroupQuerySet:
        chosen = self.chosen
        if "area" in chosen:
            groups = groups.within(chosen["area"].pk)
        if "kind" in chosen:
            groups = groups.of_kind(chosen["kind"])
        return to_be_called(groups) if "due" in chosen else groups


class CallForm(ActingForm):
    """When somebody called, and what came of it."""

    called_on = DayField(label=_("Called on"))
    outcome = forms.ChoiceField(label=_("What came of it?"), choices=GroupCall.Outcome, widget=forms.RadioSelect)
    next_call_on = DayField(label=_("Call again on"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"called_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
