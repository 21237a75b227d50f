"""Planning a meeting, saying that none was held, and choosing a month of the calendar."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from places.forms import AreaField

from ..models import Kind, Meeting, MissedMeeting, PlannedMeeting
from ..models.group import CommunityGroupQuerySet
from .inputs import DayField, TimeOfDayField

FIRST_YEAR, LAST_YEAR = 2000, 2100
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class PlanForm(ActingForm):
    """When, where and what for a group means to meet."""

    planned_on = DayField(label=_("Day"))
    starts_at = TimeOfDayField(label=_("Begins at"), required=False)
    place_text = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("Such as: the pagoda, the school library.")
    )
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=Meeting.Kind, initial=Meeting.Kind.ORDINARY)


class ChangePlanForm(PlanForm):
    """A plan that is there already; ``version`` tells whether somebody else changed it meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    @staticmethod
    def facts_of(plan: PlannedMeeting) -> dict[str, object]:
        return {name: getattr(plan, name) for name in ChangePlanForm.base_fields}


class NotHeldForm(ActingForm):
    """The day on which no meeting was held, and the reason out of a closed list."""

    missed_on = DayField(label=_("Day"))
    reason = forms.ChoiceField(label=_("Reason"), choices=MissedMeeting.Reason, widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"missed_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class CalendarFilter(FilterForm):
    """Which month, in which place, for which kind of group. All of it stands in the address."""

    ASIDE = frozenset({"month"})

    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    area = AreaField(label=_("Place"), required=False)
    kind = forms.ChoiceField(label=_("Kind of group"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", pgettext_lazy("filter", "All")), *Kind.choices]

    def clean_month(self) -> date | None:
        """The first day of the month."""
        text = self.cleaned_data["month"]
        if not text:
            return None
        found = _MONTH.fullmatch(text)
        year, month = (int(part) for part in found.groups()) if found else (0, 0)
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            raise ValidationError(_("There is no such month here."), code="invalid")
        return date(year, month, 1)

    @property
    def first(self) -> date:
        """The first day of the month chosen, else of this month."""
        return self.chosen.get("month") or timezone.localdate().replace(day=1)

    def narrow(self, groups: CommunityGroupQuerySet) -> CommunityGroupQuerySet:
        chosen = self.chosen
        if "area" in chosen:
            groups = groups.within(chosen["area"].pk)
        return groups.filter(kind=chosen["kind"]) if "kind" in chosen else groups

    def address_of(self, first: date) -> str | None:
        """The query string of another month with the same filters; ``None`` beyond the years of the calendar."""
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            return None
        parts = [f"month={first:%Y-%m}"]
        chosen = self.chosen
        if "area" in chosen:
            parts.append(f"area={chosen['area'].pk}")
        if "kind" in chosen:
            parts.append(f"kind={chosen['kind']}")
        return "?" + "&".join(parts)
