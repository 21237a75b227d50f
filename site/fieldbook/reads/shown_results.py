"""The result of an election in words, beside the one that stands: totals, by candidate."""

import uuid
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from councils.models import FillingMethod
from people.models import Person

from ..payloads import ElectionRecord
from .shown_records import ShownField


def results_of(records: Sequence[ElectionRecord], *, user: User) -> list[ShownField]:
    """Two queries for any number of records. Candidates are told apart by person: each record has its own ids."""
    people = list(dict.fromkeys(each.person for record in records for each in record.candidates))
    names = {person.pk: person.name for person in Person.objects.visible_to(user).filter(pk__in=people)}
    methods = {method.code: method.name for method in FillingMethod.objects.all()}
    said = [
        ShownField(_("Day"), [date_format(record.held_on) for record in records]),
        ShownField(_("How they voted"), [methods.get(record.method, record.method) for record in records]),
        ShownField(_("Could vote"), [_of_rounds(record, "girls_present", "boys_present") for record in records]),
        ShownField(_("Ballots"), [_of_rounds(record, "ballots") for record in records]),
        ShownField(_("Spoilt or blank"), [_of_rounds(record, "spoilt") for record in records]),
    ]
    votes = [_votes(record) for record in records]
    return said + [
        ShownField(names.get(person, _("Somebody beyond your reach")), [told.get(person, "") for told in votes])
        for person in people
    ]


def _of_rounds(record: ElectionRecord, *names: str) -> str:
    return " · ".join(str(sum(getattr(each, name) for name in names)) for each in record.rounds)


def _votes(record: ElectionRecord) -> dict[uuid.UUID, str]:
    """What each got, round after round."""
    return {
        each.person: " · ".join(str(told.votes[each.id]) for told in record.rounds if each.id in told.votes)
        for each in record.candidates
    }
