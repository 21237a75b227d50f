"""Persons."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from people.likeness import keep_keys
from people.models import Consent, Difficulty, Person, PersonRequest, Purpose, Sex, SupportNeed
from people.names import search_key, sorting_key, tidy_name

_numbers = count(1)
FAMILY_NAMES = ("សុខ", "ចាន់", "កែវ", "ហេង")
GIVEN_NAMES = ("សុភា", "ដារា", "ស្រីមុំ", "វិចិត្រ", "បូផា")


def make_person(**overrides) -> Person:
    """A girl of twelve or so, saved as the actions save."""
    number = next(_numbers)
    fields = {
        "family_name": FAMILY_NAMES[number % len(FAMILY_NAMES)],
        "given_name": f"{GIVEN_NAMES[number % len(GIVEN_NAMES)]} {number}",
        "sex": Sex.FEMALE,
        "birth_year": 2014,
        "difficulty": Difficulty.NO,
        **overrides,
    }
    if fields["difficulty"] != Difficulty.NOT_ASKED:
        fields.setdefault("difficulty_asked_on", date(2025, 1, 20))
    person = Person(**fields)
    person.family_name, person.given_name = tidy_name(person.family_name), tidy_name(person.given_name)
    person.name_key = search_key(person.name, person.name_latin)
    person.name_sort = sorting_key(person.family_name, person.given_name)
    person.save()
    keep_keys(person)
    return person


def make_consent(**overrides) -> Consent:
    """A whole consent to the list, signed a month ago, for a year."""
    signed_on = overrides.pop("signed_on", timezone.localdate() - timedelta(days=30))
    fields = {
        "purpose": Purpose.MEMBERSHIP,
        "person_on": signed_on,
        "guardian_on": signed_on,
        "began_on": signed_on,
        "given_on": signed_on,
        "valid_until": signed_on + timedelta(days=365),
        **overrides,
    }
    if "person" not in fields:
        fields["person"] = make_person()
    return Consent.objects.create(**fields)


def make_need(**overrides) -> SupportNeed:
    """Somebody needs a room without steps."""
    fields = {"need": SupportNeed.Need.STEP_FREE, **overrides}
    if "person" not in fields:
        fields["person"] = make_person()
    return SupportNeed.objects.create(**fields)


def make_request(**overrides) -> PersonRequest:
    """Somebody asked to see what is kept, and got the sheet."""
    fields = {"kind": "see", "answer": "printed", "asked_on": timezone.localdate(), "answered_at": timezone.now()}
    fields |= overrides
    if "person" not in fields:
        fields["person"] = make_person()
    return PersonRequest.objects.create(**fields)
