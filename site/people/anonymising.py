"""The name goes, the count stays: sex, birth year, village and marks are kept, nothing that names the person."""

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User

from .models import Person

NAMELESS = "សមាជិក"
"""What stands where the name stood: "member"."""


@transaction.atomic
def remove_name(*, person: Person, reason: str, by: User | None) -> Person:
    """Empty the names and what finds them, for good, those kept for the undo of a merge too.

    ``by`` is nobody when the days without paper are over.
    """
    if person.anonymised_on is not None:
        return person
    person.family_name, person.given_name, person.name_latin = NAMELESS, "", ""
    person.name_key = person.name_sort = ""
    person.birth_month = None
    person.anonymised_on = timezone.localdate()
    person.version += 1
    person.clean_fields(exclude=["given_name", "name_key", "name_sort"])
    person.save(force_update=True)
    person.likeness_keys.all().delete()
    person.support_needs.all().delete()
    person.merges.update(payload=None)
    journal.note("person.name_removed", about=person, by=by, reason=reason)
    return person
