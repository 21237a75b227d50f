"""What an official answers through a one-time link: it counts only once an officer has confirmed it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.actions.links import LinkSpent, use_link
from accounts.actions.notices import notify

from ..ask_refusals import AskNotThere
from ..models import AskAnswer
from .answer_links import link_of
from .asks import as_told, hold_answerable, keep_answer


@transaction.atomic
def answer_by_link(*, token: str, kind: str, text: str = "") -> AskAnswer:
    """Uses the link up. Who opened it is told that an answer waits to be confirmed."""
    found = link_of(token)
    if found is None:
        raise LinkSpent
    try:
        hold_answerable(found.ask)
    except AskNotThere as gone:
        raise LinkSpent from gone
    use_link(found.link, by=None)
    answer = AskAnswer(
        ask=found.ask,
        kind=kind,
        text=as_told(text),
        answered_on=timezone.localdate(),
        recorded_at=timezone.now(),
        link=found,
    )
    keep_answer(answer)
    journal.note("ask.answered_by_link", about=found.ask, by=None, kind=kind)
    if found.link.created_by is not None:
        notify(user=found.link.created_by, text_key="ask_answered", link=reverse("asks:page", args=[found.ask.pk]))
    return answer
