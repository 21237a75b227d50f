"""What is refused about figures, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class QuarterNotOver(Refusal):
    message = _("This quarter is not over yet. It can be frozen from the day after its end.")
    field = "quarter"


class NothingChanged(Refusal):
    message = _("Nothing has changed since this quarter was frozen. The version that is there stands.")
    field = "quarter"


class EndsBeforeItBegins(Refusal):
    message = _("The last day lies before the first.")
    field = "ended_on"


class BaselineWithoutDay(Refusal):
    message = _("Say on which day it began, or leave both away.")
    field = "baseline_on"


class TargetsOverlap(Refusal):
    message = _("There is a target for this indicator, project and place in these days already.")
    field = "began_on"


class NotFromSurveys(Refusal):
    message = _("This indicator is counted from the register. Nothing is entered for it.")
    field = "indicator"


class ResultAheadOfTime(Refusal):
    message = _("The day of the survey lies in the future.")
    field = "held_on"


class ResultTakenBack(Refusal):
    message = _("This result was taken back already.")


class MoreThanThePlace(Refusal):
    message = _("A result is entered for a commune or a larger place.")
    field = "area"
