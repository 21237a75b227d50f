"""What is refused about asks, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class AskExists(Refusal):
    message = _("This was made an ask already.")


class AskNotThere(Refusal):
    """Somebody else was faster, or the page was old: the ask is at another step."""

    message = _("This ask has gone on meanwhile. Look at it again.")


class SentBeforeRaised(Refusal):
    field = "sent_on"
    message = _("The children had not raised it yet on that day.")


class DueBeforeSending(Refusal):
    field = "answer_due_on"
    message = _("The day for the answer lies before the day of sending.")


class AnswerBeforeSending(Refusal):
    field = "answered_on"
    message = _("The ask was not sent yet on that day.")


class RefusalWithoutWhy(Refusal):
    field = "text"
    message = _("Say why it is refused. The children will be told.")


class ToldAtAnotherGroup(Refusal):
    field = "meeting"
    message = _("Choose a meeting of the group that raised it.")


class ToldBeforeTheAnswer(Refusal):
    field = "meeting"
    message = _("At that meeting the answer was not there yet.")


# --- meetings that asks rest on --------------------------------------------------------------------------------------
class AskSentBefore(Refusal):
    field = "held_on"
    message = _("Something that the children raised here was sent on before that day.")


class ToldLater(Refusal):
    field = "held_on"
    message = _("At this meeting the children were told an answer that was not there yet on that day.")


class ToldThere(Refusal):
    message = _("At this meeting the children were told an answer, and that ask is closed. The meeting stays.")
