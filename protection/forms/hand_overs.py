"""The form of a hand-over note: choices and days, and no place for a word."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from participation.forms.inputs import DayField
from places.forms import AreaField
from places.models import AdminArea

from ..models import HandOverNote


class HandOverForm(ActingForm):
    """What a note may hold, and nothing else. ``id`` is made with the empty form: sent twice, it is one note."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    urgency = forms.ChoiceField(
        label=_("How soon must somebody help?"), choices=HandOverNote.Urgency.choices, widget=forms.RadioSelect
    )
    area = AreaField(
        label=_("In which commune or district?"),
        levels=(AdminArea.DISTRICT, AdminArea.COMMUNE),
        help_text=_("Nothing smaller: a village would tell who it is."),
    )
    channel = forms.ChoiceField(
        label=_("How did you hear of it?"), choices=HandOverNote.Channel.choices, widget=forms.RadioSelect
    )
    noted_on = DayField(label=_("On which day?"))
    handed_to = forms.ChoiceField(
        label=_("Whom have you told, so that they help?"),
        choices=HandOverNote.HandedTo.choices,
        widget=forms.RadioSelect,
    )
    handed_on = DayField(label=_("On which day did you tell them?"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        today = timezone.localdate()
        super().__init__(*args, initial={"id": uuid.uuid4(), "noted_on": today, "handed_on": today}, **kwargs)


class ReferenceForm(forms.Form):
    """The number of a note, as it was shown or spoken."""

    reference = forms.CharField(
        label=_("Number of the note"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "lang": "en"}),
    )
