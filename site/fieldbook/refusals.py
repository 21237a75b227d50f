"""What the portal answers no to: the codes of the contract, each with a sentence. No sentence names a person."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.api.answers import Sentence
from accounts.api.replies import in_both_languages
from accounts.refusals import Refusal
from councils import election_refusals as elections
from councils import refusals as councils
from participation import refusals as spine
from people import refusals as people

FIXABLE = frozenset({"day_in_the_future", "not_a_member", "not_there", "bad_value"})
"""Codes of records that their maker can open, put right and send again."""

SENTENCES: dict[str, Promise] = {
    "malformed": _("The portal cannot read this record. Save a copy and show it to your officer."),
    "schema_unknown": _("This record is from another version of the app. Update the app and send it again."),
    "key_gone": _("The portal can no longer open this record. Unlock the app and send it again."),
    "wrong_user": _("This record belongs to another account. Its owner can send it."),
    "id_reused": _("Another record arrived under this number before. Save a copy and show it to your officer."),
    "unknown_group": _("The portal knows no such group of yours."),
    "day_in_the_future": _("This day lies in the future. Check the day, and the clock of the phone."),
    "group_closed": _("This group was closed before that day."),
    "group_paused": _("This group is paused or closed. It has no meetings."),
    "not_a_member": _("Somebody on the list was not a member on that day."),
    "meeting_gone": _("This meeting is no longer in the register."),
    "meeting_approved": _("This meeting is approved. Ask an officer to open it again."),
    "not_allowed": _("This cannot be done any more."),
    "bad_value": _("Something in this record is not possible. Open it, check it and send it again."),
    "photo_without_consent": _("Somebody in this photo has not agreed to pictures."),
    "not_there": _("Somebody marked on this photo was not at the meeting."),
    "photo_bad": _("This photo could not be read."),
    "cannot_stand": _("A candidate is a member neither of the council nor of a club that it hears."),
    "election_gone": _("This election was withdrawn. Show this to your officer."),
    "election_confirmed": _("This election is confirmed already. Show this to your officer."),
    # errors as a whole
    "no_photo": _("No photo of this phone is awaited here. The app sends its record first."),
    "piece_damaged": _("This piece of the photo was damaged on the way. The app sends it again."),
    "unknown_device": _("Sign in again, so that this phone may send. Nothing is lost."),
    "too_large": _("This is too much at once. The app sends it in smaller parts."),
    "too_often": _("This phone sends too often. The app tries again in a while."),
    "not_signed_in": _("Sign in again. Nothing is lost."),
    "page_too_old": _("Close the app and open it again. Nothing is lost."),
    "device_of_another": _("This phone is enrolled for another account."),
    "device_ended": _("This phone was ended. It needs a new enrolment."),
    "try_later": _("The portal cannot answer now. The app tries again."),
}

CODES: dict[type[ValidationError], str] = {
    spine.DayInTheFuture: "day_in_the_future",
    spine.GroupIsClosed: "group_closed",
    spine.GroupDoesNotMeet: "group_paused",
    spine.NotAMemberThatDay: "not_a_member",
    spine.MeetingWithdrawn: "meeting_gone",
    spine.MeetingNotOpen: "meeting_approved",
    spine.MeetingLocked: "meeting_approved",
    spine.MeetingIdTaken: "id_reused",
    spine.PlanCancelled: "not_allowed",
    spine.MeetingWasHeld: "not_allowed",
    spine.BeforeTheGroupBegan: "bad_value",
    spine.NotAPhoto: "photo_bad",
    spine.PhotoIdTaken: "id_reused",
    spine.PhotoDeleted: "not_allowed",
    spine.PhotoWithoutConsent: "photo_without_consent",
    spine.NotThere: "not_there",
    councils.CouncilClosed: "group_closed",
    councils.NotACouncil: "bad_value",
    elections.CannotStand: "cannot_stand",
    elections.ElectionConfirmed: "election_confirmed",
    elections.ElectionIdTaken: "id_reused",
    elections.ElectionWithdrawn: "election_gone",
    people.PersonGone: "not_a_member",
    people.PersonIdTaken: "id_reused",
}
"""The refusals of the register by the codes of the contract; every other is a value that can be put right."""


class DeviceOfAnother(Refusal):
    message = SENTENCES["device_of_another"]


class KeyOfAnotherDevice(Refusal):
    message = SENTENCES["device_of_another"]


class DeviceEnded(Refusal):
    message = SENTENCES["device_ended"]


class NotWaiting(Refusal):
    """An officer judges what is held, and only once."""

    message = _("This record is settled already.")


class RecordRefused(Exception):  # noqa: N818 — not an error of ours
    """One record is refused with a code of the contract."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RecordLater(Exception):  # noqa: N818 — not an error
    """What the record hangs on is not here yet; the phone keeps it and tries again."""


class RecordHeld(Exception):  # noqa: N818 — not an error
    """One record waits for an officer; ``why`` is a word of a closed set."""

    def __init__(self, why: str, group_id: uuid.UUID) -> None:
        super().__init__(why)
        self.why = why
        self.group_id = group_id


def code_of(refusal: ValidationError) -> str:
    """The contract's code of a refusal."""
    return next((code for kind, code in CODES.items() if isinstance(refusal, kind)), "bad_value")


def sentence_of(code: str) -> Sentence:
    """The sentence in both languages: the phone shows that of its reader."""
    return in_both_languages(SENTENCES[code])
