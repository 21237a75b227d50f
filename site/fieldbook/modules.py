"""Where the scripts of the phone's app lie, and which there are. Read before any model, by who sends static files."""

from django.conf import settings

FOLDER = "js/field"
SOURCE = settings.BASE_DIR / "static" / FOLDER


def modules() -> list[str]:
    """The app's modules as static files, every one of which it needs before it can run without network."""
    return [f"{FOLDER}/{path.relative_to(SOURCE).as_posix()}" for path in sorted(SOURCE.rglob("*.js"))]
