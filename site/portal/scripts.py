"""The scripts of the phone's app and of public pages, sent without the comments and spaces that only people read.

There is no build step: the static-files finder strips the files of ``static/js/field`` and those named below when
somebody asks, in ``collectstatic`` as in tests. Names and files stay as they are, so what runs on a phone can be read
there.
"""

from collections.abc import Iterator
from pathlib import Path

import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from fieldbook.modules import FOLDER, modules

from .whole_files import write_whole

PUBLIC = ("js/leave.js", "js/packs/page.js", "js/packs/saving.js")


def names() -> list[str]:
    """The scripts that are stripped, as static files."""
    return [*modules(), *PUBLIC]


def stripped(name: str) -> str:
    return rjsmin.jsmin((settings.BASE_DIR / "static" / name).read_text("utf-8")).strip()


class ScriptFinder(BaseFinder):
    """Offers the stripped modules in the place of those they are made of."""

    def __init__(self, *args, **kwargs) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "scripts")

    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        if path not in PUBLIC and (not path.startswith(f"{FOLDER}/") or path not in modules()):
            return []
        self._write(path)
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in names():
            self._write(name)
            yield name, self.storage

    def _write(self, name: str) -> None:
        """Write the file if it differs; by a rename, because two workers may do so at once."""
        target, text = Path(self.storage.path(name)), stripped(name)
        if target.exists() and target.read_text("utf-8") == text:
            return
        write_whole(target, text)


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Names with hashes reach into the imports of the app's modules, so that a changed file is a changed address.

    Only there: Django's patterns would look for imports in Wagtail's packed scripts too.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (f"{FOLDER}/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
