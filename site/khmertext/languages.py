"""What a record says in the language of the page, of words that are kept in Khmer and in English."""

from django.utils.translation import get_language


def is_english() -> bool:
    """Whether the page speaks English; what speaks nothing yet speaks Khmer."""
    return (get_language() or "km").startswith("en")


def in_language(record: object, stem: str) -> str:
    """The field ``stem`` with the ending of the page's language; where there is nothing in English, the Khmer words."""
    khmer = getattr(record, f"{stem}_km")
    return (getattr(record, f"{stem}_en") or khmer) if is_english() else khmer
