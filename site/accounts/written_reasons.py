"""Reasons that somebody else reads later: of emergency access, of holds, of terms."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from khmertext.normalise import normalise

from .refusals import Refusal

LETTERS = 20
DIFFERENT = 5


class ReasonTooShort(Refusal):
    message = _("Say why in at least 20 letters.")
    field = "reason"


def judged_reason(text: str, *, refusal: type[Refusal] = ReasonTooShort) -> str:
    """The reason as it is kept: words, not one key held down. Twenty letters, of which some differ."""
    reason = normalise(text)
    letters = [sign for sign in reason if unicodedata.category(sign)[0] in "LM"]  # M: the vowels of Khmer
    if len(letters) < LETTERS or len(set(letters)) < DIFFERENT:
        raise refusal
    return reason
