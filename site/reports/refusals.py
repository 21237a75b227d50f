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


# --- DHIS2 -----------------------------------------------------------------------------------------------------------
class NoSuchNumber(Refusal):
    message = _("This indicator is not told apart in this way.")


class OnlyUpToTheEnd(Refusal):
    message = _(
        "Of people, and of what is counted at the end of a quarter, only what was reached up to the end is sent. "
        "What is new in one quarter would tell of single people."
    )
    field = "counts"


class NotAnIdentifier(Refusal):
    message = _("Data elements are named by identifiers of eleven signs (UID). Write that one.")


class PlaceNotAnIdentifier(Refusal):
    message = _("Places are named by identifiers of eleven signs (UID). Write that one.")
    field = "org_unit"


class NoDataSet(Refusal):
    message = _("Say first which data set of DHIS2 receives the values.")


class TwoOnOneElement(Refusal):
    message = _(
        "“%(one)s” and “%(other)s” have the same data element and combination (%(code)s). One of them would "
        "overwrite the other: give each its own."
    )


class MixedOnOneElement(Refusal):
    message = _(
        "“%(one)s” and “%(other)s” are both part of the data element %(code)s, which DHIS2 adds up. People, "
        "participations and activities are different numbers, and so are a total and its parts: give each a data "
        "element of its own."
    )


class TwoPlacesOnOneUnit(Refusal):
    message = _(
        "Two places are sent as one organisation unit (%(code)s): %(one)s and %(other)s. Give each its own code."
    )


class CodesOfTheOtherKind(Refusal):
    message = _("%(code)s is no identifier of eleven signs (UID), by which DHIS2 is to know it. Write the other one.")


class NothingToSend(Refusal):
    message = _("There is nothing to send: no number of this quarter has a code of DHIS2 and may be shown.")


class NoSuchFrozenQuarter(Refusal):
    message = _("This quarter is not frozen. Freeze it first: only frozen numbers are sent.")
