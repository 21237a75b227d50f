"""What may not be done with the record of a person, each with a sentence for the person who tries."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class ChangedMeanwhile(Refusal):
    """Somebody saved the same record after this reader opened it."""

    message = _("Somebody else changed this while you were working. Open it again and repeat your change.")


class BornInTheFuture(Refusal):
    field = "birth_year"
    message = _("The birth year lies in the future.")


class BornTooLongAgo(Refusal):
    field = "birth_year"
    message = _("Nobody is that old. Check the birth year.")


class AskedInTheFuture(Refusal):
    field = "difficulty_asked_on"
    message = _("The day of asking lies in the future.")


class NameWithoutLetters(Refusal):
    message = _("A name needs at least one letter.")
