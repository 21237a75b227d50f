"""The rules of the register, in the order in which they are carried out each night."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actions.forgetting import register_rows
from accounts.retention.own import register_link
from accounts.retention.rules import Rule, Sweep, deletes, register, register_sweep
from accounts.retention.terms import Due
from people.anonymising import remove_name
from people.consents import without_paper
from people.models import Person, PersonMerge, PersonRequest

from ..actions.holds import follow_holds
from ..actions.photos import delete_lost_files, delete_photo
from ..models import AskLink, CalendarFeed, ImportRun, MeetingPhoto, RetentionHold
from .attendance import count_marks, due_meetings
from .held import held_people, held_photos
from .identity import due_people, forget_due


def unsigned(due: Due) -> QuerySet[Person]:
    return without_paper(Person.objects.all(), since=due.before("awaited")).exclude(held_people(due.on))


@transaction.atomic
def remove_unsigned(keys: Sequence[object], due: Due) -> None:
    for person in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        remove_name(person=person, reason="no_paper", by=None)


def past_photos(due: Due) -> QuerySet[MeetingPhoto]:
    """The last day of each was fixed when it was kept, by what those on it agreed to."""
    return MeetingPhoto.objects.filter(delete_after__lt=due.on).exclude(held_photos(due.on))


@transaction.atomic
def delete_photos(keys: Sequence[object], due: Due) -> None:
    for photo in MeetingPhoto.objects.filter(pk__in=keys).order_by("pk"):
        delete_photo(photo=photo, by=None)


def payloads(due: Due) -> QuerySet[PersonMerge]:
    return PersonMerge.objects.filter(merged_at__lt=due.moment("merges"), payload__isnull=False)


def _rules() -> list[Rule]:
    return [
        Rule(
            "awaited",
            _("Names without a signed paper are removed"),
            "awaited",
            unsigned,
            remove_unsigned,
            place="village_id",
            at_once=50,
            holds=True,
        ),
        Rule(
            "photos",
            _("Photos of meetings are deleted"),
            "photos",
            past_photos,
            delete_photos,
            place="meeting__group__area_id",
            at_once=50,
            holds=True,
        ),
        Rule(
            "identity",
            _("Former members lose their name"),
            "identity",
            due_people,
            forget_due,
            place="village_id",
            at_once=100,
            holds=True,
        ),
        Rule(
            "attendance",
            _("Marks of meetings become counts"),
            "attendance",
            due_meetings,
            count_marks,
            place="group__area_id",
            at_once=100,
            order=("held_on", "slot", "pk"),
            holds=True,
        ),
        Rule(
            "merges",
            _("What undoes old merges is deleted"),
            "merges",
            payloads,
            lambda keys, due: PersonMerge.objects.filter(pk__in=keys).update(payload=None),
        ),
        Rule(
            "drafts",
            _("Imports that were not carried out are deleted"),
            "drafts",
            lambda due: ImportRun.objects.filter(is_applied=False, created_at__lt=due.moment("drafts")),
            deletes(ImportRun),
            at_once=5,
        ),
        Rule(
            "imports",
            _("Imports of long ago are deleted, with what undoes them"),
            "imports",
            lambda due: ImportRun.objects.filter(is_applied=True, applied_at__lt=due.moment("imports")),
            deletes(ImportRun),
            at_once=5,
        ),
        Rule(
            "requests",
            _("Requests of people are deleted"),
            "requests",
            lambda due: PersonRequest.objects.filter(answered_at__lt=due.moment("requests")),
            deletes(PersonRequest),
        ),
        Rule(
            "holds",
            _("Holds of long ago are deleted, with their reason"),
            "holds",
            lambda due: RetentionHold.objects.filter(until__lt=due.before("holds")),
            deletes(RetentionHold),
        ),
    ]


def register_all() -> None:
    """Called once, when the apps are ready."""
    for rule in _rules():
        register(rule)
    register_sweep(Sweep("ended_holds", _("Holds end on their last day"), "holds", follow_holds))
    register_sweep(Sweep("lost_photos", _("Files that no photo owns are deleted"), "photos", delete_lost_files))
    register_rows(CalendarFeed, "user")
    register_link(AskLink, "link")
