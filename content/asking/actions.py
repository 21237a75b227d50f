"""Letting an ask out to everybody, and taking it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal
from participation.models import Ask, Topic
from people.names import tidy

from ..models.asks import SHOWN, AskRelease


class NotToBeShown(Refusal):
    message = _("Only an ask that was sent, and is not withdrawn, can be shown to everybody.")


@transaction.atomic
def release_ask(
    *,
    ask: Ask,
    text_km: str,
    text_en: str,
    topic: Topic,
    by: User,
    answer_km: str = "",
    answer_en: str = "",
) -> AskRelease:
    """Show an ask on the public board in these words, or in these from now on."""
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update(no_key=True))
    if ask.status not in SHOWN:
        raise NotToBeShown
    known = AskRelease.objects.filter(ask=ask).first()
    release = known or AskRelease(ask=ask)
    release.text_km, release.text_en, release.topic = tidy(text_km), tidy(text_en), topic
    release.answer_km, release.answer_en = tidy(answer_km), tidy(answer_en)
    release.released_at, release.released_by = timezone.now(), by
    release.full_clean()
    release.save()
    journal.note("ask_release.changed" if known else "ask_release.made", about=release, by=by, ask=ask.pk)
    return release


@transaction.atomic
def take_back_release(*, release: AskRelease, by: User) -> None:
    """Off the board, at once."""
    journal.note("ask_release.taken_back", about=release, by=by, ask=release.ask_id)
    release.delete()
