"""Accounts and lines of the journal as tables for a file. No child stands in either."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from .downloads.tables import Line, Table, yes_no
from .models import JournalEntry, User
from .models.journal import JournalQuerySet
from .models.users import UserQuerySet
from .rows import account_rows, journal_rows, with_open_grants


def accounts(users: UserQuerySet) -> Table:
    """Who has which role where: a line for each role, and one for who has none."""

    def lines(batch: list[User]) -> Iterator[Line]:
        for row in account_rows(batch):
            user = row.user
            seen_on = timezone.localdate(user.last_login) if user.last_login else None
            person = (user.get_full_name(), user.username, yes_no(user.is_active), seen_on)
            for role in row.roles:
                yield *person, role.name, role.reach, role.grant.began_on, role.grant.ended_on, str(role.state_word)
            if not row.roles:
                yield *person, "", "", None, None, ""

    columns = (
        *(_("Name"), _("User name"), _("Account is open"), _("Last sign-in")),
        *(_("Role"), _("Area"), _("From"), _("Until"), _("In force")),
    )
    return Table("accounts", columns, users.by_name().prefetch_related(with_open_grants()), lines)


def journal_lines(entries: JournalQuerySet) -> Table:
    """Who did or read what, when; numbers stand for people, as in the journal itself."""

    def lines(batch: list[JournalEntry]) -> Iterator[Line]:
        for row in journal_rows(batch):
            line = row.line
            at = timezone.localtime(line.at)
            yield (
                *(at.date(), at.strftime("%H:%M:%S"), line.actor.get_full_name() if line.actor else ""),
                *(line.get_kind_display(), row.words, row.reason, row.thing, line.about_id, line.people, row.emergency),
            )

    columns = (
        *(_("Day"), _("Hour"), _("Who"), _("Kind"), _("What")),
        *(_("Reason"), _("About"), _("Number of the record"), _("People shown"), _("Emergency access no.")),
    )
    return Table("journal", columns, entries, lines)
