"""What is refused about helplines and services, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


# --- helplines -------------------------------------------------------------------------------------------------------
class NumberKnown(Refusal):
    message = _("This number is in the list already.")
    field = "number"


class CallNotMadeYet(Refusal):
    message = _("The day of the test call lies in the future.")
    field = "called_on"


class OutOfUse(Refusal):
    message = _("This helpline is out of use. Take it into use again first.")


class KhmerNotSaid(Refusal):
    message = _("Say whether somebody answered in Khmer.")
    field = "in_khmer"


# --- services --------------------------------------------------------------------------------------------------------
class CodeTaken(Refusal):
    message = _("This code is in the list already.")
    field = "code"


class TypeOutOfUse(Refusal):
    message = _("This type of service is out of use. Choose another one.")
    field = "type"


class ServiceKnown(Refusal):
    message = _("A service of this type and this name is at this place already: %(code)s.")
    field = "name_km"


class ServiceClosed(Refusal):
    message = _("This service is closed. Open it again first.")


class ServiceOpen(Refusal):
    message = _("This service is not closed.")


class ClosedBeforeItCovered(Refusal):
    message = _("On this day the service did not cover every commune yet. Choose a later day.")
    field = "closed_on"


# --- communes covered ------------------------------------------------------------------------------------------------
class NothingToCover(Refusal):
    message = _("The service covers every commune there in that time already.")
    field = "area"


class CoveredAlready(Refusal):
    message = _("The service covers this commune in that time already.")
    field = "began_on"


class CoverageOver(Refusal):
    message = _("This has ended already.")
    field = "ended_on"


class EndsBeforeItBegins(Refusal):
    message = _("The last day lies before the first.")
    field = "ended_on"


class TooLongAgo(Refusal):
    message = _("This was entered more than %(days)d days ago. Give it a last day instead.")


# --- hand-over notes -------------------------------------------------------------------------------------------------
class TooFine(Refusal):
    message = _("Choose a commune or a district, nothing smaller and nothing larger.")
    field = "area"


class NotToldYet(Refusal):
    message = _("This day lies in the future.")
    field = "noted_on"


class NotHandedOverYet(Refusal):
    message = _("This day lies in the future. First hand over, then write it down.")
    field = "handed_on"


class HandedOverBeforeTold(Refusal):
    message = _("This day lies before the day on which you were told.")
    field = "handed_on"


class DoneMeanwhile(Refusal):
    message = _("Somebody else did a step meanwhile. Look where it stands now.")


class NamedOtherwise(Refusal):
    message = _("Another type has this identifier under other names. One identifier has one name there.")
    field = "code"


class CodeOfAnotherPlace(Refusal):
    message = _("Another place has this code in that system.")
    field = "code"
