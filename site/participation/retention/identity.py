"""Who a member is: the names go when the term is over; sex, a band of birth years and the commune stay for counts.

The term runs since the last membership ended, or the last training, or since somebody without either was registered.
Who joined before the age at which it ends at the latest is forgotten at that age, a member still or not; who joined as
an adult, or works in a network, is kept for as long as they belong to it.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts import journal
from accounts.models import User
from accounts.retention.terms import Due
from people.anonymising import NAMELESS
from people.codes import new_person_code
from people.models import NotTheSame, Person, PersonAlias, PersonLikenessKey, PersonMerge, SupportNeed
from places.codes import lineage
from places.models import AdminArea

from ..actions.photos import delete_photo
from ..models import Kind, MeetingPhoto, Membership, PersonCheck
from ..settling import settle
from .held import held_people

BAND = 5
"""Birth years that are told apart no more."""
MIDDLE = BAND // 2
KINDS_OF_ADULTS = (Kind.NETWORK, Kind.PARENTS)

_belongings: list[tuple[type, str]] = []


def register_belonging(model: type, day: str) -> None:
    """A table of what people take part in (by ``person``), with the last day of each row (at ``day``)."""
    _belongings.append((model, day))


def due_people(due: Due) -> QuerySet[Person]:
    """Everybody whose identity is past its term on that day, and whom no hold keeps."""
    before, age = due.before("identity"), due.numbers["identity_age"]
    own = Membership.objects.real().filter(person=OuterRef("pk"))
    lately = own.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=before))
    has_left = ~Exists(lately) & Q(created_at__date__lt=before)
    for model, day in _belongings:
        has_left &= ~Exists(model.objects.filter(person=OuterRef("pk"), **{f"{day}__gte": before}))
    as_adult = own.filter(
        Q(group__kind__in=KINDS_OF_ADULTS) | Q(began_on__year__gt=F("person__birth_year") + age),
        Q(ended_on__isnull=True) | Q(ended_on__gte=before),
    )
    grown = Q(birth_year__lt=due.on.year - age) | Q(birth_year=due.on.year - age, birth_month__lt=due.on.month)
    return Person.objects.filter(
        has_left | grown & Exists(own) & ~Exists(as_adult), ~held_people(due.on), forgotten_on__isnull=True
    )


def forget_due(keys: Sequence[object], due: Due) -> None:
    people = list(Person.objects.select_for_update().filter(pk__in=keys, forgotten_on__isnull=True).order_by("pk"))
    forget_people(people, on=due.on, reason="term_over", by=None)


@transaction.atomic
def forget_people(people: Sequence[Person], *, on: date, reason: str, by: User | None) -> None:
    """Take away, for good, what names these people or leads to them; a handful of statements however many they are."""
    keys = [person.pk for person in people]
    settle(keys)
    for person, code in zip(people, _free_codes(len(people)), strict=True):
        person.family_name, person.given_name, person.name_latin = NAMELESS, "", ""
        person.name_key = person.name_sort = ""
        person.code = code
        if person.birth_year is not None:
            person.birth_year = person.birth_year // BAND * BAND + MIDDLE
            person.birth_is_estimated = True
        person.birth_month = None
        person.village_id = _commune(person.village_id)
        person.created_by_id = None
        person.anonymised_on, person.forgotten_on = person.anonymised_on or on, on
        person.version += 1
    Person.objects.bulk_update(
        people,
        [
            *("family_name", "given_name", "name_latin", "name_key", "name_sort", "code", "birth_year", "birth_month"),
            *("birth_is_estimated", "village", "created_by", "anonymised_on", "forgotten_on", "version"),
        ],
        batch_size=100,
    )
    for model in (PersonLikenessKey, SupportNeed, PersonAlias, PersonCheck):
        model.objects.filter(person__in=keys).delete()
    NotTheSame.objects.filter(Q(first__in=keys) | Q(second__in=keys)).delete()
    PersonMerge.objects.filter(kept__in=keys).update(payload=None)
    _forget_photos(keys, by)
    journal.note_all("person.forgotten", ((person, {"reason": reason}) for person in people), by=by)


def _forget_photos(keys: Collection[UUID], by: User | None) -> None:
    """Somebody on these photos can no longer be asked."""
    for photo in MeetingPhoto.objects.filter(shown__person__in=keys).distinct():
        delete_photo(photo=photo, by=by)


def _free_codes(number: int) -> list[str]:
    """Codes that no paper shows and no record has."""
    codes: set[str] = set()
    while len(codes) < number:
        codes |= {new_person_code() for _turn in range(number - len(codes))}
        codes -= set(Person.objects.filter(code__in=codes).values_list("code", flat=True))
        codes -= set(PersonAlias.objects.filter(old_code__in=codes).values_list("old_code", flat=True))
    return sorted(codes)


def _commune(area: str | None) -> str | None:
    return lineage(area)[: AdminArea.COMMUNE][-1] if area else None
