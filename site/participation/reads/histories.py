"""What happened to a group or a person, told from the facts themselves and not from the journal."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from people.models import Person

from ..models import CommunityGroup, Facilitation, GroupStatus, Membership, Post
from ..models.membership import MembershipQuerySet


class Event(TextChoices):
    """What a line of a history tells."""

    FOUNDED = "founded", _("Founded")
    STATUS = "status", _("Status changed")
    JOINED = "joined", _("Became a member")
    POST_CHANGED = "post_changed", _("Took another post")
    LEFT = "left", _("Membership ended")
    FACILITATOR_CAME = "facilitator_came", _("Facilitator began")
    FACILITATOR_WENT = "facilitator_went", _("Facilitator ended")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line: the day, what happened, and who or what it was about, as far as it applies."""

    on: date
    event: Event
    group: CommunityGroup
    person: Person | None = None
    post: Post | None = None
    facilitator: User | None = None
    status: str = ""
    reason: str = ""
    is_year_only: bool = False

    @property
    def status_label(self) -> str:
        return CommunityGroup.Status(self.status).label if self.status else ""

    @property
    def end_reason_label(self) -> str:
        return Membership.EndReason(self.reason).label if self.event == Event.LEFT and self.reason else ""


def history(subject: CommunityGroup | Person, *, user: User) -> list[HistoryRow]:
    """The history of a group or a person, newest first, as far as the user may see groups and people."""
    rows = _of_person(subject, user) if isinstance(subject, Person) else _of_group(subject, user)
    return sorted(rows, key=lambda row: (row.on, _ORDER[row.event]), reverse=True)


def former_hidden(group: CommunityGroup, *, user: User) -> int:
    """How many people once were in the group whom its history does not name to this user."""
    seen = Membership.objects.visible_to(user).filter(group_id=group.pk).values("person_id")
    once = Membership.objects.real().filter(group_id=group.pk).exclude(person_id__in=seen)
    return once.aggregate(people=Count("person_id", distinct=True))["people"]


_ORDER = {event: place for place, event in enumerate(Event)}


def _of_group(group: CommunityGroup, user: User) -> list[HistoryRow]:
    rows = [HistoryRow(group.founded_on, Event.FOUNDED, group, is_year_only=group.founded_is_year)]
    statuses = GroupStatus.objects.visible_to(user).filter(group_id=group.pk).order_by("began_on", "pk")
    rows += [
        HistoryRow(period.began_on, Event.STATUS, group, status=period.status, reason=period.reason)
        for period in statuses
    ]
    rows += _of_memberships(Membership.objects.visible_to(user).filter(group_id=group.pk))
    facilitations = Facilitation.objects.visible_to(user).filter(group_id=group.pk).select_related("user")
    for facilitation in facilitations.order_by("began_on", "pk"):
        rows.append(HistoryRow(facilitation.began_on, Event.FACILITATOR_CAME, group, facilitator=facilitation.user))
        if facilitation.ended_on is not None:
            rows.append(HistoryRow(facilitation.ended_on, Event.FACILITATOR_WENT, group, facilitator=facilitation.user))
    return rows


def _of_person(person: Person, user: User) -> list[HistoryRow]:
    return _of_memberships(Membership.objects.visible_to(user).filter(person_id=person.pk))


def _of_memberships(memberships: MembershipQuerySet) -> list[HistoryRow]:
    """Beginnings and ends; a change of post is told once, where the new post begins."""
    found = list(memberships.real().select_related("group", "person", "post").order_by("began_on", "pk"))
    changes = {
        (one.person_id, one.group_id, one.ended_on + timedelta(days=1))
        for one in found
        if one.end_reason == Membership.EndReason.POST_CHANGED
    }
    rows = []
    for one in found:
        is_change = (one.person_id, one.group_id, one.began_on) in changes
        event = Event.POST_CHANGED if is_change else Event.JOINED
        rows.append(HistoryRow(one.began_on, event, one.group, person=one.person, post=one.post))
        if one.ended_on is not None and one.end_reason != Membership.EndReason.POST_CHANGED:
            rows.append(
                HistoryRow(one.ended_on, Event.LEFT, one.group, person=one.person, post=one.post, reason=one.end_reason)
            )
    return rows
