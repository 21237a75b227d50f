"""How DHIS2 is spoken to, and what it calls a number or a place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from places.forms import AreaField

from ..dhis2.cells import may_be_of_quarter
from ..dhis2.codes import LONGEST
from ..models import DhisCode, DhisSystem, Indicator
from ..models.dhis2 import judge_code
from .indicators import LARGER


def _code(name: str, model: type = DhisCode, **given: object) -> forms.CharField:
    field = model._meta.get_field(name)
    box = forms.TextInput(attrs={"lang": "en", "spellcheck": "false", "autocapitalize": "off"})
    return forms.CharField(label=field.verbose_name, max_length=LONGEST, validators=[judge_code], widget=box, **given)


class DhisSystemForm(ActingForm):
    """What the keepers of the other system say of it."""

    data_set = _code(
        "data_set", DhisSystem, help_text=_("The form in DHIS2 that receives the values; it is reported by quarter.")
    )
    id_scheme = forms.ChoiceField(
        label=_("data elements are named by"), choices=DhisSystem._meta.get_field("id_scheme").choices
    )
    place_scheme = forms.ChoiceField(
        label=_("places are named by"),
        choices=DhisSystem._meta.get_field("place_scheme").choices,
        help_text=_("Where DHIS2 holds the official codes of places, nothing more is to be written for them."),
    )
    level = forms.TypedChoiceField(
        label=_("places that are sent"),
        choices=DhisSystem.LEVELS,
        coerce=int,
        help_text=_("The smaller the places, the more numbers are withheld."),
    )
    attribute_option_combo = _code(
        "attribute_option_combo",
        DhisSystem,
        required=False,
        help_text=_("Only where the data set is told apart by project or partner. Empty: the standard one."),
    )
    marks_complete = forms.BooleanField(
        label=_("mark the data set as complete"),
        required=False,
        help_text=_("Only where nobody else enters anything in this data set. In ADX alone."),
    )

    def __init__(self, *args: object, system: DhisSystem, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(system, name) for name in self.fields}


class DhisCodeForm(ActingForm):
    """What one number is called there."""

    data_element = _code("data_element")
    option_combo = _code(
        "option_combo",
        required=False,
        help_text=_("Which part of the data element it is, such as girls. Empty: the standard one."),
    )
    counts = forms.ChoiceField(label=_("what is sent"), choices=DhisCode.Counts, widget=forms.RadioSelect)

    def __init__(self, *args: object, indicator: Indicator, code: DhisCode | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"counts": DhisCode.Counts.TO_DATE}
        if code is not None:
            self.initial = {name: getattr(code, name) for name in self.fields}
        if not may_be_of_quarter(indicator):
            del self.fields["counts"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if "counts" not in self.fields:
            cleaned["counts"] = DhisCode.Counts.TO_DATE
        return cleaned


class DhisPlaceForm(ActingForm):
    """What one place is called there."""

    area = AreaField(label=_("Place"), levels=LARGER)
    org_unit = forms.CharField(
        label=_("organisation unit"),
        max_length=LONGEST,
        validators=[judge_code],
        widget=forms.TextInput(attrs={"lang": "en", "spellcheck": "false", "autocapitalize": "off"}),
    )
