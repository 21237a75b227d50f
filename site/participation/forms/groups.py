"""Adding a group, and correcting what is said about one."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from accounts.roles import Capability
from accounts.scoping import NOBODY, reach_q
from khmertext.fields import KhmerCharField
from places.forms import AreaField
from places.models import AdminArea

from ..models import CommunityGroup, KindRule, Partner, School
from ..reach import areas_within_reach
from ..refusals import ChangedMeanwhile
from .choices import within_reach
from .differences import Difference, differences
from .inputs import DayField, WholeNumberField

FIRST_YEAR = 1950
MOST_SCHOOLS = 300
"""A longer list is no help: then the schools near the place are offered once the place is known."""

Setting, Status = CommunityGroup.Setting, CommunityGroup.Status


class SchoolField(forms.ModelChoiceField):
    """A school, shown with the place it stands in."""

    def label_from_instance(self, school: School) -> str:
        return f"{school.name_km} ({school.area.name_km})"


class GroupForm(ActingForm):
    """What is said about a group, whatever its kind."""

    name_km = KhmerCharField(label=_("Name in Khmer"), max_length=160)
    name_latin = forms.CharField(
        label=_("Name in Latin letters"), max_length=160, required=False, help_text=_("As the group itself writes it.")
    )
    setting = forms.ChoiceField(label=_("Where it meets"), choices=Setting, widget=forms.RadioSelect)
    area = AreaField(label=_("Village or commune"), levels=(AdminArea.COMMUNE, AdminArea.VILLAGE))
    school = SchoolField(
        label=_("School"),
        queryset=School.objects.none(),
        required=False,
        empty_label=_("No school"),
        help_text=_("Only for a group in a school. A school that is missing here is added under Schools."),
    )
    founded_on = DayField(label=_("Founded on"), required=False)
    founded_year = WholeNumberField(
        label=_("Or only the year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=2100,
        help_text=_("When the day is not known."),
    )
    founded_by = forms.ModelChoiceField(
        label=_("Founded with"), queryset=Partner.objects.none(), required=False, empty_label=_("Nobody or not known")
    )
    rhythm_days = WholeNumberField(label=_("Days between two meetings"), min_value=1, max_value=730)
    usual_day = KhmerCharField(
        label=_("Usual day"), max_length=80, required=False, help_text=_("Such as: first Sunday of the month.")
    )
    usual_place = KhmerCharField(label=_("Usual place"), max_length=160, required=False)
    age_from = WholeNumberField(label=_("Youngest age"), min_value=0, max_value=99)
    age_to = WholeNumberField(label=_("Oldest age"), min_value=0, max_value=99)
    main_language = KhmerCharField(
        label=_("Main language"), max_length=60, required=False, help_text=_("The language the group speaks.")
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["area"].within = areas_within_reach(user, Capability.EDIT_GROUPS) or []
        partners = Partner.objects.visible_to(user).filter(is_active=True)
        self.fields["founded_by"].queryset = partners.order_by("name_km")
        self._offer_schools()

    def _offer_schools(self) -> None:
        """All schools within reach may be chosen; shown are those near the place, or all while there are few."""
        field = self.fields["school"]
        in_reach = School.objects.filter(
            reach_q(self.user, Capability.EDIT_GROUPS, area="area_id", own=NOBODY), is_active=True
        )
        field.queryset = in_reach.select_related("area").order_by("area_id", "name_key", "pk")
        offered = self._near(field.queryset)
        field.choices = [("", field.empty_label), *((one.pk, field.label_from_instance(one)) for one in offered)]

    def _near(self, schools: QuerySet[School]) -> list[School]:
        area = self._area_so_far()
        if area:
            district = area.pk[: len(area.source) + 4]
            schools = schools.filter(area_id__gte=district, area_id__lt=district + "z")
        found = list(schools[: MOST_SCHOOLS + 1])
        return found if area or len(found) <= MOST_SCHOOLS else []

    def _area_so_far(self) -> AdminArea | None:
        field = self.fields["area"]
        if not self.is_bound:
            return self.initial.get("area")
        try:
            return field.clean(field.widget.value_from_datadict(self.data, self.files, self.add_prefix("area")))
        except ValidationError:
            return None

    def clean_area(self) -> AdminArea:
        return within_reach(self.user, Capability.EDIT_GROUPS, self.cleaned_data["area"])

    def clean(self) -> dict:
        given = super().clean()
        if given.get("setting") == Setting.SCHOOL and not given.get("school") and "school" not in self.errors:
            self.add_error("school", ValidationError(_("Choose the school of this group."), code="required"))
        self._check_founding(given)
        ages = given.get("age_from"), given.get("age_to")
        if None not in ages and ages[0] > ages[1]:
            self.add_error("age_to", ValidationError(_("The oldest age is below the youngest."), code="upside_down"))
        return given

    def _check_founding(self, given: dict) -> None:
        if "founded_on" in self.errors or "founded_year" in self.errors:
            return
        day, year = given.get("founded_on"), given.get("founded_year")
        if not day and not year:
            self.add_error("founded_on", ValidationError(_("Give the day, or only the year below."), code="required"))
        elif day and year and day.year != year:
            self.add_error("founded_year", ValidationError(_("The day and the year differ."), code="differ"))
        elif (day or date(year, 1, 1)) > timezone.localdate():
            name = "founded_on" if day else "founded_year"
            self.add_error(name, ValidationError(_("This day has not come yet."), code="future"))

    def facts(self) -> dict:
        """The arguments of the action."""
        given = dict(self.cleaned_data)
        year = given.pop("founded_year")
        given.pop("version", None)
        given["founded_is_year"] = given["founded_on"] is None
        given["founded_on"] = given["founded_on"] or date(year, 1, 1)
        if given["setting"] != Setting.SCHOOL:
            given["school"] = None
        return given


class NewGroupForm(GroupForm):
    """A group of a kind that is chosen already: its rule fills in ages and rhythm."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(Status.ACTIVE, _("It meets")), (Status.FORMING, _("It is being formed"))],
        widget=forms.RadioSelect,
        initial=Status.ACTIVE,
    )

    def __init__(
        self, *args: object, user: User, rule: KindRule, school: School | None = None, **kwargs: object
    ) -> None:
        usual = {name: getattr(rule, name) for name in ("rhythm_days", "age_from", "age_to")}
        if school:
            usual |= {"school": school.pk, "area": school.area, "setting": Setting.SCHOOL}
        super().__init__(*args, user=user, initial=usual, **kwargs)


