"""Notices: a neutral word to one person, on screen and by mail."""

from django.db import transaction
from django.utils import timezone

from .. import journal
from ..models import Notice, User
from ..roles import Capability
from ..sentences import SENTENCES
from ..tasks import send_notice_mail


@transaction.atomic
def notify(*, user: User, text_key: str, params: dict[str, int | str] | None = None, link: str = "") -> Notice:
    """Leave a notice. ``text_key`` names a sentence of ``sentences.py``; ``params`` are numbers and codes."""
    if text_key not in SENTENCES:
        raise ValueError(f"No sentence has the key {text_key}.")
    notice = Notice(user=user, text_key=text_key, params=params or {}, link=link, created_at=timezone.now())
    notice.full_clean()
    notice.save()
    if user.email and user.is_active and not user.is_demo:
        transaction.on_commit(lambda: send_notice_mail.enqueue(notice.pk))
    return notice


def notify_safeguarding(*, text_key: str, params: dict[str, int | str] | None = None, link: str = "") -> list[Notice]:
    """Leave the same notice with every safeguarding officer of today."""
    officers = User.objects.holding(Capability.GRANT_SAFEGUARDING)
    return [notify(user=officer, text_key=text_key, params=params, link=link) for officer in officers]


@transaction.atomic
def mark_read(*, notice: Notice, by: User) -> Notice:
    """Take a notice off the list of unread ones; its owner's deputy may do so too. Twice is as good as once."""
    if notice.read_at is None:
        notice.read_at, notice.read_by = timezone.now(), by
        notice.full_clean()
        notice.save(update_fields=["read_at", "read_by"])
        if by.pk != notice.user_id:
            journal.note("notice.read_by_deputy", about=notice, by=by)
    return notice


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Take one's own notices off the list of unread ones."""
    return Notice.objects.filter(user=by).unread().update(read_at=timezone.now(), read_by=by)
