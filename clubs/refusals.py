"""What is refused about a club, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class NotAClub(Refusal):
    message = _("This group is not a children's club.")


class NotACouncil(Refusal):
    field = "council"
    message = _("Choose a children's council that is not closed.")
