"""The lists as typed tables: the same scoped records and the same readings of them as on the screen."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table, yes_no
from accounts.models import User
from accounts.roles import Capability
from places.paths import parts_for

from ..forms.facilitations import FacilitatorFilter
from ..forms.group_filter import GroupFilter
from ..forms.schools import SchoolFilter
from ..models import CommunityGroup, JointPart, Meeting, Membership, Partner, Project, School
from ..reads.facilitators import facilitator_rows, known_facilitators
from ..reads.groups import group_rows
from ..reads.meetings import lines_of
from ..reads.projects import rows_of, supported_groups
from ..reads.schools import school_rows
from ..scopes import groups_q

LEVELS = 4


def groups(form: GroupFilter, *, user: User) -> Table:
    records = form.narrow(CommunityGroup.objects.visible_to(user)).select_related("school").order_by(*form.keys)

    def lines(batch: list[CommunityGroup]) -> Iterator[Line]:
        for row in group_rows(batch):
            group, counts = row.group, row.counts
            yield (
                *named(group),
                *places(row.path),
                group.get_setting_display(),
                group.school.name_km if group.school else "",
                group.founded_on.year if group.founded_is_year else group.founded_on,
                group.get_status_display(),
                group.status_since,
                group.last_met_on,
                yes_no(row.is_overdue),
                *(counts.total, counts.girls, counts.boys, counts.young_women, counts.young_men),
                *(counts.women, counts.men, counts.others),
            )

    columns = (
        *group_columns(),
        *place_columns(),
        *(_("Setting"), _("School"), _("Founded on"), _("Status"), _("Status since"), _("Last meeting"), _("Overdue")),
        *(_("Members"), _("Girls"), _("Boys"), _("Young women (18–24)"), _("Young men (18–24)")),
        *(_("Women"), _("Men"), _("Sex or age not known")),
    )
    return Table("groups", columns, records, lines)


def meetings(records: QuerySet[Meeting]) -> Table:
    """Numbers only; ``records`` are the scoped and filtered meetings of the list.

    The column of activities adds up: what several groups held together is one, at the host.
    """

    def lines(batch: list[Meeting]) -> Iterator[Line]:
        found = lines_of(batch)
        guests = set(JointPart.objects.filter(meeting__in=batch, is_host=False).values_list("meeting_id", flat=True))
        paths = parts_for({line.meeting.group.area_id for line in found})
        for line in found:
            meeting = line.meeting
            yield (
                meeting.held_on,
                *named(meeting.group),
                *places(paths[meeting.group.area_id]),
                meeting.get_kind_display(),
                meeting.get_status_display(),
                *(line.members, line.on_list, line.guests),
                int(meeting.pk not in guests),
            )

    columns = (
        _("Day"),
        *group_columns(),
        *place_columns(),
        *(_("Kind of meeting"), _("Status"), _("Members who came"), _("Members on the list"), _("Guests")),
        _("Activities"),
    )
    ordered = records.select_related(None).select_related("group").order_by("-held_on", "-slot", "-pk")
    return Table("meetings", columns, ordered, lines)


def schools(form: SchoolFilter, *, user: User) -> Table:
    records = form.narrow(School.objects.visible_to(user)).order_by("area_id", "name_key", "pk")

    def lines(batch: list[School]) -> Iterator[Line]:
        for row in school_rows(batch, user=user):
            school = row.school
            yield (
                *(school.official_code, school.name_km, school.name_latin, school.get_level_display()),
                *places(row.path),
                *(yes_no(school.is_active), row.groups),
            )

    columns = (
        *(_("Official code"), _("Name in Khmer"), _("Name in Latin letters"), _("Level")),
        *place_columns(),
        *(_("In use"), _("Groups")),
    )
    return Table("schools", columns, records, lines)


def projects(*, user: User) -> Table:
    supported = supported_groups(user, Capability.SEE_GROUPS)

    def lines(batch: list[Project]) -> Iterator[Line]:
        for row in rows_of(batch, supported):
            project = row.project
            yield (
                *(project.code, project.name_km, project.name_en, project.partner.name),
                *(project.began_on, project.ended_on, row.groups),
            )

    columns = (
        *(_("Code"), _("Name in Khmer"), _("Name in English"), _("Partner")),
        *(_("From"), _("Until"), _("Groups today")),
    )
    records = Project.objects.visible_to(user).select_related("partner").order_by("code")
    return Table("projects", columns, records, lines)


def partners(*, user: User) -> Table:
    def lines(batch: list[Partner]) -> Iterator[Line]:
        for partner in batch:
            yield partner.name_km, partner.name_en, partner.get_type_display(), yes_no(partner.is_active)

    columns = (_("Name in Khmer"), _("Name in English"), _("What it does"), _("In use"))
    return Table("partners", columns, Partner.objects.visible_to(user).order_by("name_km"), lines)


def facilitations(form: FacilitatorFilter, *, user: User) -> Table:
    """A line for each group that somebody works with today; who works with none has one line."""
    records = form.narrow(known_facilitators(user)).order_by("full_name", "username", "pk")

    def lines(batch: list[User]) -> Iterator[Line]:
        for row in facilitator_rows(batch, user=user):
            name = row.user.get_full_name()
            for one in row.facilitations:
                yield name, *named(one.group), one.began_on, one.ended_on, yes_no(one.is_substitute)
            if not row.facilitations:
                yield name, *("",) * len(group_columns()), None, None, ""

    columns = (_("Facilitator"), *group_columns(), _("From"), _("Until"), _("Stands in"))
    return Table("facilitators", columns, records, lines)


def members(form: GroupFilter, *, user: User) -> Table:
    """The members of today, with names, of the groups that the filter leaves where the reader may take names away."""
    today = timezone.localdate()
    allowed = groups_q(user, Capability.EXPORT_NAMES)
    kept = form.narrow(CommunityGroup.objects.visible_to(user).filter(allowed)).order_by().values("pk")
    records = (
        Membership.objects.visible_to(user)
        .filter(group__in=kept)
        .current(today)
        .select_related("person", "post", "group")
        .order_by("group__area_id", "group__name_sort", "group_id", "post__position", "person__name_sort", "pk")
    )
    return Table("members", _member_columns(), records, lambda batch: _member_lines(batch, today))


def _member_columns() -> tuple[str, ...]:
    return (
        *(_("Code"), _("Family name"), _("Given name"), _("Name in Latin letters"), _("Sex")),
        *(_("Birth year"), _("Birth month"), _("Age"), _("Post"), _("Member since")),
        *group_columns(),
        *place_columns(),
    )


def _member_lines(batch: list[Membership], today: date) -> Iterator[Line]:
    paths = parts_for({membership.group.area_id for membership in batch})
    for membership in batch:
        person, group = membership.person, membership.group
        yield (
            *(person.code, person.family_name, person.given_name, person.name_latin, person.get_sex_display()),
            *(person.birth_year, person.birth_month, person.age_on(today)),
            *(membership.post.name, membership.began_on),
            *named(group),
            *places(paths[group.area_id]),
        )


def group_columns() -> tuple[str, ...]:
    return _("Code of the group"), _("Group in Khmer"), _("Group in Latin letters"), _("Kind of group")


def named(group: CommunityGroup) -> tuple[str, ...]:
    return group.code, group.name_km, group.name_latin, group.get_kind_display()


def place_columns() -> tuple[str, ...]:
    return _("Province"), _("District"), _("Commune"), _("Village")


def places(parts: list[str]) -> tuple[str, ...]:
    """One cell for each level; those below the place are empty."""
    return (*parts, *("",) * LEVELS)[:LEVELS]
