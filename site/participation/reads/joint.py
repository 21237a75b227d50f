"""With whom a meeting was held, as far as the reader may know."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.models import User

from ..models import JointPart, Meeting


@dataclass(frozen=True, slots=True)
class Together:
    """The meetings of other groups that the reader sees, and how many more groups there were."""

    meetings: list[Meeting] = field(default_factory=list)
    others: int = 0
    is_host: bool = False

    def __bool__(self) -> bool:
        return bool(self.meetings or self.others)


def together_with(meeting: Meeting, *, user: User) -> Together:
    """One query for a meeting held alone, two for a joint one."""
    part = JointPart.objects.visible_to(user).filter(meeting=meeting).first()
    if part is None:
        return Together()
    others = JointPart.objects.filter(joint=part.joint_id).exclude(pk=part.pk).values("pk")
    seen = Meeting.objects.visible_to(user).filter(pk__in=others).select_related("group")
    meetings = list(seen.order_by("group__area_id", "group__name_sort", "pk"))
    return Together(meetings, others.count() - len(meetings), part.is_host)


def may_be_bound(meeting: Meeting, *, user: User) -> QuerySet[Meeting]:
    """Meetings of that day in other groups in whose records the user may write."""
    found = Meeting.objects.editable_by(user).filter(held_on=meeting.held_on).exclude(group_id=meeting.group_id)
    return found.select_related("group__area").order_by("group__area_id", "group__name_sort", "pk")
