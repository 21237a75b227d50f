"""What is refused about a council, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class NotACouncil(Refusal):
    message = _("This group is not a children's council.")
