"""Whom and what the holds of a day keep. A hold on a group keeps its members and what hangs on its meetings."""

from datetime import date

from django.db.models import Q, QuerySet

from people.models import Person

from ..models import Attendance, MeetingPhotoPerson, Membership, RetentionHold


def held_groups(on: date) -> QuerySet:
    return RetentionHold.objects.in_force(on).filter(group__isnull=False).values("group_id")


def held_people(on: date) -> Q:
    """For a query of people: those held by themselves, or with a group to which they ever belonged."""
    by_name = RetentionHold.objects.in_force(on).filter(person__isnull=False).values("person_id")
    members = Membership.objects.real().filter(group__in=held_groups(on)).values("person_id")
    return Q(pk__in=by_name) | Q(pk__in=members)


def is_held(person: Person, on: date) -> bool:
    return Person.objects.filter(held_people(on), pk=person.pk).exists()


def held_meetings(on: date) -> Q:
    """For a query of meetings: those of held groups, and those at which somebody held has a mark.

    Counts and names of one meeting would not go together: it waits as a whole.
    """
    by_name = RetentionHold.objects.in_force(on).filter(person__isnull=False).values("person_id")
    return Q(group__in=held_groups(on)) | Q(pk__in=Attendance.objects.filter(person__in=by_name).values("meeting_id"))


def held_photos(on: date) -> Q:
    """For a query of photos: those of held groups, and those that show somebody held."""
    by_name = RetentionHold.objects.in_force(on).filter(person__isnull=False).values("person_id")
    shown = MeetingPhotoPerson.objects.filter(person__in=by_name).values("photo_id")
    return Q(meeting__group__in=held_groups(on)) | Q(pk__in=shown)
