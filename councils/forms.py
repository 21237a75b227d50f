"""The level of a council."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm

from .models import CouncilProfile


class LevelForm(ActingForm):
    """One of the levels; there is no fixed ladder."""

    level = forms.ChoiceField(label=_("Level"), choices=CouncilProfile.Level, widget=forms.RadioSelect)
