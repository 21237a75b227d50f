"""What is refused about an election, each with a sentence for the person who tries. No sentence names a person."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


# --- preparing -------------------------------------------------------------------------------------------------------
class ElectionIdTaken(Refusal):
    message = _("Another election is in the register under this number.")


class ElectionThatDayExists(Refusal):
    field = "held_on"
    message = _("An election of this council on that day is in the register already.")


class MethodIsNoElection(Refusal):
    field = "method"
    message = _("Choose a way to vote that is in use.")


class NoSeatToFill(Refusal):
    field = "seats"
    message = _("Choose at least one seat of this council.")


class NobodyStands(Refusal):
    field = "candidates"
    message = _("Choose at least one candidate.")


class TooManyCandidates(Refusal):
    field = "candidates"
    message = _("A ballot has room for %(most)d candidates.")


class StandsTwice(Refusal):
    field = "candidates"
    message = _("Somebody stands twice in this election.")


class PictureTwice(Refusal):
    field = "candidates"
    message = _("Two candidates have the same picture.")


class CannotStand(Refusal):
    field = "candidates"
    message = _("Somebody is a member neither of the council nor of a club that it hears.")


class NotAKeptSeat(Refusal):
    field = "candidates"
    message = _("A candidate can only stand for a kept seat that is to be filled.")


class TermBeforeElection(Refusal):
    field = "began_on"
    message = _("The term cannot begin before the election.")


class TermEndsBeforeItBegins(Refusal):
    field = "ends_on"
    message = _("The term ends before it begins.")


# --- counting --------------------------------------------------------------------------------------------------------
class DoesNotBalance(Refusal):
    message = _("Votes and spoilt ballots together must be the ballots, and there are at most as many as voters.")


class NotAllCandidates(Refusal):
    message = _("The first round is among all candidates, and nobody else.")


class TooManyRounds(Refusal):
    message = _("An election has at most %(most)d rounds and lots.")


class TieDoesNotFit(Refusal):
    message = _("Another round or a lot is only for candidates whose equal votes decide who is elected.")


class ElectionWithdrawn(Refusal):
    message = _("This election was withdrawn.")


class ElectionConfirmed(Refusal):
    message = _("This election is confirmed. It can no longer be changed.")


class ElectionHeldAlready(Refusal):
    message = _("The register has another result of this election.")


# --- confirming ------------------------------------------------------------------------------------------------------
class ElectionNotHeld(Refusal):
    message = _("This election has not been counted yet.")


class TieNotSettled(Refusal):
    message = _("Equal votes still decide who is elected: hold another round or draw a lot.")


class TooFewVoters(Refusal):
    message = _("Fewer voters were there than the council has agreed on. Hold the election again.")


class NoLongerFits(Refusal):
    message = _("What is known of a candidate or a seat has changed since the count. Type in the count once more.")


class NobodyIsElected(Refusal):
    message = _("Nobody got a vote.")


class BothStoodInOneElection(Refusal):
    message = _("Both records stood in one election, so they cannot become one.")
