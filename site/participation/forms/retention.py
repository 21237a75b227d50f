"""Terms, holds, and what a person asks about what is kept of them."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.retention.terms import Term, in_words
from people.models import PersonRequest

from ..actions.holds import LONGEST
from .inputs import DayField, WholeNumberField


class TermForm(ActingForm):
    """How long one kind of data is kept, and why that changes. ``is_seen``: what falls due by it has been shown."""

    number = WholeNumberField(label=_("How long"), min_value=1, max_value=999)
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("At least 20 letters."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )
    is_seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, term: Term, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["number"]
        bounds = {"least": in_words(term, term.least), "most": in_words(term, term.most)}
        field.help_text = _("From %(least)s to %(most)s.") % bounds


class HoldForm(ActingForm):
    """Why nothing is erased for a while, and until when."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("At least 20 letters. Write no story of a child: where the matter is dealt with is enough."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )
    until = DayField(label=_("Until"), help_text=_("A year at most. Then it ends by itself."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs |= last_day()


class ReviewForm(ActingForm):
    """Until when it is still needed."""

    until = HoldForm.base_fields["until"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs |= last_day()


def last_day() -> dict[str, str]:
    today = timezone.localdate()
    return {"min": today.isoformat(), "max": (today + LONGEST).isoformat()}


class DueWithinForm(forms.Form):
    """How far ahead to look."""

    within = forms.TypedChoiceField(
        label=_("Due"),
        choices=[("30", _("Within 30 days")), ("90", _("Within 90 days")), ("365", _("Within a year"))],
        coerce=int,
        empty_value=30,
        required=False,
    )

    @property
    def days(self) -> timedelta:
        return timedelta(days=self.cleaned_data["within"] if self.is_valid() else 30)


class RequestForm(ActingForm):
    """What was asked, and on which day. No words of the child are kept."""

    kind = forms.ChoiceField(
        label=_("What does the person want?"), choices=PersonRequest.Kind, widget=forms.RadioSelect
    )
    asked_on = DayField(label=_("Asked on"), initial=timezone.localdate)


class LeaveForm(ActingForm):
    """The day on which the person asked to leave."""

    asked_on = DayField(label=_("Asked on"), initial=timezone.localdate)
