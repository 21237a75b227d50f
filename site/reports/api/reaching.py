"""Places as other systems write them (codes), and as the portal keeps them (ids)."""

from accounts.api.lending import areas_of
from accounts.models import User
from places.codes import split_id
from places.models import AdminArea

from .refusals import Refused


def code_of(area: str | None) -> str | None:
    """The official code of an id; nothing for the whole country."""
    return split_id(area)[1] if area else None


def reach_of(reader: User) -> list[str] | None:
    """The codes of the places within which somebody reads; ``None`` is the whole country."""
    places = areas_of(reader)
    return None if places is None else [split_id(place)[1] for place in places]


def place_asked(code: str, reader: User) -> str | None:
    """The id of the place that is asked for; one beyond the reach is answered like one that does not exist."""
    if not code:
        return None
    found = AdminArea.objects.filter(code=code, source__in=AdminArea.current_sources()).values_list("pk", flat=True)
    place, within = found.first(), areas_of(reader)
    if place is None or within is not None and not any(place.startswith(area) for area in within):
        raise Refused("not_here", "area")
    return place
