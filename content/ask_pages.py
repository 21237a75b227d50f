"""The board of asks as it is shipped: an empty page in both languages, to which releases are added at the desk."""

from django.db import transaction

from .models import AsksPage
from .shipping import lists_under_home

SLUG = "asks"
WORDS = {
    "km": {
        "title": "កុមារសុំ មនុស្សធំឆ្លើយ",
        "lead": "នៅទីនេះ ប្អូនអាចអានថា កុមារបានសុំអ្វី ហើយមនុស្សធំបានឆ្លើយដូចម្តេច។",
    },
    "en": {
        "title": "You said, we did",
        "lead": "Here you can read what children asked for, and what adults answered.",
    },
}


@transaction.atomic
def make_ask_board() -> int:
    """Make the page where it was never made; how many languages have it now."""
    return len(lists_under_home(AsksPage, SLUG, WORDS))
