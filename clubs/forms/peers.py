"""Which club another one visits and learns from, and until when."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from participation.forms.choices import GroupField
from participation.forms.inputs import DayField
from participation.models import CommunityGroup, Kind
from places.codes import lifted_to
from places.models import AdminArea


class PairForm(ActingForm):
    """Offers the clubs of the province that the user sees."""

    other = GroupField(label=_("The other club"), queryset=CommunityGroup.objects.none())
    began_on = DayField(label=_("From"))

    def __init__(self, *args: object, user: User, group: CommunityGroup, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"began_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        clubs = CommunityGroup.objects.visible_to(user).of_kind(Kind.CLUB).open()
        clubs = clubs.within(lifted_to(group.area_id, AdminArea.PROVINCE))
        self.fields["other"].queryset = clubs.exclude(pk=group.pk).select_related("area").by_place()
