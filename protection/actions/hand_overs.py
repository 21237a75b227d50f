"""What is done with hand-over notes. No action takes or writes a word about a child, and none knows who sent a note."""

import secrets
import uuid
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.actions.notices import notify
from accounts.models import Notice, User
from participation.months import months_after
from people.codes import ALPHABET
from places.codes import lineage
from places.models import AdminArea

from ..models import HandOverNote
from ..refusals import DoneMeanwhile, HandedOverBeforeTold, NotHandedOverYet, NotToldYet, TooFine
from ..watching import is_watched, nearest_to, overseers_of, those_who_name_somebody

SOON = timedelta(hours=2)
A_WEEK = timedelta(days=7)
MONTHS_KEPT = 12
LEVELS = (AdminArea.DISTRICT, AdminArea.COMMUNE)
LIST = "hand_overs:list"
"""Where notices lead: to the list, never to one note."""


def new_reference() -> str:
    """Eight random signs that are not mistaken for one another over the phone."""
    return reference_of("".join(secrets.choice(ALPHABET) for _ in range(8)))


def reference_of(text: str) -> str:
    """As it is kept, from how somebody speaks or types it: ``7k3p m2qx``."""
    signs = "".join(each for each in text.upper() if each.isalnum())
    return f"{signs[:4]}-{signs[4:]}"


def due_from(urgency: str, received_at: datetime) -> datetime:
    """Until when somebody takes it on: two hours, the end of the day (two hours at least), a week."""
    soon = received_at + SOON
    if urgency == HandOverNote.Urgency.NOW:
        return soon
    if urgency == HandOverNote.Urgency.WEEK:
        return received_at + A_WEEK
    tomorrow = timezone.localdate(received_at) + timedelta(days=1)
    return max(soon, timezone.make_aware(datetime.combine(tomorrow, time.min)))


def receive_note(
    *,
    id: uuid.UUID,
    area: AdminArea,
    noted_on: date,
    channel: str,
    urgency: str,
    handed_to: str,
    handed_on: date,
) -> tuple[HandOverNote, bool]:
    """Keep a note once, whoever sends it how often; the note, and whether it is new. Those nearest to the place hear.

    The one action without a ``by``: the sender stands neither in the note nor in the journal.
    """
    known = HandOverNote.objects.filter(pk=id).first()
    if known is not None:
        return known, False
    now = timezone.now()
    note = HandOverNote(
        id=id,
        reference=new_reference(),
        area=area,
        noted_on=noted_on,
        channel=channel,
        urgency=urgency,
        handed_to=handed_to,
        handed_on=handed_on,
        received_at=now,
        due_at=due_from(urgency, now),
        delete_after=months_after(timezone.localdate(now), MONTHS_KEPT),
    )
    _judge(note)
    note.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            note.save(force_insert=True)
            journal.note("hand_over.received", about=note, by=None)
            nearest = nearest_to(note.area_id, timezone.localdate(now))
            for user in nearest:
                notify(user=user, text_key="one_item", link=reverse(LIST))
            if not nearest:
                _tell_that_nobody_is_set(note.area_id, timezone.localdate(now))
    except IntegrityError:  # the same note by another way, at the same moment
        return HandOverNote.objects.get(pk=id), False
    return note, True


def _judge(note: HandOverNote) -> None:
    today = timezone.localdate()
    if note.area.level not in LEVELS:
        raise TooFine
    if note.noted_on > today:
        raise NotToldYet
    if note.handed_on > today:
        raise NotHandedOverYet
    if note.handed_on < note.noted_on:
        raise HandedOverBeforeTold


# --- taken on, followed up, closed -----------------------------------------------------------------------------------
STEPS = ("acknowledged_at", "followed_up_at", "closed_at")
VERBS = {
    "acknowledged_at": "hand_over.acknowledged",
    "followed_up_at": "hand_over.followed_up",
    "closed_at": "hand_over.closed",
}


@transaction.atomic
def acknowledge(*, note: HandOverNote, by: User) -> HandOverNote:
    """Somebody takes it on, and its sender learns so. From now on its term runs."""
    return _step(note, "acknowledged_at", by)


@transaction.atomic
def follow_up(*, note: HandOverNote, by: User) -> HandOverNote:
    """Somebody made sure that help arrived."""
    return _step(note, "followed_up_at", by)


@transaction.atomic
def close_note(*, note: HandOverNote, by: User) -> HandOverNote:
    """Nothing more is to be done here; the case, if there is one, lives where cases live."""
    return _step(note, "closed_at", by)


@transaction.atomic
def take_back_step(*, note: HandOverNote, step: str, by: User) -> HandOverNote:
    """A step that was tapped by mistake. ``step``: the one that the reader saw as the last."""
    note.refresh_from_db(from_queryset=HandOverNote.objects.select_for_update())
    if not step or last_step(note) != step:
        raise DoneMeanwhile
    setattr(note, step, None)
    _save(note)
    journal.note("hand_over.step_taken_back", about=note, by=by, step=step.removesuffix("_at"))
    return note


def last_step(note: HandOverNote) -> str:
    """The column of the last step that was done; empty where none was."""
    return next((step for step in reversed(STEPS) if getattr(note, step) is not None), "")


def next_step(note: HandOverNote) -> str:
    """The column of the step that comes next; empty once the note is closed."""
    return next((step for step in STEPS if getattr(note, step) is None), "")


def _step(note: HandOverNote, step: str, by: User) -> HandOverNote:
    note.refresh_from_db(from_queryset=HandOverNote.objects.select_for_update())
    if next_step(note) != step:
        raise DoneMeanwhile
    setattr(note, step, timezone.now())
    _save(note)
    journal.note(VERBS[step], about=note, by=by)
    return note


def _save(note: HandOverNote) -> None:
    """The term runs from the day on which somebody took the note on, before that from the day on which it came."""
    begins = note.acknowledged_at or note.received_at
    note.delete_after = months_after(timezone.localdate(begins), MONTHS_KEPT)
    note.full_clean(exclude=["area"])
    note.save(force_update=True)


# --- nobody takes it on ----------------------------------------------------------------------------------------------
@transaction.atomic
def tell_of_waiting_notes(*, at: datetime | None = None) -> int:
    """Those who answer for a place hear of each note that nobody took on in time, and once a day again; how many.

    Nobody may be set for the place by now, or still: then those hear who can name somebody.
    """
    at = at or timezone.now()
    late = list(HandOverNote.objects.to_be_told_again(at).select_for_update(no_key=True).order_by("pk"))
    for note in late:
        today = timezone.localdate(at)
        for user in overseers_of(note.area_id, today):
            notify(user=user, text_key="item_waits", link=reverse(LIST))
        if not is_watched(note.area_id, today):
            _tell_that_nobody_is_set(note.area_id, today)
        note.escalated_at = at
        note.save(update_fields=["escalated_at"])
        journal.note("hand_over.escalated", about=note, by=None)
    return len(late)


def _tell_that_nobody_is_set(area_id: str, today: date) -> None:
    """One unread notice for each who can name somebody. It tells the province, so that they know where, and no more."""
    province = AdminArea.objects.get(pk=lineage(area_id)[0])
    params = {"province": f"{province.name_km} ({province.name_latin})"}
    unread = Notice.objects.unread().filter(text_key="nobody_is_set", params=params)
    told = set(unread.values_list("user_id", flat=True))
    for user in those_who_name_somebody(today):
        if user.pk not in told:
            notify(user=user, text_key="nobody_is_set", params=params, link=reverse("accounts:list"))
