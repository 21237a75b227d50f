"""Saying that meetings were held together, and recording one meeting for several groups."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from accounts.roles import Capability
from khmertext.dates import format_time
from places.codes import lifted_to
from places.models import AdminArea

from ..actions.joint import MOST
from ..models import CommunityGroup, Meeting
from ..reads.joint import may_be_bound
from ..scopes import groups_q
from .choices import group_words
from .inputs import DayField, TimeOfDayField

OFFERED = 60
"""Groups of the district at most, by place."""


class MeetingOfAGroup(forms.ModelChoiceField):
    """A meeting, told by its group."""

    def label_from_instance(self, meeting: Meeting) -> str:
        when = f" · {format_time(meeting.started_at)}" if meeting.started_at else ""
        return f"{group_words(meeting.group)} · {meeting.get_kind_display()}{when}"


class BindForm(ActingForm):
    """Offers the meetings of that day in other groups of the user."""

    meeting = MeetingOfAGroup(
        label=_("Meeting of another group"), queryset=Meeting.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: object, user: User, meeting: Meeting, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = may_be_bound(meeting, user=user)


class GroupsField(forms.ModelMultipleChoiceField):
    """Groups, each with the place it stands in."""

    def label_from_instance(self, group: CommunityGroup) -> str:
        return group_words(group)


class JointMeetingForm(ActingForm):
    """One meeting of several groups; offers the open groups of the host's district in which the user may record."""

    groups = GroupsField(
        label=_("Groups that met with it"),
        queryset=CommunityGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one other group.")},
    )
    held_on = DayField(label=_("Day of the meeting"))
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=Meeting.Kind, initial=Meeting.Kind.ORDINARY)
    started_at = TimeOfDayField(label=_("From"), required=False)
    ended_at = TimeOfDayField(label=_("Until"), required=False)
    place_text = forms.CharField(label=_("Place"), max_length=160, required=False)

    def __init__(self, *args: object, user: User, group: CommunityGroup, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"held_on": timezone.localdate(), "place_text": group.usual_place})
        super().__init__(*args, **kwargs)
        near = CommunityGroup.objects.filter(groups_q(user, Capability.RECORD_MEETINGS)).visible_to(user).open()
        near = near.within(lifted_to(group.area_id, AdminArea.DISTRICT)).exclude(pk=group.pk)
        # A form is checked against all that may be chosen, so what is offered is named by its keys.
        offered = list(near.by_place().values_list("pk", flat=True)[:OFFERED])
        groups = CommunityGroup.objects.visible_to(user).filter(pk__in=offered)
        self.fields["groups"].queryset = groups.select_related("area").by_place()

    def clean_groups(self) -> list[CommunityGroup]:
        groups = list(self.cleaned_data["groups"])
        if len(groups) >= MOST:
            raise forms.ValidationError(_("At least two groups meet together, and at most twelve."))
        return groups
