"""Compiles the translations without gettext's tools, which a newcomer's machine does not have."""

from pathlib import Path

import polib
from django.conf import settings


def compiled(source: Path) -> Path:
    return source.with_suffix(".mo")


def stale_catalogues() -> list[Path]:
    """Each ``.po`` of ours that is newer than what was compiled from it."""
    sources = [path for folder in settings.LOCALE_PATHS for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]
    return [
        path
        for path in sources
        if not compiled(path).exists() or compiled(path).stat().st_mtime_ns < path.stat().st_mtime_ns
    ]


def compile_catalogues() -> list[Path]:
    """Compiles what is stale and gives the sources that it compiled."""
    sources = stale_catalogues()
    for source in sources:
        draft = source.with_suffix(".mo.draft")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(compiled(source))
    return sources
