"""Marks that no membership explains."""

import uuid

from django.db.models import Exists, OuterRef

from ..models import Attendance, Membership


def marks_outside(*, person: uuid.UUID, group: uuid.UUID) -> int:
    """At how many meetings of a group a person has a mark without having been a member on that day."""
    members = Membership.objects.filter(person=person, group=group).current(OuterRef("meeting__held_on"))
    return Attendance.objects.filter(~Exists(members), person=person, meeting__group=group).count()
