"""One stylesheet out of many: ``css/portal.css`` is the files of ``static/css`` joined in the order of their layers.

Written as one file per component, sent as one request. There is no build step: the static-files finder joins them when
somebody asks, in ``collectstatic`` as in tests.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

STYLES = settings.BASE_DIR / "static" / "css"
FIRST = ("layers.css", "tokens.css", "fonts.css")
JOINED = "css/portal.css"

COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
INDENT = re.compile(r"^\s+", re.MULTILINE)


def parts() -> list[Path]:
    """The files in the order in which they are joined; the cascade follows the layers, not this order."""
    first = [STYLES / name for name in FIRST]
    return first + sorted(set(STYLES.glob("*.css")) - set(first))


def joined(paths: list[Path]) -> str:
    """The rules of the files without comments and indents."""
    return "".join(INDENT.sub("", COMMENT.sub("", path.read_text("utf-8"))) for path in paths)


class StylesheetFinder(BaseFinder):
    """Offers the joined stylesheet beside the files it is made of."""

    def __init__(self, *args, **kwargs) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "stylesheets")

    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        if path != JOINED:
            return []
        self._write()
        found = self.storage.path(JOINED)
        return [found] if find_all else found

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        self._write()
        yield JOINED, self.storage

    def _write(self) -> None:
        """Write the file if it differs; by a rename, because two workers may do so at once."""
        target = Path(self.storage.path(JOINED))
        text = joined(parts())
        if target.exists() and target.read_text("utf-8") == text:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        fresh.write_text(text, "utf-8")
        fresh.replace(target)
