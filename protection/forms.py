"""Forms of the helplines' desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from participation.forms.inputs import DayField, WholeNumberField

from .models import HelpLine


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nobody knows."""

    def __init__(self, **options: object) -> None:
        choices = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))
        super().__init__(
            choices=choices, required=False, coerce=lambda answer: answer == "yes", empty_value=None, **options
        )

    def prepare_value(self, value: object) -> object:
        return {True: "yes", False: "no", None: ""}.get(value, value)


def text_of(name: str, **options: object) -> forms.Field:
    """The form field of a text of the model, with its label, length and whether it must be filled."""
    return HelpLine._meta.get_field(name).formfield(**options)


class HelpLineForm(ActingForm):
    """A helpline as it is shown, in both languages."""

    number = forms.CharField(
        label=_("Number"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    name_km = text_of("name_km", widget=forms.TextInput(attrs={"lang": "km"}))
    name_en = text_of("name_en", widget=forms.TextInput(attrs={"lang": "en"}))
    for_whom_km = text_of("for_whom_km", widget=forms.Textarea(attrs={"rows": 2, "lang": "km"}))
    for_whom_en = text_of("for_whom_en", widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}))
    hours_km = text_of("hours_km", widget=forms.TextInput(attrs={"lang": "km"}))
    hours_en = text_of("hours_en", widget=forms.TextInput(attrs={"lang": "en"}))
    audience = forms.ChoiceField(
        label=_("For whom"), choices=HelpLine.Audience.choices, widget=forms.RadioSelect, initial="everyone"
    )
    is_free = YesNoField(label=_("Is the call free?"))
    takes_text = YesNoField(label=_("Does it answer text messages?"))
    position = WholeNumberField(
        label=_("Place in the list"), max_value=999, initial=50, help_text=_("Small numbers stand first.")
    )

    def __init__(self, *args: object, helpline: HelpLine | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if helpline is not None:
            self.initial = {name: getattr(helpline, name) for name in self.fields}


class ConfirmForm(ActingForm):
    """The day on which somebody called the number and heard who answers."""

    called_on = DayField(label=_("Day of the test call"))
