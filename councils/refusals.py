"""What is refused about a council, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class NotACouncil(Refusal):
    message = _("This group is not a children's council.")


class CouncilClosed(Refusal):
    message = _("This council is closed.")


# --- the council -----------------------------------------------------------------------------------------------------
class NotAParent(Refusal):
    field = "parent"
    message = _("Choose another children's council that is not closed and does not stand below this one.")


class CodeTaken(Refusal):
    field = "code"
    message = _("This code is in the list already.")


# --- seats -----------------------------------------------------------------------------------------------------------
class TooManySeats(Refusal):
    field = "count"
    message = _("A council has at most %(most)d seats.")


class NumberTaken(Refusal):
    field = "number"
    message = _("This council has a seat with this number.")


class ClubMissing(Refusal):
    field = "kept_club"
    message = _("Say for which club the seat is kept.")


class LabelMissing(Refusal):
    field = "kept_label"
    message = _("Say for which class or village the seat is kept.")


class SeatClosed(Refusal):
    message = _("The council does not have this seat on these days.")


class SeatEndsBeforeItBegins(Refusal):
    field = "ended_on"
    message = _("The last day lies before the first day.")


class SeatHasMandates(Refusal):
    field = "ended_on"
    message = _("Somebody is in this seat after that day. End the mandate first.")


class SeatHasEarlierMandates(Refusal):
    field = "began_on"
    message = _("Somebody was in this seat before that day.")


# --- mandates --------------------------------------------------------------------------------------------------------
class SeatTaken(Refusal):
    message = _("This seat already has a holder on these days.")


class HoldsAnotherSeat(Refusal):
    field = "person"
    message = _("This person has another seat of this council on these days.")


class EndsBeforeItBegins(Refusal):
    field = "ends_on"
    message = _("The last day lies before the first day.")


class MandateEnded(Refusal):
    message = _("This mandate has ended.")


class MandateNotBegun(Refusal):
    field = "ended_on"
    message = _("This mandate has not begun on that day. Take it back instead.")


class NoEarlyEnd(Refusal):
    message = _("This mandate did not end early.")


class NotWithinTerm(Refusal):
    field = "ended_on"
    message = _("The term ends on that day or earlier anyway.")


class MethodNotInUse(Refusal):
    field = "method"
    message = _("Choose a way to fill a seat that is in use.")


class TakenBackTooLate(Refusal):
    message = _("A mandate that was entered more than thirty days ago stays in the history. End it instead.")


class NotAMember(Refusal):
    field = "person"
    message = _("This person is not a member of the council on these days.")


class LeftBefore(Refusal):
    field = "ends_on"
    message = _("This person left the council before that day.")


# --- representation --------------------------------------------------------------------------------------------------
class AlreadyRepresented(Refusal):
    field = "body"
    message = _("The council is already heard in this body.")


class BodyNotInUse(Refusal):
    field = "body"
    message = _("Choose a body that is in use.")


class NotASeatOfIt(Refusal):
    field = "seat"
    message = _("Choose a seat of this council.")


class RepresentationEnded(Refusal):
    message = _("This has ended already.")


class RepresentationEndsBeforeItBegins(Refusal):
    field = "ended_on"
    message = _("The last day lies before the first day.")
