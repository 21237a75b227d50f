"""What phones delivered is not kept longer than somebody needs it."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import journal

from .models import Delivery

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
