"""Stylesheets out of many files: ``css/desk.css`` for people who work here, ``css/public.css`` for children with what
comes after it, and ``css/field.css`` for the phone's app, which its page carries inside.

Written as one file per component, sent as one request. There is no build step: the static-files finder joins the files
of ``static/css`` when somebody asks, in ``collectstatic`` as in tests.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from .pruning import READ, now_and_then, rules_of, without_unused
from .sprites import FIELD_SPRITE, field_sprite
from .whole_files import write_whole

STYLES = settings.BASE_DIR / "static" / "css"
TOKENS = ("layers.css", "tokens.css")
FIRST = (*TOKENS, "meanwhile.css")
"""The order of the layers, then what all others name. The rest follows the layers, not the order of the files."""
SHARED = (
    "base.css",
    "brand.css",
    "button.css",
    "help_call.css",
    "icon.css",
    "notice.css",
    "panel.css",
    "pill.css",
    "reset.css",
)
PUBLIC_ONLY = (
    "asks.css",
    "calendar.css",
    "guides.css",
    "help_page.css",
    "help_sheet.css",
    "home_page.css",
    "leave.css",
    "listen.css",
    "packs.css",
    "page_public.css",
    "picture.css",
    "policies.css",
    "quizzes.css",
    "reading.css",
    "rights.css",
    "search.css",
)
LETTERS = "fonts.css"
"""Our own letters, in the sheets of who works here."""
AFTER, AFTER_WORDS = "css/after.css", (LETTERS, "print.css")
"""What a public page asks for after its words are there: our letters, how it looks on paper and under a pointer."""
FIELD_SHARED = ("base.css", "button.css", "icon.css", "reset.css")
FIELD = "field*.css"
"""The files of the phone's app alone."""
PUBLIC = "css/public.css"
SHEETS = ("css/desk.css", PUBLIC, "css/field.css")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s*([{};,])\s*")
COLON = re.compile(r"(?<=[\w-]): ")


def parts(sheet: str) -> list[Path]:
    """The files of a sheet, in the order of joining. A new file belongs to the desk unless named above."""
    if sheet == AFTER:
        return [STYLES / name for name in AFTER_WORDS]
    field_only = {path.name for path in STYLES.glob(FIELD)}
    if sheet == PUBLIC:
        rest = sorted(SHARED + PUBLIC_ONLY)
    elif sheet == "css/field.css":
        rest = sorted({*FIELD_SHARED, LETTERS, *field_only})
    else:
        rest = sorted({path.name for path in STYLES.glob("*.css")} - {*FIRST, *PUBLIC_ONLY, *field_only})
    return [STYLES / name for name in (*FIRST, *rest)]


def joined(sheet: str) -> str:
    """The rules of a sheet without comments and without the space that only people read."""
    return _tight(parts(sheet))


def after(_sheet: str) -> str:
    """The sheet behind the words. It declares each custom property that it reads, so that no page has to."""
    rules = joined(AFTER) + now_and_then(rules_of(joined(PUBLIC)))
    return without_unused(_tight(STYLES / name for name in TOKENS), frozenset(READ.findall(rules))) + rules


def _tight(files: Iterable[Path]) -> str:
    text = "".join(path.read_text("utf-8") for path in files)
    return COLON.sub(":", SPACE.sub(r"\1", COMMENT.sub("", text))).replace(";}", "}").strip()


MADE: dict[str, Callable[[str], str]] = {**dict.fromkeys(SHEETS, joined), AFTER: after, FIELD_SPRITE: field_sprite}
"""What is made out of other files, by its name, and what makes it."""


class StylesheetFinder(BaseFinder):
    """Offers the joined stylesheets beside the files they are made of, and the drawings of the phone's app."""

    def __init__(self, *args, **kwargs) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "stylesheets")

    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        if path not in MADE:
            return []
        self._write(path)
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in MADE:
            self._write(path)
            yield path, self.storage

    def _write(self, path: str) -> None:
        """Write the file if it differs; by a rename, because two workers may do so at once."""
        target = Path(self.storage.path(path))
        text = MADE[path](path)
        if target.exists() and target.read_text("utf-8") == text:
            return
        write_whole(target, text)
