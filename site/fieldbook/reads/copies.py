"""What became of the records of a file, in rows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..answers import Answer
from ..models import Delivery
from ..models.delivery import DeliveryQuerySet

WORDS: dict[str, tuple[Promise, str]] = {
    "taken": (_("Taken"), "ok"),
    "known": (_("Known already"), "ok"),
    "conflict": (_("Another record of the same meeting"), "info"),
    "refused": (_("Refused"), "danger"),
    "held": (_("Waits for an officer"), "warn"),
    "later": (_("Could not be judged now. Load the file again in a while."), "warn"),
}


@dataclass(frozen=True, slots=True)
class LoadedRow:
    """One record of the file; ``delivery`` where the reader may see it."""

    delivery: Delivery | None
    word: Promise
    tone: str
    sentence: str
    receipt: str


def loaded_rows(answers: list[Answer], *, seen: DeliveryQuerySet) -> list[LoadedRow]:
    """One query for all of them."""
    rows = seen.select_related("group").in_bulk([answer.id for answer in answers if answer.id])
    language = "en" if get_language() == "en" else "km"
    return [
        LoadedRow(
            rows.get(answer.id),
            *WORDS[answer.outcome],
            getattr(answer.sentence, language) if answer.sentence else "",
            answer.receipt,
        )
        for answer in answers
    ]