class EditGroupForm(GroupForm):
    """A group that is in the register. ``version`` tells whether somebody changed it while the form was open."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: object, user: User, group: CommunityGroup, **kwargs: object) -> None:
        self.group = group
        self.differences: list[Difference] = []
        super().__init__(*args, user=user, initial=_stored(group), **kwargs)
        # What the group has already stays on offer, though out of use or out of reach today.
        self.fields["founded_by"].queryset |= Partner.objects.filter(pk=group.founded_by_id)
        self.fields["school"].queryset |= School.objects.filter(pk=group.school_id).select_related("area")

    def explain(self, refusal: ValidationError) -> None:
        """Beside a refusal for that reason: what somebody else saved. Sending once more keeps what stands here."""
        if isinstance(refusal, ChangedMeanwhile):
            self.differences = differences(self, _stored(self.group))
            self.data = self.data.copy()
            self.data["version"] = str(self.group.version)
        super().explain(refusal)


def _stored(group: CommunityGroup) -> dict:
    names = ("name_km", "name_latin", "setting", "area", "school", "founded_by", "rhythm_days", "usual_day")
    names += ("usual_place", "age_from", "age_to", "main_language", "version")
    day, year = (None, group.founded_on.year) if group.founded_is_year else (group.founded_on, None)
    return {**{name: getattr(group, name) for name in names}, "founded_on": day, "founded_year": year}
