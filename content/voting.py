"""A vote: checked by where it comes from, limited for a while by address, and kept as a count and nothing else."""

import secrets
import uuid
from urllib.parse import urlsplit

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts import journal
from accounts.models import User

from .models import PollCount, PollPage

SALT = "content.voting.salt"
SALT_LASTS = 600
"""Seconds after which nobody, not even we, can tell which address a counter of the limit belonged to."""


def comes_from_here(request: HttpRequest) -> bool:
    """Public pages have no cookie and so no token: the browser says itself on which page the button was."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def may_vote(request: HttpRequest, poll: PollPage) -> bool:
    """Whether this address has votes left in this poll. A school behind one address is many children."""
    salt = cache.get_or_set(SALT, secrets.token_hex, timeout=SALT_LASTS)
    key = salted_hmac(salt, f"{poll.translation_key} {get_ip(request)}", algorithm="sha256").hexdigest()
    return bool(ratelimit.consume(request, action="vote", key=key))


def cast_vote(*, poll: PollPage, answer: uuid.UUID) -> None:
    """One more for an answer, added up by the database so that two at once are two. Nobody is noted anywhere."""
    counts = PollCount.objects.filter(poll=poll.translation_key, answer=answer)
    if counts.update(votes=F("votes") + 1):
        return
    try:
        with transaction.atomic():
            PollCount.objects.create(poll=poll.translation_key, answer=answer, votes=1)
    except IntegrityError:  # another first vote came in between
        counts.update(votes=F("votes") + 1)


@transaction.atomic
def empty_poll(*, poll: PollPage, by: User) -> int:
    """Forget all votes of a poll, in every language; how many there were stands in the journal."""
    counts = PollCount.objects.filter(poll=poll.translation_key)
    votes = sum(counts.values_list("votes", flat=True))
    counts.delete()
    journal.note("poll.emptied", about=poll, by=by, votes=votes)
    return votes
