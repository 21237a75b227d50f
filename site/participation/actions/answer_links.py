"""The link with which an official answers: opened for one ask, and taken back."""

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.actions.links import hash_of, open_link, revoke_link
from accounts.models import OneTimeLink, User

from ..ask_refusals import AskNotThere
from ..models import Ask, AskLink
from ..models.ask import ANSWERABLE


@transaction.atomic
def open_answer_link(*, ask: Ask, by: User) -> str:
    """The path of a link for three days and one answer. An earlier one of the same ask is taken back."""
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update(no_key=True))
    if ask.status not in ANSWERABLE:
        raise AskNotThere
    end_links(ask)
    path, link = open_link(OneTimeLink.Purpose.OFFICIAL_ANSWER, user=None, by=by)
    AskLink(ask=ask, link=link).save(force_insert=True)
    journal.note("ask.link_opened", about=ask, by=by)
    return path


@transaction.atomic
def revoke_answer_link(*, ask_link: AskLink, by: User) -> AskLink:
    """Take one link back; one that is used or over stays as it is."""
    revoke_link(link=ask_link.link, by=by)
    return ask_link


def end_links(ask: Ask) -> None:
    """No link of this ask opens anything any more."""
    now = timezone.now()
    OneTimeLink.objects.filter(pk__in=ask.links.values("link_id")).usable(now).update(revoked_at=now)


def link_of(token: str) -> AskLink | None:
    """The link of a token with its ask while both would still take an answer; reading changes nothing."""
    usable = OneTimeLink.objects.usable(timezone.now()).filter(token_hash=hash_of(token))
    found = AskLink.objects.filter(link__in=usable, ask__status__in=ANSWERABLE)
    return found.select_related("ask__body", "link").first()
