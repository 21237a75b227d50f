"""Trainings: the list's filter, one training, and those who took part, known or typed in line by line."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import ActingForm
from accounts.forms.filters import FilterForm
from accounts.models import User
from accounts.roles import Capability
from participation.forms.choices import NamedField, within_reach
from participation.forms.inputs import DayField, WholeNumberField
from participation.models import Partner, Project
from participation.reach import areas_within_reach
from people.aliases import kept_ids
from people.models import Difficulty, Person, Sex
from places.forms import AreaField
from places.models import AdminArea

from ..models import Sector, Training, TrainingTopic
from ..models.training import TrainingQuerySet

LINES = 6
"""How many people are typed in at once; after them the page is there again."""
OLDEST = 110
HOMES = (AdminArea.DISTRICT, AdminArea.COMMUNE, AdminArea.VILLAGE)


class TrainingFilter(FilterForm):
    """What the list of trainings is narrowed to."""

    topic = NamedField(label=_("What it was about"), queryset=TrainingTopic.objects.none(), required=False)
    area = AreaField(label=_("Place"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = TrainingTopic.objects.order_by("position", "pk")
        self.fields["topic"].empty_label = pgettext_lazy("filter", "All")

    def narrow(self, trainings: TrainingQuerySet) -> TrainingQuerySet:
        chosen = self.chosen
        if "topic" in chosen:
            trainings = trainings.filter(topic=chosen["topic"])
        if "area" in chosen:
            trainings = trainings.within(chosen["area"].pk)
        if "since" in chosen:
            trainings = trainings.filter(ended_on__gte=chosen["since"])
        return trainings.filter(ended_on__lte=chosen["until"]) if "until" in chosen else trainings


class TrainingForm(ActingForm):
    """What a training was about, when and where it was, and who held it. There is no field for what was told there."""

    topic = NamedField(label=_("What it was about"), queryset=TrainingTopic.objects.none(), empty_label=None)
    began_on = DayField(label=_("First day"))
    ended_on = DayField(label=_("Last day"))
    area = AreaField(label=_("Where it was held"))
    organiser = NamedField(label=_("Who held it"), queryset=Partner.objects.none(), required=False)
    project = NamedField(label=_("Project"), queryset=Project.objects.none(), required=False)

    def __init__(self, *args: object, user: User, training: Training | None = None, **kwargs: object) -> None:
        if training is not None:
            kwargs["initial"] = {name: getattr(training, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["topic"].queryset = _offered_topics(training)
        self.fields["organiser"].queryset = Partner.objects.visible_to(user).order_by("name_km", "pk")
        self.fields["project"].queryset = Project.objects.visible_to(user).order_by("code")
        for name in ("organiser", "project"):
            self.fields[name].empty_label = _("Not said")
        self.fields["area"].within = areas_within_reach(user, Capability.EDIT_PEOPLE) or []

    def clean_area(self) -> AdminArea:
        stays = self.initial.get("area")
        return within_reach(self.user, Capability.EDIT_PEOPLE, self.cleaned_data["area"], stays=stays)


def _offered_topics(training: Training | None) -> QuerySet[TrainingTopic]:
    known = TrainingTopic.objects.filter(pk=training.topic_id) if training else TrainingTopic.objects.none()
    return (TrainingTopic.objects.filter(is_active=True) | known).order_by("position", "pk")


class SectorField(forms.ChoiceField):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(label=_("Sector"), choices=[("", _("Choose")), *Sector.choices], **kwargs)


class KnownForm(ActingForm):
    """People of the register who took part, all of one sector."""

    sector = SectorField()
    signed = forms.BooleanField(label=_("All of them have signed the list of participants"), required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.people: list[Person] = []

    def clean(self) -> dict[str, object]:
        """Only people whom the reader sees: a stranger's id is no person at all."""
        cleaned = super().clean()
        asked = [key for text in self.data.getlist("person") if (key := _uuid(text))]
        led = kept_ids(asked)
        found = Person.objects.visible_to(self.user).in_bulk([led.get(key, key) for key in asked])
        self.people = list(found.values())
        if not self.people:
            self.add_error(None, ValidationError(_("Choose somebody from the list."), code="nobody"))
        return cleaned


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class SheetForm(ActingForm):
    """What holds for all lines of a sheet."""

    home = AreaField(label=_("Where these people live or work"), levels=HOMES)
    signed = forms.BooleanField(
        label=_("All of them have signed the list of participants"),
        help_text=_("Then their names may be kept. Without a signature a name is removed after 60 days."),
        required=False,
    )

    def __init__(self, *args: object, user: User, training: Training, **kwargs: object) -> None:
        if training.area.level >= AdminArea.DISTRICT:
            kwargs.setdefault("initial", {"home": training.area})
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["home"].within = areas_within_reach(user, Capability.EDIT_PEOPLE) or []

    def clean_home(self) -> AdminArea:
        stays = self.initial.get("home")
        return within_reach(self.user, Capability.EDIT_PEOPLE, self.cleaned_data["home"], stays=stays)


class LineForm(forms.Form):
    """One grown-up as on the list of participants. A line that is empty is nobody."""

    family_name = forms.CharField(label=_("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=60, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", _("Choose")), *Sex.choices], required=False)
    age = WholeNumberField(label=_("Age"), max_value=OLDEST, required=False)
    sector = SectorField(required=False)

    NEEDED = ("family_name", "given_name", "sex", "sector")

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.fields) and not self.errors

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if any(cleaned.get(name) not in (None, "") for name in self.fields):
            for name in self.NEEDED:
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ValidationError(_("This field is required."), code="required"))
        return cleaned

    def facts(self, home: AdminArea, on: date) -> dict[str, object]:
        """What ``register_person`` takes: an age becomes an estimated birth year."""
        age = self.cleaned_data["age"]
        return {
            **{name: self.cleaned_data[name] for name in ("family_name", "given_name", "sex")},
            "birth_year": None if age is None else on.year - age,
            "birth_is_estimated": age is not None,
            "village": home,
            "difficulty": Difficulty.NOT_ASKED,
        }


class Lines:
    """The lines of a sheet, and what was answered about those who may be in the register already."""

    NEW = "new"

    def __init__(self, data: QueryDict | None = None) -> None:
        self.data = data
        self.forms = [LineForm(data, prefix=str(number)) for number in range(1, LINES + 1)]

    def is_valid(self) -> bool:
        """All of them are looked at, so that each shows what is wrong with it."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def filled(self) -> list[tuple[int, LineForm]]:
        return [(number, form) for number, form in enumerate(self.forms, start=1) if not form.is_empty]

    def facts(self, home: AdminArea) -> list[tuple[int, str, dict[str, object]]]:
        """Number, sector and facts of each line that holds somebody."""
        today = timezone.localdate()
        return [(number, form.cleaned_data["sector"], form.facts(home, today)) for number, form in self.filled()]

    def answer(self, number: int, among: Sequence[Person]) -> Person | str | None:
        """The person that a line was said to be, ``NEW``, or nothing while nobody has answered."""
        said = self.data.get(f"same-{number}", "") if self.data else ""
        if said == self.NEW:
            return self.NEW
        return next((person for person in among if str(person.pk) == said), None)
