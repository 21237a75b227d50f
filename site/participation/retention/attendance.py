"""Attendance by person: after the donors' audit the marks of a meeting become counts, and it is locked."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts import journal
from accounts.retention.terms import Due

from ..models import Attendance, AttendanceCount, Meeting, ProjectGroup
from ..settling import settle
from .held import held_meetings

KIND = ("meeting_id", "state", "sex", "age_group", "difficulty")


def due_meetings(due: Due) -> QuerySet[Meeting]:
    """Meetings with marks, past the term themselves, whose supporting projects are all past it too."""
    before = due.before("attendance")
    audited = ProjectGroup.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=OuterRef("held_on")),
        Q(project__ended_on__isnull=True) | Q(project__ended_on__gte=before),
        group=OuterRef("group"),
        began_on__lte=OuterRef("held_on"),
    )
    marks = Attendance.objects.filter(meeting=OuterRef("pk"))
    return Meeting.objects.filter(Exists(marks), ~Exists(audited), ~held_meetings(due.on), held_on__lt=before)


@transaction.atomic
def count_marks(keys: Sequence[object], due: Due) -> None:
    """Turn the marks of these meetings to counts: the same numbers, and nobody by name."""
    meetings = list(Meeting.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    marks = Attendance.objects.filter(meeting__in=meetings)
    settle(set(marks.order_by().values_list("person_id", flat=True)))
    first = Count("pk", filter=Q(is_first_time=True))
    found = marks.order_by().values_list(*KIND).annotate(number=Count("pk"), first_times=first)
    AttendanceCount.objects.bulk_create(
        AttendanceCount(**dict(zip((*KIND, "number", "first_times"), row, strict=True))) for row in found
    )
    marks.delete()
    Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings]).update(status=Meeting.Status.LOCKED)
    journal.note_all("meeting.marks_counted", ((meeting, {"group": meeting.group_id}) for meeting in meetings), by=None)
