"""What phones delivered is not kept longer than somebody needs it."""

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.actions.forgetting import register_rows
from accounts.retention.rules import Rule, Sweep, deletes, register, register_sweep
from accounts.retention.terms import Due

from .models import Delivery, Device

SEALED_FOR = timedelta(days=90)
PIECES_FOR = timedelta(days=14)


@transaction.atomic
def forget_sealed_records() -> int:
    """Take the sealed words out of deliveries that waited 90 days; that they came, and when, stays. Says how many."""
    old = Delivery.objects.filter(sealed__isnull=False, received_at__lt=timezone.now() - SEALED_FOR)
    number = old.update(sealed=None, has_names=False)
    if number:
        journal.note("delivery.forgotten", about=None, by=None, number=number)
    return number


def parts_folder() -> Path:
    """Only the portal's user reads it, and what lies in it is encrypted with keys that lie elsewhere."""
    return Path(settings.VAR_DIR) / "field_parts"


def forget_pieces() -> int:
    """Delete the pieces of photos to which nothing was added for 14 days; the phone begins anew. Says how many."""
    before = time.time() - PIECES_FOR.total_seconds()
    old = [path for path in parts_folder().glob("*.part") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _spent_devices(due: Due) -> QuerySet[Device]:
    """Phones that ended or expired long ago: what they still held can be told no more whose it was."""
    ended = Q(ended_at__lt=due.moment("devices")) | Q(ended_at__isnull=True, expires_on__lt=due.before("devices"))
    return Device.objects.filter(ended)


def register_all() -> None:
    """What is forgotten each night; called once, when the apps are ready."""
    register(
        Rule(
            "sealed",
            _("Sealed records of phones are emptied"),
            "sealed",
            lambda due: Delivery.objects.filter(sealed__isnull=False, received_at__lt=due.moment("sealed")),
            lambda keys, due: _empty(keys),
            place="group__area_id",
        )
    )
    register(
        Rule(
            "deliveries",
            _("Receipts of phones are deleted"),
            "deliveries",
            lambda due: Delivery.objects.filter(sealed__isnull=True, received_at__lt=due.moment("deliveries")),
            deletes(Delivery),
        )
    )
    register(
        Rule(
            "devices",
            _("Phones that no longer deliver are deleted"),
            "devices",
            _spent_devices,
            deletes(Device),
        )
    )
    register_sweep(Sweep("pieces", _("Pieces of photos that stopped coming are deleted"), "sealed", forget_pieces))
    register_rows(Device, "user")


def _empty(keys: Sequence[object]) -> None:
    Delivery.objects.filter(pk__in=keys).update(sealed=None, has_names=False)
    journal.note("delivery.forgotten", about=None, by=None, number=len(keys))
