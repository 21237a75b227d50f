"""Conduct and screening: what the list is narrowed to, and one that was done."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from accounts.models import StaffCheck, User
from people.models.person import PersonQuerySet

from ..months import months_after
from ..reads.staff_checks import ending, lapsed
from .inputs import DayField

USUAL_MONTHS = 24
"""How long a check stands where nobody says otherwise."""


class CheckFilter(FilterForm):
    """All of it stands in the address, but the name, of which only that it was asked for is kept."""

    SHOWN = (
        ("", pgettext_lazy("filter", "All")),
        ("lapsed", _("Missing or ended")),
        ("ending", _("Ends soon")),
    )
    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    show = forms.ChoiceField(label=_("State"), choices=SHOWN, required=False)

    def narrow(self, people: QuerySet[User]) -> QuerySet[User]:
        """``people`` as ``reads.staff_checks.checked_adults`` gives them."""
        chosen, today = self.chosen, timezone.localdate()
        if "q" in chosen:
            people = people.matching(chosen["q"])
        narrowing = {"lapsed": lapsed, "ending": ending}.get(chosen.get("show"))
        return narrowing(people, today) if narrowing else people


class MemberCheckFilter(FilterForm):
    """All of it stands in the address; no name is asked for."""

    show = forms.ChoiceField(label=_("State"), choices=CheckFilter.SHOWN, required=False)

    def narrow(self, people: PersonQuerySet) -> PersonQuerySet:
        """``people`` as ``reads.person_checks.checked_members`` gives them."""
        narrowing = {"lapsed": lapsed, "ending": ending}.get(self.chosen.get("show"))
        return narrowing(people, timezone.localdate()) if narrowing else people


class CheckForm(ActingForm):
    """That it was done, on which day, until when it stands. There is no field for a result or a paper."""

    what = forms.ChoiceField(label=_("What was done?"), choices=StaffCheck.What, widget=forms.RadioSelect)
    done_on = DayField(label=_("On"))
    valid_until = DayField(label=_("Valid until"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        today = timezone.localdate()
        usual = {"done_on": today, "valid_until": months_after(today, USUAL_MONTHS)}
        kwargs["initial"] = usual | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
