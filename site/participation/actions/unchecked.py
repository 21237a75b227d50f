"""Whoever works with children without a code of conduct or a screening in force: nothing is lost, officers are told."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.actions.notices import notify
from accounts.models import Notice, RoleGrant, StaffCheck, User
from accounts.roles import Capability, Reach, roles_with

from ..models import Meeting

NOTICE = "recorded_without_checks"


def works_with_children(user: User) -> bool:
    """Whether somebody holds a role for groups of their own, and so is alone with children."""
    return any(grant.role_data.reach is Reach.OWN_GROUPS for grant in user.current_grants)


def is_unchecked(user: User, on: date) -> bool:
    """Whether one of the two is missing or has ended, of somebody who works with children."""
    if not works_with_children(user):
        return False
    last = user.last_checks
    return any(what not in last or last[what] < on for what in StaffCheck.What.values)


def warn_of_unchecked(meeting: Meeting, *, by: User) -> bool:
    """Tell the officers of the area, in the transaction of the record, that it was made by somebody unchecked.

    Each officer has one unread notice about each such person, however many meetings; the journal keeps each of them.
    """
    today = timezone.localdate()
    if not is_unchecked(by, today):
        return False
    journal.note("meeting.recorded_unchecked", about=meeting, by=by, group=meeting.group_id)
    link = reverse("checks:person", args=[by.pk])
    officers = User.objects.filter(pk__in=_officers_of(meeting.group.area_id, today), is_active=True).exclude(pk=by.pk)
    told = Notice.objects.unread().filter(text_key=NOTICE, link=link).values("user")
    for officer in officers.exclude(pk__in=told).order_by("pk"):
        notify(user=officer, text_key=NOTICE, link=link)
    return True


def _officers_of(area_id: str, today: date) -> set[int]:
    """Who names the facilitators of this place."""
    keys = [role.key for role in roles_with(Capability.MANAGE_FACILITATIONS) if role.reach is not Reach.OWN_GROUPS]
    grants = RoleGrant.objects.current(today).filter(role__in=keys).values_list("user_id", "area_id")
    return {user for user, area in grants if area_id.startswith(area or "")}
