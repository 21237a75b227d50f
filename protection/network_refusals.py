"""What is refused about networks and trainings, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


# --- networks --------------------------------------------------------------------------------------------------------
class NotANetwork(Refusal):
    message = _("This group is not a family protection network.")


class NetworkIsClosed(Refusal):
    message = _("This network is closed.")


class NotBesideANetwork(Refusal):
    field = "group"
    message = _("Choose a children's club or council that is not closed.")


class BesideAlready(Refusal):
    field = "group"
    message = _("The network stands beside this group already in these days.")


class BesideEndsBeforeItBegins(Refusal):
    field = "ended_on"
    message = _("The last day lies before the first day.")


class BesideIsOver(Refusal):
    message = _("The network stands beside this group no longer.")


# --- trainings -------------------------------------------------------------------------------------------------------
class TrainingCodeTaken(Refusal):
    field = "code"
    message = _("This code is in the list already.")


class TrainingTopicOutOfUse(Refusal):
    field = "topic"
    message = _("This topic is out of use. Choose another one.")


class TrainingEndsBeforeItBegins(Refusal):
    field = "ended_on"
    message = _("The last day lies before the first day.")


class TrainingTooLong(Refusal):
    field = "ended_on"
    message = _("A training lasts sixty days at most. Record two trainings.")


class NobodyNamed(Refusal):
    message = _("Choose somebody, or write down a name.")


class TooManyAtOnce(Refusal):
    message = _("Write down at most fifty people at once.")
