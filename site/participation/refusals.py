"""What the register refuses, each with a sentence for the person who tries. No sentence names a person."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal
from people.refusals import ChangedMeanwhile

__all__ = [
    "AlreadyFacilitates",
    "AlreadyHeld",
    "AlreadyMember",
    "AlreadySupported",
    "AlreadyTheStatus",
    "BeforeBirth",
    "BeforeTheGroupBegan",
    "ChangedMeanwhile",
    "ClosedTooLongAgo",
    "CodeTaken",
    "DayInTheFuture",
    "DecisionSettled",
    "EndsBeforeItBegins",
    "FacilitationEnded",
    "GroupDoesNotMeet",
    "GroupIsClosed",
    "GroupIsNotClosed",
    "HoldIsOver",
    "HoldTooLong",
    "IssueSentOn",
    "LaterFactsExist",
    "LaterStatusExists",
    "MeetingEndsBeforeItBegins",
    "MeetingIdTaken",
    "MeetingLocked",
    "MeetingNotApproved",
    "MeetingNotOpen",
    "MeetingThatDayExists",
    "MeetingWasHeld",
    "MeetingWithdrawn",
    "MembershipEnded",
    "MembershipOpen",
    "MoreThanTheGuests",
    "NameTaken",
    "NotAMemberThatDay",
    "NotAPhoto",
    "NotHeldSaidAlready",
    "NotThere",
    "OldestBelowYoungest",
    "OutsideTheProject",
    "PhotoDeleted",
    "PhotoIdTaken",
    "PhotoWithoutConsent",
    "PlanCancelled",
    "PlannedInThePast",
    "PlannedThatDayAlready",
    "PlannedTooFarAhead",
    "PostHasHolders",
    "PersonIsHeld",
    "PostOfAnotherKind",
    "PostTaken",
    "ReasonMissing",
    "ReasonNotAllowed",
    "SameGroup",
    "SchoolMissing",
    "SizeUpsideDown",
    "SubstituteNeedsLastDay",
    "SupportEnded",
    "UnknownMark",
]


class DayInTheFuture(Refusal):
    """A fact that has happened lies in the past or is of today."""

    message = _("This day lies in the future.")

    def __init__(self, field: str | None = None) -> None:
        self.field = field
        super().__init__()


class EndsBeforeItBegins(Refusal):
    field = "ended_on"
    message = _("The last day lies before the first day.")


# --- groups ----------------------------------------------------------------------------------------------------------
class SchoolMissing(Refusal):
    field = "school"
    message = _("Choose the school of this group.")


class ReasonMissing(Refusal):
    field = "reason"
    message = _("Say why.")


class AlreadyTheStatus(Refusal):
    field = "status"
    message = _("The group already has this status.")


class LaterFactsExist(Refusal):
    field = "since"
    message = _("Something was recorded after that day. Choose a later day.")


class LaterStatusExists(Refusal):
    field = "founded_on"
    message = _("The group was paused or closed before that day.")


class GroupIsClosed(Refusal):
    message = _("This group is closed.")


class GroupIsNotClosed(Refusal):
    message = _("This group is not closed.")


class ClosedTooLongAgo(Refusal):
    message = _("This group closed more than 30 days ago. It can only open again from today.")


# --- memberships -----------------------------------------------------------------------------------------------------
class AlreadyMember(Refusal):
    message = _("This person is already a member of this group in that time.")


class PostTaken(Refusal):
    """Names the post, never its holder: the reader may not be one who sees names."""

    field = "post"
    message = _("The post “%(post)s” already has a holder in that time.")


class PostOfAnotherKind(Refusal):
    field = "post"
    message = _("This kind of group has no such post.")


class BeforeBirth(Refusal):
    field = "began_on"
    message = _("This person was not yet born on that day.")


class MembershipEnded(Refusal):
    message = _("This membership has ended.")


class MembershipOpen(Refusal):
    message = _("This membership has not ended.")


class ReasonNotAllowed(Refusal):
    field = "end_reason"
    message = _("Choose another reason.")


class SameGroup(Refusal):
    field = "to_group"
    message = _("Choose another group than the one they are in.")


# --- meetings --------------------------------------------------------------------------------------------------------
class MeetingThatDayExists(Refusal):
    field = "held_on"
    message = _("A meeting of this group on that day is recorded already.")


class MeetingEndsBeforeItBegins(Refusal):
    field = "ended_at"
    message = _("The meeting ends before it begins.")


class MeetingIdTaken(Refusal):
    """The id belongs to a meeting of another group, of which nothing more is said."""

    message = _("This record cannot be saved under its number.")


class MeetingWithdrawn(Refusal):
    message = _("This meeting was recorded before and then removed.")


class IssueSentOn(Refusal):
    message = _("Something that the children raised here was sent on already. It stays as it is.")


class MeetingNotOpen(Refusal):
    message = _("This meeting is approved. Open it again before you correct it.")


class MeetingLocked(Refusal):
    message = _("This meeting is locked and stays as it is.")


class MeetingNotApproved(Refusal):
    message = _("This meeting is not approved.")


class NotAMemberThatDay(Refusal):
    message = _("Somebody on the list was not a member on that day.")


class UnknownMark(Refusal):
    message = _("One of the marks is not known.")


class MoreThanTheGuests(Refusal):
    message = _("There are more guests with a difficulty than guests.")


class DecisionSettled(Refusal):
    message = _("A decision is done or given up, not both.")


# --- facilitations ---------------------------------------------------------------------------------------------------
class AlreadyFacilitates(Refusal):
    field = "user"
    message = _("This person already works with this group in that time.")


class SubstituteNeedsLastDay(Refusal):
    field = "ended_on"
    message = _("Say the last day of the substitute.")


class FacilitationEnded(Refusal):
    message = _("This person no longer works with this group.")


# --- schools, projects, rules ----------------------------------------------------------------------------------------
class NameTaken(Refusal):
    field = "name_km"
    message = _("This name is in the list already.")


class CodeTaken(Refusal):
    message = _("This code is in use already.")

    def __init__(self, field: str = "code") -> None:
        self.field = field
        super().__init__()


class OutsideTheProject(Refusal):
    field = "began_on"
    message = _("The project does not run on that day.")


class AlreadySupported(Refusal):
    field = "project"
    message = _("This project already supports this group in that time.")


class SupportEnded(Refusal):
    message = _("This support has ended.")


class OldestBelowYoungest(Refusal):
    field = "age_to"
    message = _("The oldest age is below the youngest.")


class SizeUpsideDown(Refusal):
    field = "size_to"
    message = _("The largest size is below the smallest.")


class PostHasHolders(Refusal):
    field = "is_single"
    message = _("A group has two holders of this post. End one of them first.")


# --- planning --------------------------------------------------------------------------------------------------------
class GroupDoesNotMeet(Refusal):
    message = _("This group is paused or closed. It has no meetings.")


class PlannedInThePast(Refusal):
    field = "planned_on"
    message = _("This day is over. Choose today or a later day.")


class PlannedTooFarAhead(Refusal):
    field = "planned_on"
    message = _("This day is more than two years away.")


class PlannedThatDayAlready(Refusal):
    field = "planned_on"
    message = _("A meeting is planned for this day already.")


class PlanCancelled(Refusal):
    message = _("This plan was cancelled.")


class BeforeTheGroupBegan(Refusal):
    field = "missed_on"
    message = _("The group did not exist yet on this day.")


class MeetingWasHeld(Refusal):
    field = "missed_on"
    message = _("A meeting was recorded on this day.")


class NotHeldSaidAlready(Refusal):
    field = "missed_on"
    message = _("It is already said that no meeting was held on this day.")


class NotAPhoto(Refusal):
    message = _("This file is not a photo that can be shown.")


class PhotoIdTaken(Refusal):
    message = _("This photo cannot be saved under its number. Take it again.")


class PhotoDeleted(Refusal):
    message = _("This photo was deleted. It is not kept again.")


class PhotoWithoutConsent(Refusal):
    field = "shown"
    message = _("Somebody on this photo has no consent for photos inside the programme. Delete the photo.")


class NotThere(Refusal):
    field = "shown"
    message = _("Somebody who is marked on this photo was not at the meeting.")


class AlreadyHeld(Refusal):
    message = _("A hold stands here already. Look at it again instead.")


class HoldIsOver(Refusal):
    message = _("This hold is over.")


class HoldTooLong(Refusal):
    field = "until"
    message = _("A hold lasts from today for a year at most.")


class PersonIsHeld(Refusal):
    message = _("A hold keeps this record for now. Ask the programme officer.")
