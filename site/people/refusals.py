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


class NothingIsSigned(Refusal):
    message = _("Without a signature there is nothing to keep.")


class SignedInTheFuture(Refusal):
    field = "signed_on"
    message = _("The day of signing lies in the future.")


class ConsentEndsBeforeItBegins(Refusal):
    field = "valid_until"
    message = _("Consent cannot end before it is signed.")


class ConsentIsTooLong(Refusal):
    field = "valid_until"
    message = _("Consent is valid for three years at most. Then ask again.")


class UnknownPurpose(Refusal):
    message = _("Nobody asks for consent to this.")


class NewerConsentOnFile(Refusal):
    field = "signed_on"
    message = _("A newer answer of this person is on file.")


class ConsentIsWithdrawn(Refusal):
    message = _("This consent is no longer in force.")


class NameNeedsConsent(Refusal):
    message = _("The name was removed. It may come back only after consent for the list is recorded.")


class SamePerson(Refusal):
    message = _("Choose two people, not one twice.")


class PersonGone(Refusal):
    message = _("One of these records is no longer there. Open the list again.")


class MergeUndone(Refusal):
    message = _("This merge has been undone already.")


class MergeTooOld(Refusal):
    message = _("A merge can be undone for 90 days. That time is over.")


class LaterMergeFirst(Refusal):
    message = _("A later merge stands in the way. Undo that one first.")


class MergeBuiltUpon(Refusal):
    message = _("A membership was changed since the merge. Undo that change first.")


class PersonIdTaken(Refusal):
    message = _("This person was registered before. Look in the list.")


class UnknownNeed(Refusal):
    field = "support_needs"
    message = _("Nobody asks for this need.")
