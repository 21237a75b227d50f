"""Where a council is heard."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from participation.forms.inputs import DayField
from participation.models import CommunityGroup

from ..models import RepresentedBody, Seat


class SeatField(forms.ModelChoiceField):
    """A seat by its number and title."""

    def label_from_instance(self, seat: Seat) -> str:
        return f"{seat.number} · {seat.title}" if seat.title else str(seat.number)


class RepresentForm(ActingForm):
    """In which body a council is heard, and which of its seats speaks there."""

    body = forms.ModelChoiceField(
        label=_("Where is the council heard?"),
        queryset=RepresentedBody.objects.filter(is_active=True).order_by("position", "pk"),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    seat = SeatField(
        label=_("Which seat speaks there?"),
        queryset=Seat.objects.none(),
        required=False,
        empty_label=_("Whoever the council sends"),
    )
    began_on = DayField(label=_("Since"))

    def __init__(self, *args: object, council: CommunityGroup, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        seats = Seat.objects.filter(council=council).standing(timezone.localdate())
        self.fields["seat"].queryset = seats.by_number()
