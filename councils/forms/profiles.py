"""The level of a council, the council above it, what it asks of its elections, its own term."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from participation.forms.groups_offered import with_chosen
from participation.forms.inputs import WholeNumberField
from participation.models import CommunityGroup, Kind
from places.paths import path

from ..models import CouncilProfile
from ..models.council import LONGEST_TERM, MOST_SEATS, MOST_VOTERS

Level = CouncilProfile.Level


class CouncilField(forms.ModelChoiceField):
    """A council, shown with the place it stands in."""

    def label_from_instance(self, council: CommunityGroup) -> str:
        return f"{council.name} ({path(council.area)})"


class ProfileForm(ActingForm):
    """One of the levels, without a fixed ladder; above it another council of the province, or a national one."""

    level = forms.ChoiceField(label=_("Level"), choices=Level, widget=forms.RadioSelect)
    parent = CouncilField(
        label=_("Council above it"),
        queryset=CommunityGroup.objects.none(),
        required=False,
        empty_label=_("No council"),
        help_text=_("The council that hears what this one decides."),
    )
    girls_minimum = WholeNumberField(
        label=_("Fewest girls among the seats"),
        min_value=0,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Leave empty where there is no such rule."),
    )
    quorum = WholeNumberField(
        label=_("Fewest voters in an election"),
        min_value=0,
        max_value=MOST_VOTERS,
        required=False,
        help_text=_("Leave empty where there is no such rule."),
    )
    term_months = WholeNumberField(
        label=_("Term of office, in months"),
        min_value=1,
        max_value=LONGEST_TERM,
        required=False,
        help_text=_("Leave empty for the term that is usual for councils."),
    )

    def __init__(self, *args: object, user: User, group: CommunityGroup, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        province = group.area_id[: len(group.area.source) + 2]
        above = Q(area_id__gte=province, area_id__lt=province + "z") | Q(council_profile__level=Level.NATIONAL)
        councils = CommunityGroup.objects.visible_to(user).of_kind(Kind.COUNCIL).open().filter(above)
        offered = with_chosen(councils.exclude(pk=group.pk), self.initial.get("parent"))
        self.fields["parent"].queryset = offered.select_related("area__parent__parent__parent").by_place()
