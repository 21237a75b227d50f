"""Services: the list's filter, one service, and what it covers."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from accounts.models import User
from accounts.roles import Capability
from khmertext.fields import KhmerCharField
from participation.forms.choices import NamedField, within_reach
from participation.forms.inputs import DayField
from participation.reach import areas_within_reach
from places.codes import code_range
from places.forms import AreaField
from places.models import AdminArea

from ..models import Service, ServiceCoverage, ServiceType
from ..models.service import ServiceQuerySet
from .answers import YesNoField

OFFICES = (AdminArea.PROVINCE, AdminArea.DISTRICT, AdminArea.COMMUNE)
"""A village is too fine for an office: few people live there, and all know who goes where."""


class ServiceFilter(FilterForm):
    """What the list of services is narrowed to."""

    SHOWN = (
        ("", pgettext_lazy("filter", "All")),
        ("due", _("Waits for a check")),
        ("hidden", _("Not shown to readers")),
        ("closed", _("Closed")),
    )
    q = forms.CharField(label=_("Name, provider or code of a service"), max_length=100, required=False)
    type = NamedField(label=_("Type"), queryset=ServiceType.objects.none(), required=False)
    area = AreaField(label=_("Place"), required=False, levels=OFFICES)
    show = forms.ChoiceField(label=_("State"), choices=SHOWN, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = ServiceType.objects.order_by("position", "pk")
        self.fields["type"].empty_label = pgettext_lazy("filter", "All")

    def narrow(self, services: ServiceQuerySet) -> ServiceQuerySet:
        """The services that fit everything chosen; of a place, those there and those that cover a commune there."""
        chosen, today = self.chosen, timezone.localdate()
        if "type" in chosen:
            services = services.filter(type=chosen["type"])
        if "area" in chosen:
            low, high = code_range(chosen["area"].pk)
            here = ServiceCoverage.objects.not_over(today).filter(commune__gte=low, commune__lt=high)
            covers = Exists(here.filter(service=OuterRef("pk")))
            services = services.filter(Q(area__gte=low, area__lt=high) | covers)
        if "q" in chosen:
            services = services.matching(chosen["q"])
        match chosen.get("show"):
            case "due":
                return services.due(today)
            case "hidden":
                return services.open().exclude(pk__in=Service.objects.public(today).values("pk"))
            case "closed":
                return services.filter(closed_on__isnull=False)
        return services


def _text(name: str, *, rows: int = 0) -> forms.Field:
    """The form field of a text of the model, with its label, length and whether it must be filled."""
    field = Service._meta.get_field(name)
    language = name[-2:]
    attrs = {"lang": language} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    shape = KhmerCharField if language == "km" else forms.CharField
    label = field.verbose_name
    return shape(label=label, max_length=field.max_length, required=not field.blank, widget=widget)


class ServiceForm(ActingForm):
    """A service as readers see it, in both languages. There is no field for anybody who was helped."""

    type = NamedField(label=_("Type of service"), queryset=ServiceType.objects.none())
    name_km = _text("name_km")
    name_en = _text("name_en")
    provider_km = _text("provider_km")
    provider_en = _text("provider_en")
    area = AreaField(label=_("Where the office is"), levels=OFFICES)
    phones = forms.CharField(
        label=_("Office telephones"),
        max_length=70,
        required=False,
        help_text=_("Numbers of the office, never of a person; a comma between them."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    hours_km = _text("hours_km")
    hours_en = _text("hours_en")
    for_whom_km = _text("for_whom_km", rows=2)
    for_whom_en = _text("for_whom_en", rows=2)
    cost = forms.ChoiceField(label=_("What does it cost?"), choices=Service.Cost, initial=Service.Cost.UNKNOWN)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=Service.Language,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[Service.Language.KHMER],
    )
    is_accessible = YesNoField(label=_("Can it be reached without steps?"))
    is_child_friendly = YesNoField(label=_("Is it used to children?"))
    capability = Capability.MANAGE_SERVICES

    def __init__(self, *args: object, user: User, service: Service | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        in_use = Q(is_active=True) | Q(pk=service.type_id if service else None)
        self.fields["type"].queryset = ServiceType.objects.filter(in_use).order_by("position", "pk")
        if service is not None:
            self.initial = {name: getattr(service, name) for name in self.fields}
        elif "area" in self.fields:
            self.fields["area"].within = areas_within_reach(user, self.capability) or []

    def clean_area(self) -> AdminArea:
        """A service may stay where it is, also where that lies beyond the reach of who corrects the rest."""
        return within_reach(self.user, self.capability, self.cleaned_data["area"], stays=self.initial.get("area"))


class CorrectionForm(ServiceForm):
    """A service that is in the directory already; it moves only within the reach of who says so."""

    capability = Capability.CONFIRM_SERVICES


class CloseForm(ActingForm):
    closed_on = DayField(label=_("Last day"))


class CoverForm(ActingForm):
    """A commune, or all of a district, from one day on."""

    area = AreaField(label=_("Commune or district"), levels=(AdminArea.DISTRICT, AdminArea.COMMUNE))
    began_on = DayField(label=_("Covered from"))
    source = forms.ChoiceField(label=_("How do you know?"), choices=ServiceCoverage.Source, widget=forms.RadioSelect)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["area"].within = areas_within_reach(user, Capability.MANAGE_SERVICES) or []

    def clean_area(self) -> AdminArea:
        return within_reach(self.user, Capability.MANAGE_SERVICES, self.cleaned_data["area"])


class EndCoverageForm(ActingForm):
    ended_on = DayField(label=_("Last day"))
