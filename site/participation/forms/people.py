"""What is asked about a child, and how one is looked for."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from khmertext.dates import month_name
from people.models import Difficulty, Person, Sex, SupportNeed
from people.support import needs_of_people
from places.forms import AreaField
from places.models import AdminArea

from .inputs import WholeNumberField

OLDEST = 110
NAMES = ("family_name", "given_name", "name_latin")


class PeopleSearchForm(forms.Form):
    """Words of a name, in Khmer or Latin letters, or a code. Always posted, so that no name stands in an address."""

    q = forms.CharField(
        label=_("Name or code"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "autocapitalize": "off"}),
    )


class PersonForm(ActingForm):
    """The least that tells a child from another. Age or birth year, whichever is known."""

    family_name = forms.CharField(label=_("Family name"), max_length=60)
    given_name = forms.CharField(label=_("Given name"), max_length=60)
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, widget=forms.RadioSelect)
    age = WholeNumberField(label=_("Age"), max_value=OLDEST, required=False)
    birth_year = WholeNumberField(label=_("Or birth year"), min_value=1900, max_value=2100, required=False)
    birth_month = forms.TypedChoiceField(
        label=_("Birth month, if known"),
        choices=lambda: [("", _("Not known")), *((month, month_name(month, get_language())) for month in range(1, 13))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    birth_is_estimated = forms.BooleanField(label=_("The birth year is a guess"), required=False)
    village = AreaField(label=_("Village"), levels=(AdminArea.COMMUNE, AdminArea.VILLAGE), required=False)
    difficulty = forms.ChoiceField(
        label=_("Is it hard for the child to see, hear, walk, remember, care for themselves or speak?"),
        choices=Difficulty,
        initial=Difficulty.NOT_ASKED,
        widget=forms.RadioSelect,
    )
    support_needs = forms.MultipleChoiceField(
        label=_("What does the room need, so that the child can take part?"),
        help_text=_("Only what is needed, never why."),
        choices=SupportNeed.Need,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: object, user: User, person: Person | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.person = person

    @classmethod
    def initial_of(cls, person: Person) -> dict[str, object]:
        """What the form shows of a person who is known already: the birth year, not the age."""
        names = ("family_name", "given_name", "name_latin", "sex", "birth_year", "birth_month", "birth_is_estimated")
        return {name: getattr(person, name) for name in names} | {
            "village": person.village,
            "difficulty": person.difficulty,
            "support_needs": needs_of_people([person.pk]).get(person.pk, []),
        }

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        today = timezone.localdate()
        age, year, month = cleaned.get("age"), cleaned.get("birth_year"), cleaned.get("birth_month")
        if year is not None and year > today.year:
            self.add_error("birth_year", ValidationError(_("This year is still to come.")))
        elif year is not None and age is not None and abs(today.year - year - age) > 1:
            self.add_error("age", ValidationError(_("Age and birth year do not fit together. Fill in one of them.")))
        if month and year is None:
            self.add_error("birth_month", ValidationError(_("A month needs a birth year beside it.")))
        return cleaned

    def facts(self) -> dict[str, object]:
        """The cleaned answers as the actions of people take them. An age becomes an estimated birth year."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "age"}
        age = self.cleaned_data.get("age")
        if facts["birth_year"] is None and age is not None:
            facts["birth_year"] = timezone.localdate().year - age
            facts["birth_is_estimated"] = True
        if facts["birth_year"] is None:
            facts["birth_is_estimated"] = False
        facts["difficulty_asked_on"] = self._asked_on()
        return facts

    def _asked_on(self) -> date | None:
        """Today for an answer that is new; the earlier day for one that stays."""
        answer = self.cleaned_data["difficulty"]
        if answer == Difficulty.NOT_ASKED:
            return None
        if self.person is not None and self.person.difficulty == answer:
            return self.person.difficulty_asked_on
        return timezone.localdate()


class PersonCorrectionForm(PersonForm):
    """A person's details, with the version that the editor looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.person is not None and self.person.anonymised_on:
            for name in NAMES:
                self.fields[name].required = False
            del self.fields["support_needs"]
            self.fields["family_name"].help_text = _("Leave the names empty until the paper for the list is signed.")

    @classmethod
    def initial_of(cls, person: Person) -> dict[str, object]:
        """A name that was removed is not there to be corrected."""
        initial = super().initial_of(person)
        return initial | (dict.fromkeys(NAMES, "") if person.anonymised_on else {})

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if self._gives_a_name():
            for name in ("family_name", "given_name"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ValidationError(_("This field is required."), code="required"))
        return cleaned

    def facts(self) -> dict[str, object]:
        """Without a name where none is kept and none was typed."""
        facts = super().facts()
        if self.person is None or not self.person.anonymised_on or self._gives_a_name():
            return facts
        return {name: value for name, value in facts.items() if name not in NAMES}

    def _gives_a_name(self) -> bool:
        return any(self.cleaned_data.get(name) for name in NAMES)
