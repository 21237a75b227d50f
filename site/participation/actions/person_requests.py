"""What a person asks about what is kept of them: to see it, to have it corrected, to leave. Each is written down."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from people.consenting import withdraw_consent
from people.models import Consent, Person, PersonRequest

from ..models import Membership
from ..refusals import PersonIsHeld
from ..retention.held import is_held
from ..retention.identity import forget_people
from .locks import refuse_future
from .memberships import end_membership

Kind = PersonRequest.Kind


@transaction.atomic
def note_request(*, person: Person, kind: str, asked_on: date, by: User) -> PersonRequest:
    """A person asked to see what is kept, or to have it corrected, and now it is done."""
    if kind == Kind.LEAVE:
        raise TypeError("Leaving is an action of its own: leave.")
    return _note(person, Kind(kind), asked_on, by)


@transaction.atomic
def leave(*, person: Person, asked_on: date, by: User) -> PersonRequest:
    """A person leaves and is forgotten at once: memberships end, consents are taken back, the name goes for good.

    What stays is a record without a name, for counts. While a hold stands nothing is erased.
    """
    person.refresh_from_db(from_queryset=Person.objects.select_for_update(of=("self",)))
    today = timezone.localdate()
    refuse_future(asked_on, field="asked_on")
    if is_held(person, today):
        raise PersonIsHeld
    for membership in Membership.objects.open().filter(person=person).select_related("group").order_by("group", "pk"):
        last = max(today, membership.began_on)
        end_membership(membership=membership, ended_on=last, end_reason=Membership.EndReason.CHOSE_TO_LEAVE, by=by)
    for consent in Consent.objects.open().filter(person=person, withdrawn_on__isnull=True).order_by("purpose"):
        withdraw_consent(consent=consent, by=by)
    person.refresh_from_db()
    forget_people([person], on=today, reason="asked", by=by)
    return _note(person, Kind.LEAVE, asked_on, by)


def _note(person: Person, kind: PersonRequest.Kind, asked_on: date, by: User) -> PersonRequest:
    refuse_future(asked_on, field="asked_on")
    request = PersonRequest(
        person=person,
        kind=kind,
        asked_on=asked_on,
        answer=PersonRequest.ANSWERS[kind],
        answered_at=timezone.now(),
        answered_by=by,
    )
    request.full_clean()
    request.save(force_insert=True)
    journal.note("person.asked", about=person, by=by, what=kind.value, asked_on=asked_on)
    return request
