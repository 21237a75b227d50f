"""Typed rows for the pages of accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from khmertext.dates import format_date
from places.paths import paths_for

from .models import JournalEntry, Notice, RoleGrant, StaffCheck, User
from .models.checks import standing_on
from .reasons import words_of_reason
from .roles import ROLES, Capability, Reach, Role
from .sentences import sentence
from .verbs import words_of

STATES: dict[str, Promise] = {
    "now": _("In force"),
    "later": _("Begins later"),
    "waiting": _("Waits for a second person"),
    "over": _("Over"),
}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One's own code of conduct or screening: what it is, and until when it stands."""

    label: str
    words: str


def check_rows(user: User) -> list[CheckRow]:
    """Both, in words: one query."""
    today, last, language = timezone.localdate(), user.last_checks, get_language() or "km"
    rows = []
    for what in StaffCheck.What:
        day, word = last.get(what), str(standing_on(last.get(what), today).label)
        until = (
            gettext("%(state)s, until %(day)s") % {"state": word, "day": format_date(day, language)} if day else word
        )
        rows.append(CheckRow(str(what.label), until))
    return rows


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of a person: its name, how far it reaches, from when to when, and whether it counts today."""

    grant: RoleGrant
    name: str
    reach: str
    state: str

    @property
    def state_word(self) -> Promise:
        return STATES[self.state]

    @property
    def is_over(self) -> bool:
        return self.state == "over"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account and its roles."""

    user: User
    roles: list[RoleRow]


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role in plain words, and whether the reader holds it."""

    role: Role
    reach: Promise
    capabilities: list[str]
    is_held: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as its reader sees it; ``for_colleague`` names whom a deputy stands in for."""

    notice: Notice
    text: str
    for_colleague: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A line of the journal with its verb in words; ``reason`` where one was asked for.

    ``emergency``: the number of the emergency access through which it was read.
    """

    line: JournalEntry
    words: str
    thing: str
    reason: str
    emergency: int | None


def journal_rows(lines: Iterable[JournalEntry]) -> list[JournalRow]:
    return [
        JournalRow(line, words_of(line.verb), thing_of(line), reason_of(line), line.details.get("emergency"))
        for line in lines
    ]


def thing_of(line: JournalEntry) -> str:
    """What kind of record a line is about, in the reader's words; the name as kept where the kind is gone."""
    try:
        return str(apps.get_model(line.about_type)._meta.verbose_name) if line.about_type else ""
    except LookupError:
        return line.about_type


def reason_of(line: JournalEntry) -> str:
    """Why names were taken away, in words."""
    return words_of_reason(line.details.get("reason")) if line.verb == "names.exported" else ""


def reach_words(reach: Reach) -> Promise:
    return {
        Reach.AREA: _("in one area, or in all of Cambodia"),
        Reach.OWN_GROUPS: _("for the groups they facilitate"),
        Reach.EVERYWHERE: _("for the whole portal"),
    }[reach]


def role_rows(grants: Iterable[RoleGrant]) -> list[RoleRow]:
    """Open roles first, then the latest; two queries for the paths of all areas."""
    grants, today = list(grants), timezone.localdate()
    paths = paths_for({grant.area_id for grant in grants if grant.area_id})
    rows = [
        RoleRow(grant, str(grant.role_data.name), _reach_of(grant, paths), _state_of(grant, today)) for grant in grants
    ]
    return sorted(rows, key=lambda row: (row.is_over, -row.grant.began_on.toordinal(), row.grant.pk))


def with_roles(grants: Iterable[RoleGrant]) -> dict[int, RoleRow]:
    """The rows of grants by their key."""
    return {row.grant.pk: row for row in role_rows(grants)}


def account_rows(users: Iterable[User]) -> list[AccountRow]:
    """The accounts with the roles that are not over; ``users`` come with ``open_grants`` (see ``with_open_grants``)."""
    users = list(users)
    rows = with_roles(grant for user in users for grant in user.open_grants)
    return [AccountRow(user, [rows[grant.pk] for grant in user.open_grants]) for user in users]


def with_open_grants() -> Prefetch:
    grants = RoleGrant.objects.not_over(timezone.localdate()).order_by("began_on", "pk")
    return Prefetch("role_grants", queryset=grants, to_attr="open_grants")


def role_cards(reader: User) -> list[RoleCard]:
    """Every role, those that the reader holds first."""
    held = {grant.role for grant in reader.current_grants}
    cards = [
        RoleCard(
            role,
            reach_words(role.reach),
            [str(capability.label) for capability in Capability if capability in role.capabilities],
            role.key in held,
        )
        for role in ROLES.values()
    ]
    return sorted(cards, key=lambda card: not card.is_held)


def notice_rows(notices: Iterable[Notice], reader: User) -> list[NoticeRow]:
    return [
        NoticeRow(
            notice,
            sentence(notice.text_key, notice.params),
            "" if notice.user_id == reader.pk else notice.user.get_full_name(),
        )
        for notice in notices
    ]


def _reach_of(grant: RoleGrant, paths: dict[str, str]) -> str:
    if grant.role_data.reach is not Reach.AREA:
        return ""
    return paths[grant.area_id] if grant.area_id else gettext("All of Cambodia")


def _state_of(grant: RoleGrant, today: date) -> str:
    if grant.ended_on is not None and (grant.ended_on < today or grant.revoked_at is not None):
        return "over"
    if not grant.is_confirmed:
        return "waiting"
    return "later" if grant.began_on > today else "now"
