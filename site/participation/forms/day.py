"""The day on which a roster is looked at."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .inputs import DayField


class DayForm(forms.Form):
    """A day up to today; without one, or with one that makes no sense, today."""

    on = DayField(label=_("Members on this day"), required=False)

    def clean_on(self) -> date:
        day = self.cleaned_data["on"] or timezone.localdate()
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."), code="future")
        return day

    @property
    def chosen(self) -> date:
        return self.cleaned_data["on"] if self.is_valid() else timezone.localdate()
