"""Lists whose pages have no day to follow by: read in numbered leaves, so that no answer grows with the list."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

PAGE = "page"
"""The number of the leaf, in the address."""

_NUMBER = re.compile("[1-9][0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class NumberedLeaf:
    """A part of a list, its number, and the numbers beside it; zero where there is none."""

    pages: list[Page]
    number: int
    following: int

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def is_first(self) -> bool:
        return self.number == 1


def numbered_leaf(request: HttpRequest, pages: PageQuerySet, most: int) -> NumberedLeaf:
    """What the address asks for; the first leaf if it asks for what there is not."""
    asked = request.GET.get(PAGE, "")
    number = int(asked) if _NUMBER.fullmatch(asked) else 1
    found = list(pages[(number - 1) * most : number * most + 1])
    if not found and number > 1:
        number, found = 1, list(pages[: most + 1])
    return NumberedLeaf(found[:most], number, number + 1 if len(found) > most else 0)
