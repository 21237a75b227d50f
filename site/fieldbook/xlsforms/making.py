"""The form for somebody's own groups: what it holds, and that it was taken is written down.

No name of a child leaves with it. Codes of members leave only where somebody asked for them with a reason and a second
factor, as for every list of members.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import User
from accounts.roles import Capability
from participation.models import CommunityGroup, Membership
from participation.models.group import CommunityGroupQuerySet
from participation.scopes import groups_q, members_q
from places.models import AdminArea
from protection.models import HelpLine

from .answers import (
    Answer,
    closed_answers,
    group_answers,
    member_answers,
    place_answers,
    post_answers,
    topic_answers,
)
from .refusals import NoGroups, TooManyGroups, TooManyMembers
from .survey import FORM_ID, Question, Shape, survey

MOST_GROUPS = 2_000
MOST_CODES = 5_000
"""More answers than this take a cheap phone too long to open."""
LANGUAGES = ("km", "en")


@dataclass(frozen=True, slots=True)
class MadeForm:
    """The form before it is written to a file. ``questions``: each in Khmer and in English."""

    questions: list[tuple[Question, Question]]
    answers: list[Answer]
    titles: tuple[str, str]
    version: str
    groups: int
    codes: int

    @property
    def id(self) -> str:
        return FORM_ID


def groups_for(user: User, area: AdminArea | None = None) -> CommunityGroupQuerySet:
    """The groups that meet, and in which somebody may record."""
    groups = CommunityGroup.objects.visible_to(user).filter(groups_q(user, Capability.RECORD_MEETINGS))
    meets = (CommunityGroup.Status.ACTIVE, CommunityGroup.Status.FORMING)
    groups = groups.filter(status__in=meets)
    return groups.within(area.pk) if area else groups


@transaction.atomic
def make_form(
    *, by: User, area: AdminArea | None = None, ticks_codes: bool = False, reason: str = "", at: datetime | None = None
) -> MadeForm:
    """The form of today. With ``ticks_codes`` it holds the codes of the members of these groups, and ``reason`` why."""
    groups = list(groups_for(by, area).by_place()[: MOST_GROUPS + 1])
    if not groups:
        raise NoGroups
    if len(groups) > MOST_GROUPS:
        raise TooManyGroups
    members = list(_codes(groups, by)[: MOST_CODES + 1]) if ticks_codes else []
    if len(members) > MOST_CODES:
        raise TooManyMembers
    answers = [
        *closed_answers(in_both),
        *topic_answers(),
        *post_answers({group.kind for group in groups}),
        *place_answers(groups),
        *group_answers(groups),
        *member_answers(members),
    ]
    helpline = HelpLine.objects.public().first()
    number = helpline.number if helpline else ""
    shape = Shape(frozenset(answer.list for answer in answers), ticks_codes=bool(members), help_number=number)
    questions = list(zip(*in_both(lambda: survey(shape)), strict=True))
    titles = in_both(lambda: _("Meetings of clubs and councils"))
    version = f"{timezone.localtime(at or timezone.now()):%Y%m%d%H%M%S}"
    _write_down(by, area, groups, len(members), reason)
    return MadeForm(questions, answers, titles, version, len(groups), len(members))


def in_both[Thing](make: Callable[[], Thing]) -> tuple[Thing, Thing]:
    """A thing in Khmer, and in English."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(make())
    return tuple(found)


def _codes(groups: Iterable[CommunityGroup], by: User) -> Iterable[tuple[str, str]]:
    """Code of the group and code of the member, of who is a member today."""
    rows = Membership.objects.visible_to(by).filter(members_q(by, Capability.EXPORT_NAMES))
    rows = rows.filter(group__in=groups).current(timezone.localdate())
    return rows.order_by("group__code", "person__code").values_list("group__code", "person__code").distinct()


def _write_down(by: User, area: AdminArea | None, groups: list[CommunityGroup], codes: int, reason: str) -> None:
    """As for every list: how long it is and how it was narrowed; and for codes of members, how many people, and why."""
    facts = {"table": "xlsform", "rows": len(groups), "format": "xlsx", "filters": [f"area={area.pk}"] if area else []}
    if codes:
        told = {"about": None, "by": by, "kind": journal.READ, "people": codes}
        journal.entry("names.exported", **told, **facts, reason=reason).save()
    else:
        journal.entry("list.exported", about=None, by=by, kind=journal.READ, **facts).save()
