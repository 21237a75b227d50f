"""What a person is told of all that is kept of them: groups, marks, consents, photos, needs; and who looked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import JournalEntry, RoleGrant, User
from accounts.roles import ROLES
from khmertext.dates import format_date, format_short_date
from people import telling
from people.models import Consent, NotTheSame, Person, PersonRequest
from people.telling import Told, told_in_reach

from ..models import CommunityGroup, MeetingPhotoPerson, PersonCheck, RetentionHold


def day(on: date | None) -> str:
    return format_date(on, get_language() or "km") if on else ""


def period(began_on: date, ended_on: date | None) -> str:
    """From which day to which, or since which."""
    if ended_on is None:
        return _("since %(day)s") % {"day": day(began_on)}
    return _("%(first)s to %(last)s") % {"first": day(began_on), "last": day(ended_on)}


def _memberships(person: Person, user: User) -> Told:
    return told_in_reach(
        gettext_lazy("Your groups"),
        person.memberships.select_related("group", "post"),
        user,
        lambda row: f"{row.group.name}, {row.post.name}: {period(row.began_on, row.ended_on)}",
        *("began_on", "pk"),
    )


def _marks(person: Person, user: User) -> Told:
    """Each group with the days, by how the mark was."""
    language, by_group = get_language() or "km", {}
    rows = person.marks.visible_to(user).select_related("meeting__group")
    rows = list(rows.order_by("meeting__held_on", "meeting__slot"))
    for row in rows:
        days = by_group.setdefault((row.meeting.group.name, row.get_state_display()), [])
        days.append(format_short_date(row.meeting.held_on, language))
    lines = [f"{group}, {state}: {', '.join(days)}" for (group, state), days in by_group.items()]
    hidden = person.marks.count() - len(rows)
    return Told(gettext_lazy("The meetings on whose list you were"), lines, hidden)


def _consents(person: Person, user: User) -> Told:
    title = gettext_lazy("What you and your guardian signed")
    return told_in_reach(title, person.consents.all(), user, _consent, "began_on", "recorded_at")


def _consent(row: Consent) -> str:
    line = _("%(purpose)s: signed on %(day)s, valid until %(last)s") % {
        "purpose": row.get_purpose_display(),
        "day": day(row.began_on),
        "last": day(row.valid_until),
    }
    if row.withdrawn_on:
        line = _("%(line)s, taken back on %(day)s") % {"line": line, "day": day(row.withdrawn_on)}
    return line


def _photos(person: Person, user: User) -> Told:
    rows = person.photos.select_related("photo__meeting__group")
    return told_in_reach(gettext_lazy("Photos that show you"), rows, user, _photo, "photo__meeting__held_on")


def _photo(row: MeetingPhotoPerson) -> str:
    meeting = row.photo.meeting
    return _("%(group)s, %(day)s: kept until %(last)s") % {
        "group": meeting.group.name,
        "day": day(meeting.held_on),
        "last": day(row.photo.delete_after),
    }


def _needs(person: Person, user: User) -> Told:
    title = gettext_lazy("What the room needs, so that you can take part")
    return told_in_reach(title, person.support_needs.all(), user, lambda row: row.get_need_display(), "need")


def _other_records(person: Person, user: User) -> Told:
    """Records that were one with this one, and people of whom somebody said that they are others."""
    codes = person.aliases.visible_to(user).exclude(old_code="").order_by("old_code")
    lines = [_("Earlier code: %(code)s") % {"code": code} for code in codes.values_list("old_code", flat=True)]
    apart = NotTheSame.objects.filter(Q(first=person) | Q(second=person)).count()
    if apart:
        told = ngettext(
            "%(number)d other record looked like yours. Somebody looked: it is another person.",
            "%(number)d other records looked like yours. Somebody looked: they are other people.",
            apart,
        )
        lines.append(told % {"number": apart})
    return Told(gettext_lazy("Other records"), lines)


def _checks(person: Person, user: User) -> Told:
    title = gettext_lazy("Code of conduct and screening")
    return told_in_reach(title, person.checks.all(), user, _check, "done_on")


def _check(row: PersonCheck) -> str:
    return f"{row.get_what_display()}: {period(row.done_on, row.valid_until)}"


def _requests(person: Person, user: User) -> Told:
    title = gettext_lazy("What you asked before")
    return told_in_reach(title, person.requests.all(), user, _request, "answered_at")


def _request(row: PersonRequest) -> str:
    return f"{day(row.asked_on)}: {row.get_kind_display()}. {row.get_answer_display()}."


def _holds(person: Person, user: User) -> Told:
    """That there is one, and until when: whoever reads, the person is to know."""
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
    telling.register("participation.PersonCheck", tell=_checks)
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
