"""What is refused about a club, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class NotAClub(Refusal):
    message = _("This group is not a children's club.")


class NotACouncil(Refusal):
    field = "council"
    message = _("Choose a children's council that is not closed.")


class ClubIsClosed(Refusal):
    message = _("This club is closed. It has no plans.")


class SeasonEndsBeforeItBegins(Refusal):
    field = "ended_on"
    message = _("The last day lies before the first day.")


class SeasonTooLong(Refusal):
    field = "ended_on"
    message = _("A plan reaches over two years at most.")


class SeasonsOverlap(Refusal):
    field = "began_on"
    message = _("Another plan of this club covers some of these days.")


class ActivityOutsideSeason(Refusal):
    field = "planned_on"
    message = _("This day lies outside the plan.")


class ActivitiesOutsideSeason(Refusal):
    field = "ended_on"
    message = _("The plan has activities outside these days. Move them first.")


class TooManyActivities(Refusal):
    message = _("A plan has at most sixty activities.")


class PostOfAnotherKind(Refusal):
    field = "post"
    message = _("Clubs have no such post.")


class MeetingOfAnotherClub(Refusal):
    field = "meeting"
    message = _("Choose a meeting of this club.")


class ActivityIsSettled(Refusal):
    message = _("This activity is no longer only planned. Say first that it is planned again.")


class PeerOfItself(Refusal):
    field = "other"
    message = _("Choose another club.")


class PeersAlready(Refusal):
    field = "other"
    message = _("These two clubs are peers already in these days.")


class PairEndsBeforeItBegins(Refusal):
    field = "ended_on"
    message = _("The last day lies before the first day.")


class PairIsOver(Refusal):
    message = _("These two clubs are peers no longer.")
