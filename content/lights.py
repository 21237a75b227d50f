"""Whether a picture may be shown to everybody, in three lights: green, amber, red."""

from .models import Picture


def may_be_shown(picture: Picture) -> bool:
    """Declared by one person and confirmed by a second one."""
    return picture.declared_on is not None and picture.confirmed_on is not None
