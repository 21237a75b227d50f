"""Schools: the list's filter, and one school."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from accounts.models import User
from accounts.roles import Capability
from khmertext.fields import KhmerCharField
from khmertext.folding import fold
from places.forms import AreaField
from places.models import AdminArea

from ..models import School
from ..reach import areas_within_reach
from .choices import within_reach


class SchoolFilter(FilterForm):
    """What the list of schools is narrowed to."""

    q = forms.CharField(label=_("Name or code of a school"), max_length=100, required=False)
    area = AreaField(label=_("Place"), required=False)
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", pgettext_lazy("filter", "All")), *School.Level.choices]
    )

    def narrow(self, schools: QuerySet[School]) -> QuerySet[School]:
        """The schools that fit everything chosen; a choice that makes no sense is left out."""
        chosen = self.chosen
        if "level" in chosen:
            schools = schools.filter(level=chosen["level"])
        if "area" in chosen:
            area = chosen["area"].pk
            schools = schools.filter(area_id__gte=area, area_id__lt=area + "z")
        if "q" in chosen:
            by_name = Q(name_key__contains=fold(chosen["q"])) if fold(chosen["q"]) else Q()
            schools = schools.filter(by_name | Q(official_code=chosen["q"]))
        return schools


class SchoolForm(ActingForm):
    """A school to be added, within the reach of who adds it."""

    name_km = KhmerCharField(label=_("Name in Khmer"), max_length=120)
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=120, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=School.Level)
    area = AreaField(label=_("Village or commune"), levels=(AdminArea.COMMUNE, AdminArea.VILLAGE))
    official_code = forms.CharField(
        label=_("Official code"),
        max_length=20,
        required=False,
        help_text=_("The code of the ministry, if you know it."),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["area"].within = areas_within_reach(user, Capability.MANAGE_PARTNERS) or []

    def clean_area(self) -> AdminArea:
        return within_reach(self.user, Capability.MANAGE_PARTNERS, self.cleaned_data["area"])


class KnownSchoolForm(SchoolForm):
    """A school that is in the list already."""

    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("A school out of use stays with its groups.")
    )
