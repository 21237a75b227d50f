"""What accounts keep: lines of the journal, accounts of former staff, notices, spent links, sessions and jobs."""

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from ..actions.forgetting import forget_accounts
from ..actions.journal_keeping import batches_before, forget_batches
from ..models import (
    ApiToken,
    ConfirmationRequest,
    EmergencyAccess,
    JournalEntry,
    Notice,
    OneTimeLink,
    ResetCode,
    RoleGrant,
    User,
)
from .rules import Rule, deletes, register
from .terms import Due

_kept_by: list[tuple[type[models.Model], str]] = []


def register_link(model: type[models.Model], path: str) -> None:
    """A table whose rows keep a one-time link (at ``path``) for as long as they stand."""
    _kept_by.append((model, path))


def former_staff(due: Due) -> QuerySet[User]:
    """Accounts whose last role ended, and that were last used or closed, before the term; those never used too."""
    before, moment = due.before("accounts"), due.moment("accounts")
    still = RoleGrant.objects.filter(user=OuterRef("pk")).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=before))
    lately_closed = JournalEntry.objects.filter(
        about_type="accounts.user", about_id=Cast(OuterRef("pk"), CharField()), verb="account.closed", at__gte=moment
    )
    return User.objects.filter(
        Q(is_active=False) | ~Exists(still),
        Q(last_login__isnull=True) | Q(last_login__lt=moment),
        ~Exists(lately_closed),
        date_joined__lt=moment,
        forgotten_on__isnull=True,
    )


def _links(due: Due) -> QuerySet[OneTimeLink]:
    found = OneTimeLink.objects.filter(expires_at__lt=due.moment("links"))
    for model, path in _kept_by:
        found = found.filter(~Exists(model.objects.filter(**{path: OuterRef("pk")})))
    return found


def _tokens(due: Due) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(Q(ended_at__lt=due.moment("tokens")) | Q(expires_on__lt=due.before("tokens")))


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(
        Rule(
            "accounts",
            _("Accounts of former staff lose name and address"),
            "accounts",
            former_staff,
            lambda keys, due: forget_accounts(keys=keys, on=due.on),
        )
    )
    register(
        Rule(
            "notices",
            _("Notices are deleted"),
            "notices",
            lambda due: Notice.objects.filter(created_at__lt=due.moment("notices")),
            deletes(Notice),
            at_once=500,
        )
    )
    register(Rule("links", _("One-time links that have run out are deleted"), "links", _links, deletes(OneTimeLink)))
    register(
        Rule(
            "codes",
            _("Codes for a new password that have run out are deleted"),
            "links",
            lambda due: ResetCode.objects.filter(expires_at__lt=due.moment("links")),
            deletes(ResetCode),
        )
    )
    register(
        Rule(
            "tokens",
            _("Keys for other systems that work no longer are deleted"),
            "tokens",
            _tokens,
            deletes(ApiToken),
        )
    )
    register(
        Rule(
            "sessions",
            _("Sessions that have run out are deleted"),
            "sessions",
            lambda due: Session.objects.filter(expire_date__lt=due.moment("sessions")),
            deletes(Session),
            at_once=500,
        )
    )
    register(
        Rule(
            "jobs",
            _("Jobs that are done are deleted"),
            "sessions",
            lambda due: DBTaskResult.objects.finished().filter(finished_at__lt=due.moment("sessions")),
            deletes(DBTaskResult),
            at_once=500,
        )
    )
    register(
        Rule(
            "emergencies",
            _("Emergency accesses are deleted"),
            "journal",
            lambda due: EmergencyAccess.objects.filter(ends_at__lt=due.moment("journal")),
            deletes(EmergencyAccess),
        )
    )
    register(
        Rule(
            "second_person",
            _("Requests to a second person are deleted"),
            "journal",
            lambda due: ConfirmationRequest.objects.filter(expires_at__lt=due.moment("journal")),
            deletes(ConfirmationRequest),
        )
    )
    register(
        Rule(
            "journal",
            _("Batches of lines of the journal are deleted"),
            "journal",
            lambda due: batches_before(due.before("journal")),
            lambda keys, due: forget_batches(keys),
            at_once=20,
            order=("number",),
        )
    )
