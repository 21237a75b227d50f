"""The styles of public pages stand in the page: one answer paints it, also on a line where each round trip counts.

They are the same files that everybody edits (``portal.stylesheets``). The policy allows them by their hash, because a
nonce could not be kept in any cache.
"""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PUBLIC = re.compile(r"^/(km|en)/(?!_util/)")
"""Pages for everybody; whatever lies elsewhere is kept out of search engines."""

SHEET = "css/public.css"
ADDRESS = re.compile(r'url\("?\.\./([^")]+)"?\)')


@cache
def styles() -> str:
    """The joined sheet with whole addresses, as it stands in a page that lies anywhere."""
    text = Path(find(SHEET)).read_text("utf-8")
    return ADDRESS.sub(lambda found: f'url("{static(found[1])}")', text)


@cache
def fingerprint() -> str:
    """How the policy knows the styles: ``'sha256-…'``."""
    return f"'sha256-{b64encode(hashlib.sha256(styles().encode()).digest()).decode()}'"


def style_element(request: HttpRequest | None) -> SafeString:
    """The styles themselves on a public page; elsewhere, as on an error behind the door, a link to them."""
    if request is not None and PUBLIC.match(request.path):
        return mark_safe(f"<style>{styles()}</style>")  # noqa: S308  our own files
    return format_html('<link rel="stylesheet" href="{}">', static(SHEET))
