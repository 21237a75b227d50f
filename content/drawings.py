"""The drawings of the rights: inside a page, or several in one file for what stands further down.

A picture of half a kilobyte is not worth a journey of its own, and words do not wait for pictures below them.
"""

import hashlib
import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from itertools import count
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

DRAWING = re.compile(r"<svg [^>]*>(.*)</svg>", re.DOTALL)
SIDE = 96
BOX = f'viewBox="0 0 {SIDE} {SIDE}"'
"""Of all drawings of rights (``tests/content/test_drawings.py``)."""
FOREVER = "public, max-age=31536000, immutable"


@cache
def drawing(number: int) -> str:
    """The drawing of an article as an element. ``LookupError`` where there is none."""
    path = find(f"img/rights/{number:02}.svg")
    if path is None:
        raise LookupError(f"Article {number} has no drawing.")
    return Path(path).read_text("utf-8").strip()


@cache
def symbol(number: int, name: str) -> str:
    """The same, to be shown elsewhere on the page by its name."""
    return f'<symbol id="{name}" {BOX}>{DRAWING.fullmatch(drawing(number))[1]}</symbol>'


def drawings(numbers: Iterable[int]) -> bytes:
    """A file with the drawings one below the other; that of article 12 is seen as the view ``r12``."""
    parts = []
    for number, top in zip(numbers, count(0, SIDE), strict=False):
        inside = DRAWING.fullmatch(drawing(number))[1]
        parts.append(
            f'<view id="r{number}" viewBox="0 {top} {SIDE} {SIDE}"/><g transform="translate(0 {top})">{inside}</g>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'.encode()


def address_of(numbers: Collection[int]) -> str:
    """Where the drawings of these articles lie in one file; another address when one of them is drawn anew."""
    return _address(tuple(sorted(set(numbers))))


@lru_cache(maxsize=2000)
def _address(numbers: tuple[int, ...]) -> str:
    return f"{reverse('drawings', args=['-'.join(map(str, numbers))])}?{_state(drawings(numbers))}"


def _state(file: bytes) -> str:
    return hashlib.blake2b(file, digest_size=4).hexdigest()


@require_safe
def drawings_file(request: HttpRequest, numbers: str) -> HttpResponse:
    """The drawings of the articles in an address, which names each once and in their order."""
    asked = [int(number) for number in numbers.split("-")]
    if numbers != "-".join(map(str, sorted(set(asked)))):
        raise Http404("Nobody was sent here.")
    try:
        file = drawings(asked)
    except LookupError as error:
        raise Http404(str(error)) from error
    answer = HttpResponse(file, content_type="image/svg+xml")
    if request.META.get("QUERY_STRING") == _state(file):
        answer.headers["Cache-Control"] = FOREVER
    return answer
