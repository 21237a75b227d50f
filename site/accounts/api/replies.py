"""Answers as JSON that no cache keeps."""

import msgspec
from django.http import HttpResponse
from django.utils import translation
from django.utils.functional import Promise

from .answers import Sentence


def reply(answer: msgspec.Struct, *, status: int = 200, **headers: str) -> HttpResponse:
    """A struct as JSON that no cache keeps."""
    return HttpResponse(
        msgspec.json.encode(answer),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store", **headers},
    )


def in_both_languages(words: Promise) -> Sentence:
    """A sentence for whoever reads it at the other end."""
    found = {}
    for language in ("km", "en"):
        with translation.override(language):
            found[language] = str(words)
    return Sentence(**found)
