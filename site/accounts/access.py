"""Doors: who may open a page and which row, and the line in the journal when a door stays shut.

A view names the capability it needs (``CapabilityRequired`` or ``@needs``) and takes its rows through
``visible_or_404`` or ``editable_or_404``. A stranger is asked to sign in; who is signed in but may not enter gets the
same 404 as for a page that does not exist.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.mixins import AccessMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse

from . import journal
from .models import User
from .roles import Capability


def may_enter(user: User, capabilities: tuple[Capability, ...]) -> bool:
    """True for who holds at least one of the capabilities; with none named, for everyone signed in.

    Who reads through an emergency access may see people there; which ones, is for the scope to say.
    """
    if Capability.SEE_PEOPLE in capabilities and user.emergency is not None:
        return True
    return not capabilities or any(user.can(capability) for capability in capabilities)


def refuse_page(request: HttpRequest) -> Http404:
    """Write the refusal of a whole page; the caller raises what this returns."""
    match = request.resolver_match
    with transaction.atomic(durable=True):
        journal.entry(
            "page.refused",
            about=None,
            by=request.user,
            kind=journal.REFUSED,
            page=(match.view_name if match else "")[:80],
            method=request.method if request.method in {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE"} else "other",
        ).save()
    return Http404("No such page.")


def needs(*capabilities: Capability) -> Callable:
    """Open a view function to who is signed in and holds one of the capabilities (with none: to everyone signed in)."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may_enter(request.user, capabilities):
                raise refuse_page(request)
            return view(request, *args, **kwargs)

        guarded.capabilities = capabilities
        return guarded

    return decorate


class CapabilityRequired(AccessMixin):
    """Open a class-based view to who is signed in and holds ``capability`` (of a tuple: one of them)."""

    capability: Capability | tuple[Capability, ...] = ()

    @classmethod
    def capabilities(cls) -> tuple[Capability, ...]:
        return cls.capability if isinstance(cls.capability, tuple) else (cls.capability,)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not may_enter(request.user, self.capabilities()):
            raise refuse_page(request)
        return super().dispatch(request, *args, **kwargs)


LARGEST = 2**63 - 1
"""What a whole number of a database can be."""

type Rows = models.QuerySet | models.Manager | type[models.Model]


def visible_or_404[M: models.Model](rows: Rows, user: User, **lookup: object) -> M:
    """The one row that ``lookup`` names among those the user may see; else a 404 that the journal knows of."""
    return _found(_queryset(rows).visible_to(user), user, lookup, "seen")


def editable_or_404[M: models.Model](rows: Rows, user: User, **lookup: object) -> M:
    """The one row that ``lookup`` names among those the user may change; else a 404 that the journal knows of."""
    return _found(_queryset(rows).editable_by(user), user, lookup, "changed")


def _queryset(rows: Rows) -> models.QuerySet:
    if isinstance(rows, models.QuerySet):
        return rows
    return rows.all() if isinstance(rows, models.Manager) else rows._default_manager.all()


def _found(rows: models.QuerySet, user: User, lookup: dict[str, object], wish: str) -> models.Model:
    try:
        if any(isinstance(value, int) and value > LARGEST for value in lookup.values()):
            raise rows.model.DoesNotExist  # a column of another table would not take it as its own key does
        return rows.get(**lookup)
    except (rows.model.DoesNotExist, ValueError, TypeError, ValidationError) as error:
        # Written whether the row exists or not: neither the answer nor its duration tells which.
        key = lookup.get("pk", lookup.get("id", ""))
        with transaction.atomic(durable=True):
            row = journal.entry("row.refused", about=None, by=user, kind=journal.REFUSED, wish=wish)
            row.about_type, row.about_id = journal.label_of(rows.model), str(key)[:40]
            row.save()
        raise Http404("No such page.") from error
