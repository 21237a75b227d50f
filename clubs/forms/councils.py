"""The council that hears a club."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from participation.forms.groups_offered import with_chosen
from participation.models import CommunityGroup, Kind


class CouncilField(forms.ModelChoiceField):
    """A council, shown with the place it stands in."""

    def label_from_instance(self, council: CommunityGroup) -> str:
        return f"{council.name} ({council.area.name_km})"


class CouncilForm(ActingForm):
    """Offers the councils of the club's province that the user sees."""

    council = CouncilField(
        label=_("Children's council"),
        queryset=CommunityGroup.objects.none(),
        required=False,
        empty_label=_("No council"),
    )

    def __init__(self, *args: object, user: User, group: CommunityGroup, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        province = group.area_id[: len(group.area.source) + 2]
        councils = CommunityGroup.objects.visible_to(user).of_kind(Kind.COUNCIL).open().within(province)
        offered = with_chosen(councils, self.initial.get("council"))
        self.fields["council"].queryset = offered.select_related("area").by_place()
