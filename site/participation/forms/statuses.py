"""Pausing, closing and reopening a group."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm

from ..models import CommunityGroup
from .inputs import DayField

Status = CommunityGroup.Status

STEPS = {
    Status.FORMING: {Status.ACTIVE: _("It meets regularly now"), Status.CLOSED: _("It closes")},
    Status.ACTIVE: {Status.PAUSED: _("It pauses for a time"), Status.CLOSED: _("It closes")},
    Status.PAUSED: {Status.ACTIVE: _("It meets again"), Status.CLOSED: _("It closes")},
    Status.CLOSED: {Status.ACTIVE: _("It opens again")},
}
"""What may follow each status, in the words of the form."""


class StatusForm(ActingForm):
    """What happens to the group, from which day, and why."""

    status = forms.ChoiceField(label=_("What happens"), widget=forms.RadioSelect)
    since = DayField(label=_("From which day"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Needed when a group pauses or closes. Do not write about a child here."),
    )

    def __init__(self, *args: object, group: CommunityGroup, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"since": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = list(STEPS[group.status].items())

    def clean(self) -> dict:
        given = super().clean()
        if given.get("status") in (Status.PAUSED, Status.CLOSED) and not given.get("reason"):
            self.add_error("reason", ValidationError(_("Write in a few words why."), code="required"))
        return given
