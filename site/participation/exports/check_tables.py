"""Conduct and screening as a table for a file."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table
from accounts.models import User
from people.models import Person
from people.models.person import PersonQuerySet
from places.paths import parts_for

from ..reads.person_checks import member_rows
from ..reads.staff_checks import CheckMark, marks_of
from .tables import place_columns, places


def staff_checks(people: QuerySet[User]) -> Table:
    """A line for each adult: how both stand today, and until when."""
    today = timezone.localdate()

    def lines(batch: list[User]) -> Iterator[Line]:
        for person in batch:
            yield person.get_full_name(), *_told(marks_of(person, today).marks)

    return Table(
        "conduct-and-screening", (_("Name"), *_columns()), people.order_by("full_name", "username", "pk"), lines
    )


def member_checks(people: PersonQuerySet, *, user: User) -> Table:
    """A line for each post of an adult without an account, without a name: which posts wait for a check."""

    def lines(batch: list[Person]) -> Iterator[Line]:
        rows = member_rows(batch, user=user)
        paths = parts_for({post.group.area_id for row in rows for post in row.posts})
        for row in rows:
            for post in row.posts:
                group = post.group
                yield group.code, group.name, post.post.name, *places(paths[group.area_id]), *_told(row.marks)

    columns = (_("Code of the group"), _("Group"), _("Post"), *place_columns(), *_columns())
    return Table("conduct-and-screening-members", columns, people.order_by("name_sort", "pk"), lines)


def _columns() -> tuple[str, ...]:
    return (
        *(_("Code of conduct signed"), _("Code of conduct valid until")),
        *(_("Screening done"), _("Screening valid until")),
    )


def _told(marks: list[CheckMark]) -> Iterator[object]:
    return (value for mark in marks for value in (str(mark.standing.label), mark.valid_until))
