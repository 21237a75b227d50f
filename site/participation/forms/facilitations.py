"""Who works with a group: appointing, standing in for a day, ending."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User

from ..models import CommunityGroup
from ..models.group import CommunityGroupQuerySet
from ..reach import facilitators_for
from .inputs import DayField

MOST_NAMED = 5


class PersonField(forms.ModelChoiceField):
    """An account, shown by the name of its owner."""

    def label_from_instance(self, user: User) -> str:
        return user.get_full_name()


class AppointForm(ActingForm):
    """A facilitator for a group."""

    user = PersonField(label=_("Facilitator"), queryset=User.objects.none())
    began_on = DayField(label=_("From"))
    ended_on = DayField(label=_("Until"), required=False, help_text=_("Leave empty while it goes on."))

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"began_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = facilitators_for(user)


class SubstituteForm(ActingForm):
    """Somebody who stands in for a day or a few."""

    user = PersonField(label=_("Who stands in"), queryset=User.objects.none())
    began_on = DayField(label=_("From"))
    ended_on = DayField(label=_("Until"), help_text=_("For one day, give the same day twice."))

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        today = timezone.localdate()
        kwargs.setdefault("initial", {"began_on": today, "ended_on": today})
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = facilitators_for(user)


class AppointPersonForm(ActingForm):
    """A group for a facilitator, named by its code or its name."""

    group = forms.CharField(
        label=_("Group"), max_length=160, help_text=_("Its code, such as C-0506-0012, or words of its name.")
    )
    began_on = DayField(label=_("From"))
    ended_on = DayField(label=_("Until"), required=False, help_text=_("Leave empty while it goes on."))

    def __init__(self, *args: object, groups: CommunityGroupQuerySet, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"began_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.groups = groups

    def clean_group(self) -> CommunityGroup:
        """The one group within reach that is meant; of several, their codes are named."""
        found = list(self.groups.matching(self.cleaned_data["group"]).by_place()[: MOST_NAMED + 1])
        if not found:
            raise ValidationError(_("No group of yours has this code or name."), code="unknown")
        if len(found) > 1:
            named = ", ".join(f"{group.name} ({group.code})" for group in found[:MOST_NAMED])
            raise ValidationError(
                _("Several groups match. Give the code of one: %(groups)s."), code="several", params={"groups": named}
            )
        return found[0]


class FacilitatorFilter(forms.Form):
    """Looking for a facilitator by name."""

    q = forms.CharField(label=_("Name of the facilitator"), max_length=80, required=False)

    def narrow(self, people: QuerySet[User]) -> QuerySet[User]:
        words = self.cleaned_data["q"] if self.is_valid() else ""
        return people.filter(Q(full_name__icontains=words) | Q(username__icontains=words)) if words else people
