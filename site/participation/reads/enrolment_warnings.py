"""What an enrolment is asked about before it is done: an unusual age, a full group, a child who may be known already.

Warnings forbid nothing. Who has read them sends their keys back, and those are not asked about again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from people.models import Person

from ..actions.memberships import age_warning, founding_warning
from ..models import CommunityGroup, KindRule, Post
from .people_found import FoundPerson, likely_same
from .rosters import member_counts

MOST_ACCEPTED = 20


@dataclass(slots=True)
class Warnings:
    """The sentences to read, the persons who may be the same child, and the keys that go back with the answer."""

    sentences: list[str] = field(default_factory=list)
    same: list[FoundPerson] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sentences or self.same)

    def ask(self, key: str, sentence: str | None) -> None:
        if sentence and key not in self.accepted:
            self.sentences.append(sentence)
            self.accepted.append(key)

    def ask_if_same(self, people: list[FoundPerson]) -> None:
        self.same = [row for row in people if f"same:{row.person.pk}" not in self.accepted]
        self.accepted += [f"same:{row.person.pk}" for row in self.same]


def warnings_of(
    *,
    group: CommunityGroup,
    user: User,
    post: Post,
    on: date,
    person: Person | None,
    newcomer: Mapping[str, object] | None,
    accepted: Collection[str],
) -> Warnings:
    """What has not been read yet about enrolling ``person``, or the ``newcomer`` with these facts."""
    warnings = Warnings(accepted=list(accepted)[:MOST_ACCEPTED])
    if newcomer is not None:
        names = ("family_name", "given_name", "sex", "birth_year", "name_latin", "village")
        warnings.ask_if_same(likely_same(user=user, **{name: newcomer[name] for name in names}))
        person = Person(birth_year=newcomer["birth_year"], birth_month=newcomer["birth_month"])
    warnings.ask("age", age_warning(group=group, person=person, on=on, post=post))
    warnings.ask("founding", founding_warning(group=group, on=on))
    warnings.ask("size", size_warning(group, on))
    return warnings


def size_warning(group: CommunityGroup, on: date) -> str | None:
    """A sentence if one more member makes the group larger than is usual for its kind."""
    rule = KindRule.objects.filter(kind=group.kind).first()
    members = member_counts([group.pk], on)[group.pk].total
    if rule is None or members < rule.size_to:
        return None
    return _("The group has %(members)s members already. Usual are up to %(usual)s.") % {
        "members": members,
        "usual": rule.size_to,
    }
