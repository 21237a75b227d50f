"""An indicator, its targets, the results of surveys, and the quarter to be frozen."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.models import User
from accounts.roles import Capability
from khmertext.fields import KhmerCharField
from participation.forms.choices import NamedField, within_reach
from participation.forms.inputs import DayField, WholeNumberField
from participation.models import Project, Topic
from participation.reach import areas_within_reach
from places.forms import AreaField
from places.models import AdminArea

from ..formulas import formula_of
from ..formulas.kinds import FactFormula
from ..models import Indicator, SurveyResult, Target
from ..models.indicator import MOST
from ..quarters import Quarter
from ..reads.board import quarters_to_choose
from ..words import quarter_words

LARGER = (AdminArea.PROVINCE, AdminArea.DISTRICT, AdminArea.COMMUNE)
SDG = ("5.2", "5.3", "5.c", "16.2", "16.7", "16.9")


def _text(name: str, *, rows: int = 0) -> forms.Field:
    field = Indicator._meta.get_field(name)
    language = name[-2:]
    attrs = {"lang": language} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    shape = KhmerCharField if language == "km" else forms.CharField
    return shape(label=field.verbose_name, max_length=field.max_length, required=not field.blank, widget=widget)


class IndicatorForm(ActingForm):
    """What is said of an indicator, and by which sessions it counts."""

    name_km = _text("name_km")
    name_en = _text("name_en")
    counts_km = _text("counts_km", rows=3)
    counts_en = _text("counts_en", rows=3)
    limits_km = _text("limits_km", rows=2)
    limits_en = _text("limits_en", rows=2)
    level = forms.ChoiceField(label=_("level"), choices=Indicator.Level)
    sessions = WholeNumberField(
        label=_("sessions needed"),
        min_value=1,
        max_value=100,
        help_text=_("A person counts from this session on. Another number makes all counts anew."),
    )
    topic = NamedField(label=_("topic of the sessions"), queryset=Topic.objects.none(), required=False)
    sdg = forms.MultipleChoiceField(
        label=_("goals of the United Nations"),
        choices=[(goal, goal) for goal in SDG],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    donor_codes = forms.CharField(
        label=_("codes of donors"),
        required=False,
        max_length=1000,
        help_text=_("One in each line: the donor, a colon, the code or column in their table."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_active = forms.BooleanField(label=_("in use"), required=False)

    def __init__(self, *args: object, indicator: Indicator, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.initial = {name: getattr(indicator, name) for name in self.fields}
        codes = indicator.donor_codes.items()
        self.initial["donor_codes"] = "\n".join(f"{donor}: {code}" for donor, code in codes)
        self.fields["topic"].queryset = Topic.objects.order_by("type", "position", "pk")
        self.fields["topic"].empty_label = pgettext_lazy("topic", "None")
        if not isinstance(formula_of(indicator), FactFormula):
            for name in ("sessions", "topic"):
                del self.fields[name]

    def clean_donor_codes(self) -> dict[str, str]:
        found = {}
        for line in self.cleaned_data["donor_codes"].splitlines():
            donor, colon, code = line.partition(":")
            if line.strip() and not (colon and donor.strip() and code.strip()):
                raise ValidationError(_("Write the donor, a colon and the code in each line."), code="shape")
            if line.strip():
                found[donor.strip()] = code.strip()
        return found

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for name in ("sessions", "topic"):
            if name not in self.fields:
                cleaned[name] = getattr(self.indicator, name)
        return cleaned


class TargetForm(ActingForm):
    """How far an indicator should come."""

    value = WholeNumberField(label=_("to be reached"), min_value=1, max_value=MOST)
    began_on = DayField(label=_("From"))
    ended_on = DayField(label=_("Until"))
    project = NamedField(label=_("Project"), queryset=Project.objects.none(), required=False)
    area = AreaField(label=_("Place"), required=False, levels=LARGER)
    baseline = WholeNumberField(
        label=_("where it began"),
        max_value=MOST,
        required=False,
        help_text=_("What there was before, as it was known then. It is shown and not added."),
    )
    baseline_on = DayField(label=_("day of the beginning"), required=False)

    def __init__(self, *args: object, user: User, target: Target | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["project"].queryset = Project.objects.visible_to(user).order_by("code")
        self.fields["project"].empty_label = _("The whole programme")
        self.fields["area"].within = areas_within_reach(user, Capability.MANAGE_TARGETS) or []
        if target is not None:
            self.initial = {name: getattr(target, name) for name in self.fields}

    def clean_area(self) -> AdminArea | None:
        return place_kept_by(self.user, self.cleaned_data["area"])


class ResultForm(ActingForm):
    """What a survey found. Nobody who answered is named."""

    indicator = NamedField(label=_("Indicator"), queryset=Indicator.objects.none())
    area = AreaField(label=_("Place"), required=False, levels=LARGER)
    held_on = DayField(label=_("Day"))
    value = WholeNumberField(label=_("people found"), max_value=MOST)
    method = forms.ChoiceField(label=_("Method"), choices=SurveyResult.Method, widget=forms.RadioSelect)
    sample_size = WholeNumberField(label=_("people asked"), min_value=1, max_value=MOST)
    evidence = forms.CharField(
        label=_("how the value follows"),
        max_length=300,
        help_text=_("For example: 62 of 100 homes, times the number of families in the commune. No names."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    carried_out_by = forms.CharField(
        label=_("carried out by"), max_length=160, help_text=_("An organisation or a role, not a person.")
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        entered = Indicator.objects.visible_to(user).active().filter(measure=Indicator.Measure.ENTERED)
        self.fields["indicator"].queryset = entered.in_order()
        self.fields["indicator"].initial = entered.in_order().first()
        self.fields["held_on"].initial = timezone.localdate()
        self.fields["area"].within = areas_within_reach(user, Capability.MANAGE_TARGETS) or []

    def clean_area(self) -> AdminArea | None:
        return place_kept_by(self.user, self.cleaned_data["area"])


class FreezeForm(ActingForm):
    """Which quarter is reported, and why once more."""

    quarter = forms.ChoiceField(label=_("Quarter"))
    note = forms.CharField(
        label=_("Why, if it is frozen once more"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        over = quarters_to_choose(timezone.localdate())[1:]
        self.fields["quarter"].choices = [(str(quarter), quarter_words(quarter)) for quarter in over]

    def clean_quarter(self) -> Quarter:
        return Quarter.read(self.cleaned_data["quarter"])


def place_kept_by(user: User, area: AdminArea | None) -> AdminArea | None:
    """A place that somebody may speak of; who keeps a part of the country names a place in it."""
    if area is not None:
        return within_reach(user, Capability.MANAGE_TARGETS, area)
    if areas_within_reach(user, Capability.MANAGE_TARGETS) is not None:
        raise ValidationError(_("Choose a place within your area."), code="outside")
    return None
