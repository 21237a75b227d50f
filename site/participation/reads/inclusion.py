"""Who is missing in a group: remarks that help to think, not rules that forbid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.ages import age_on
from people.models import Difficulty, Sex

from ..models import CommunityGroup, KindRule, Membership
from .rosters import RosterRow


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What a remark looks at: no name."""

    sex: str
    age: int | None
    difficulty: str
    holds_adult_post: bool


def facts_of_roster(rows: Iterable[RosterRow]) -> list[MemberFacts]:
    return [
        MemberFacts(row.person.sex, row.age, row.person.difficulty, row.membership.post.is_for_adults) for row in rows
    ]


def facts_of_group(group: CommunityGroup, *, on: date) -> list[MemberFacts]:
    """The same for readers who see groups but no people: one query, without a name."""
    members = Membership.objects.filter(group_id=group.pk).current(on)
    columns = ("person__sex", "person__birth_year", "person__birth_month", "person__difficulty", "post__is_for_adults")
    return [
        MemberFacts(sex, age_on(on, birth_year=year, birth_month=month), difficulty, is_for_adults)
        for sex, year, month, difficulty, is_for_adults in members.values_list(*columns)
    ]


def remarks(members: Iterable[MemberFacts], *, group: CommunityGroup, rule: KindRule) -> list[str]:
    """Sentences about the size and about who is missing, for a group with at least one member."""
    members = list(members)
    found = [_about_size(len(members), rule)]
    if members:
        found += [_about_sexes(members), _about_difficulty(members), _about_ages(members, group)]
    return [sentence for sentence in found if sentence]


def _about_size(number: int, rule: KindRule) -> str:
    limits = {"number": number, "least": rule.size_from, "most": rule.size_to}
    if number < rule.size_from:
        found = ngettext(
            "There is %(number)s member. Usual are %(least)s to %(most)s.",
            "There are %(number)s members. Usual are %(least)s to %(most)s.",
            number,
        )
        return found % limits
    if number > rule.size_to:
        return _("There are %(number)s members, more than the usual %(most)s. Would two groups be better?") % limits
    return ""


def _about_sexes(members: list[MemberFacts]) -> str:
    sexes = {member.sex for member in members}
    if Sex.FEMALE not in sexes:
        return _("No girl or woman is a member.")
    if Sex.MALE not in sexes:
        return _("No boy or man is a member.")
    return ""


def _about_difficulty(members: list[MemberFacts]) -> str:
    answers = [member.difficulty for member in members]
    if Difficulty.YES in answers:
        return ""
    if Difficulty.NO in answers:
        return _("No member has a difficulty in seeing, hearing, walking or the like. Who in the village is left out?")
    return _("Nobody was asked about difficulties in seeing, hearing, walking or the like.")


def _about_ages(members: list[MemberFacts], group: CommunityGroup) -> str:
    outside = sum(_is_outside(member, group) for member in members)
    if not outside:
        return ""
    return ngettext(
        "%(number)s member is outside the ages of the group (%(youngest)s to %(oldest)s).",
        "%(number)s members are outside the ages of the group (%(youngest)s to %(oldest)s).",
        outside,
    ) % {"number": outside, "youngest": group.age_from, "oldest": group.age_to}


def _is_outside(member: MemberFacts, group: CommunityGroup) -> bool:
    if member.age is None:
        return False
    return member.age < group.age_from or member.age > group.age_to and not member.holds_adult_post
