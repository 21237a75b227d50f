"""The drawings of the phone's app: of all pictograms those that it shows, so that its first load stays small."""

import re

from django.conf import settings

ALL, FIELD_SPRITE = "img/icons.svg", "img/icons-field.svg"
SYMBOL = re.compile(r'\s*<symbol id="([^"]+)".*?</symbol>', re.DOTALL)
NAME = re.compile(r"[\"#]([a-z][a-z-]*)\b")
"""A name in a script or a template: whole in quotes, or behind the address of the sprite."""
BEGINNING = re.compile(r"`([a-z]+-)\$\{")
"""The beginning of names that a script ends with a value: ``state-${mark}``."""


def field_sprite(_path: str) -> str:
    """The sprite of the app. A word that only looks like the name of a pictogram costs its drawing and no more."""
    scripts = (settings.BASE_DIR / "static" / "js" / "field").rglob("*.js")
    templates = (settings.BASE_DIR / "templates" / "fieldbook").glob("*.html")
    texts = [path.read_text("utf-8") for path in (*scripts, *templates)]
    names = {name for text in texts for name in NAME.findall(text)}
    beginnings = tuple({name for text in texts for name in BEGINNING.findall(text)})
    every = (settings.BASE_DIR / "static" / ALL).read_text("utf-8")
    return SYMBOL.sub(
        lambda found: found[0] if found[1] in names or found[1].startswith(beginnings) else "",
        every,
    )
