"""The secret address of a person's calendar: made, made anew, taken back. The token is shown once, its hash is kept."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User

from ..models import CalendarFeed


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(*, by: User) -> str:
    """A new token for oneself; the one before stops working."""
    token = secrets.token_urlsafe(32)
    feed, _is_new = CalendarFeed.objects.update_or_create(
        user=by, defaults={"token_hash": hash_of(token), "created_at": timezone.now()}
    )
    journal.security("calendar_feed.opened", about=feed, by=by)
    return token


@transaction.atomic
def revoke_feed(*, by: User) -> bool:
    """One's own token stops working; false if there was none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=by).first()
    if feed is None:
        return False
    journal.security("calendar_feed.revoked", about=feed, by=by)
    feed.delete()
    return True
