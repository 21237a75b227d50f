"""Forms of the helplines' desk: one helpline, and one test call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from participation.forms.inputs import DayField, WholeNumberField

from ..models import HelpLine
from ..models.test_call import LONGEST_WAIT
from .answers import YesNoField


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
    takes_complaints = text_of("takes_complaints")
    position = WholeNumberField(
        label=_("Place in the list"), max_value=999, initial=50, help_text=_("Small numbers stand first.")
    )

    def __init__(self, *args: object, helpline: HelpLine | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if helpline is not None:
            self.initial = {name: getattr(helpline, name) for name in self.fields}


class TestCallForm(ActingForm):
    """What somebody met who called the number as a child would."""

    called_on = DayField(label=_("Day of the test call"))
    is_answered = forms.TypedChoiceField(
        label=_("Did somebody answer?"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        widget=forms.RadioSelect,
        coerce=lambda answer: answer == "yes",
    )
    waited_seconds = WholeNumberField(
        label=_("How many seconds did it take?"),
        max_value=LONGEST_WAIT,
        help_text=_("Until somebody answered, or until you gave up."),
    )
    in_khmer = YesNoField(label=_("Did they speak Khmer?"), help_text=_("Only where somebody answered."))
    is_true = forms.BooleanField(
        label=_("They said that all of the above is true"),
        required=False,
        help_text=_("Then readers see this helpline for six months. Else call again in three days."),
    )
