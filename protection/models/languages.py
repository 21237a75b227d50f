"""What a record says in the language of a page: words that are kept in Khmer and in English, and roles by their key."""

from django.utils.translation import get_language

from accounts.roles import ROLES


def in_language(record: object, stem: str) -> str:
    """The words in the language of the page; where there are none, those in Khmer."""
    khmer = getattr(record, f"{stem}_km")
    return (getattr(record, f"{stem}_en") or khmer) if (get_language() or "km").startswith("en") else khmer


def role_name(key: str) -> str:
    """The name of a role; of one that is no more, its key."""
    return str(ROLES[key].name) if key in ROLES else key
