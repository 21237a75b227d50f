"""What a person is told of all that is kept of them: groups, marks, consents, photos, needs; and who looked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import JournalEntry, RoleGrant
from accounts.roles import ROLES
from khmertext.dates import format_date, format_short_date
from people import telling
from people.models import NotTheSame, Person
from people.telling import Told

from ..models import CommunityGroup, RetentionHold


def day(on: date | None) -> str:
    return format_date(on, get_language() or "km") if on else ""


def period(began_on: date, ended_on: date | None) -> str:
    """From which day to which, or since which."""
    if ended_on is None:
        return _("since %(day)s") % {"day": day(began_on)}
    return _("%(first)s to %(last)s") % {"first": day(began_on), "last": day(ended_on)}


def _memberships(person: Person) -> Told:
    rows = person.memberships.select_related("group", "post").order_by("began_on", "pk")
    lines = [f"{row.group.name}, {row.post.name}: {period(row.began_on, row.ended_on)}" for row in rows]
    return Told(gettext_lazy("Your groups"), lines)


def _marks(person: Person) -> Told:
    """Each group with the days, by how the mark was."""
    language, by_group = get_language() or "km", {}
    rows = person.marks.select_related("meeting__group").order_by("meeting__held_on", "meeting__slot")
    for row in rows:
        days = by_group.setdefault((row.meeting.group.name, row.get_state_display()), [])
        days.append(format_short_date(row.meeting.held_on, language))
    lines = [f"{group}, {state}: {', '.join(days)}" for (group, state), days in by_group.items()]
    return Told(gettext_lazy("The meetings on whose list you were"), lines)


def _consents(person: Person) -> Told:
    lines = []
    for row in person.consents.order_by("began_on", "recorded_at"):
        line = _("%(purpose)s: signed on %(day)s, valid until %(last)s") % {
            "purpose": row.get_purpose_display(),
            "day": day(row.began_on),
            "last": day(row.valid_until),
        }
        if row.withdrawn_on:
            line = _("%(line)s, taken back on %(day)s") % {"line": line, "day": day(row.withdrawn_on)}
        lines.append(line)
    return Told(gettext_lazy("What you and your guardian signed"), lines)


def _photos(person: Person) -> Told:
    rows = person.photos.select_related("photo__meeting__group").order_by("photo__meeting__held_on")
    lines = [
        _("%(group)s, %(day)s: kept until %(last)s")
        % {
            "group": row.photo.meeting.group.name,
            "day": day(row.photo.meeting.held_on),
            "last": day(row.photo.delete_after),
        }
        for row in rows
    ]
    return Told(gettext_lazy("Photos that show you"), lines)


def _needs(person: Person) -> Told:
    lines = [row.get_need_display() for row in person.support_needs.order_by("need")]
    return Told(gettext_lazy("What the room needs, so that you can take part"), lines)


def _other_records(person: Person) -> Told:
    """Records that were one with this one, and people of whom somebody said that they are others."""
    lines = [
        _("Earlier code: %(code)s") % {"code": code}
        for code in person.aliases.exclude(old_code="").order_by("old_code").values_list("old_code", flat=True)
    ]
    apart = NotTheSame.objects.filter(Q(first=person) | Q(second=person)).count()
    if apart:
        told = ngettext(
            "%(number)d other record looked like yours. Somebody looked: it is another person.",
            "%(number)d other records looked like yours. Somebody looked: they are other people.",
            apart,
        )
        lines.append(told % {"number": apart})
    return Told(gettext_lazy("Other records"), lines)


def _requests(person: Person) -> Told:
    rows = person.requests.order_by("answered_at")
    lines = [f"{day(row.asked_on)}: {row.get_kind_display()}. {row.get_answer_display()}." for row in rows]
    return Told(gettext_lazy("What you asked before"), lines)


def _holds(person: Person) -> Told:
    lines = [
        _("Until %(day)s nothing of this is erased.") % {"day": day(row.until)}
        for row in RetentionHold.objects.in_force(timezone.localdate()).filter(person=person)
    ]
    return Told(gettext_lazy("A hold"), lines)


def register_all() -> None:
    """Called once, when the apps are ready."""
    telling.register("participation.Membership", tell=_memberships)
    telling.register("participation.Attendance", tell=_marks)
    telling.register("people.Consent", tell=_consents)
    telling.register("participation.MeetingPhotoPerson", tell=_photos)
    telling.register("people.SupportNeed", tell=_needs)
    merged = ("people.PersonAlias", "people.PersonMerge", "people.NotTheSame", "people.PersonLikenessKey")
    telling.register(*merged, tell=_other_records)
    telling.register("people.PersonRequest", tell=_requests)
    telling.register("participation.RetentionHold", tell=_holds)


# --- who looked ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Looked:
    """How often somebody in a role saw the person: the person alone, and lists with the name on them."""

    role: str
    alone: int
    on_lists: int


def looked_at(person: Person) -> list[Looked]:
    """Who saw this person, by role and never by name, as far back as the journal goes: four queries."""
    old_ids = [str(key) for key in person.aliases.values_list("pk", flat=True)]
    alone = _times(Q(about_type=journal.label_of(Person), about_id__in=[str(person.pk), *old_ids]))
    groups = person.memberships.order_by().values_list("group_id").annotate(since=Min("began_on"))
    wanted = Q(pk__in=[])
    for group, since in groups:
        wanted |= Q(about_type=journal.label_of(CommunityGroup), about_id=str(group), at__date__gte=since)
    lists = _times(wanted)
    words = _roles_of({*alone, *lists})
    found: dict[str, Counter[str]] = {}
    for kind, times in (("alone", alone), ("lists", lists)):
        for actor, number in times.items():
            found.setdefault(words.get(actor, _("No role any more")), Counter())[kind] += number
    return [Looked(role, counted["alone"], counted["lists"]) for role, counted in sorted(found.items())]


def _times(wanted: Q) -> Counter:
    lines = JournalEntry.objects.filter(wanted, kind=journal.READ, people__gte=1).order_by()
    return Counter(dict(lines.values_list("actor_id").annotate(Count("pk"))))


def _roles_of(actors: set[int]) -> dict[int, str]:
    """The role held last, of those that there are."""
    grants = RoleGrant.objects.filter(user__in=actors, role__in=ROLES).order_by("began_on", "pk")
    return {actor: str(ROLES[role].name) for actor, role in grants.values_list("user_id", "role")}
