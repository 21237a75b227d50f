"""Seats: so many at once, one more, what one is kept for, its last day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from participation.forms.groups_offered import with_chosen
from participation.forms.inputs import DayField, WholeNumberField
from participation.models import CommunityGroup, Kind

from ..models import Seat
from ..models.council import MOST_SEATS


class SetUpForm(ActingForm):
    """How many seats a council gets at once."""

    count = WholeNumberField(label=_("How many seats?"), min_value=1, max_value=MOST_SEATS)
    began_on = DayField(label=_("The council has them since"))


class ClubField(forms.ModelChoiceField):
    """A club by its name and code."""

    def label_from_instance(self, club: CommunityGroup) -> str:
        return f"{club.name} ({club.code})"


class SeatForm(ActingForm):
    """One seat. Offers the clubs of the council's district that the user sees."""

    number = WholeNumberField(label=_("Number of the seat"), min_value=1, max_value=MOST_SEATS)
    title_km = forms.CharField(
        label=_("Title in Khmer"),
        max_length=80,
        required=False,
        help_text=_("Such as chair. Leave empty for a seat like the others."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=80, required=False)
    kept_for = forms.ChoiceField(label=_("Whom is it kept for?"), choices=Seat.KeptFor, widget=forms.RadioSelect)
    kept_label = forms.CharField(
        label=_("Which class or village?"),
        max_length=60,
        required=False,
        help_text=_("Only for a seat kept for a class or a village."),
    )
    kept_club = ClubField(
        label=_("Which club?"),
        queryset=CommunityGroup.objects.none(),
        required=False,
        empty_label=_("No club"),
        help_text=_("Only for a seat kept for a club."),
    )
    began_on = DayField(label=_("The council has it since"))

    def __init__(self, *args: object, user: User, council: CommunityGroup, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        district = council.area_id[: len(council.area.source) + 4]
        clubs = CommunityGroup.objects.visible_to(user).of_kind(Kind.CLUB).open().within(district)
        self.fields["kept_club"].queryset = with_chosen(clubs, self.initial.get("kept_club")).by_place()


class LastDayForm(ActingForm):
    """The last day of a seat, or of a voice in a body."""

    ended_on = DayField(label=_("Last day"))
