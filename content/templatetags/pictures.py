"""Pictures on public pages. The tags of Wagtail draw any picture; this one only what may be shown today."""

from django import template
from wagtail.images.models import Filter
from wagtail.images.models import Picture as Drawn
from wagtail.images.shortcuts import get_renditions_or_not_found

from content.lights import may_be_shown
from content.models import Picture

register = template.Library()

# The widest first: its sides are those of the element, which no page draws wider than its column.
SPECS = ("format-{avif,webp,jpeg}", "width-{1080,720,360}")
SIZES = "(min-width: 48em) 42rem, 100vw"
"""As wide as the column of a public page: a telephone never fetches more than it shows."""


@register.simple_tag
def drawn(picture: Picture | None, sizes: str = SIZES) -> Drawn | str:
    """The ``picture`` element; nothing for a picture that may not be shown, or that is there no more."""
    if picture is None or not may_be_shown(picture):
        return ""
    filters = [Filter(spec=spec) for spec in Filter.expand_spec(list(SPECS))]
    found = get_renditions_or_not_found(picture, filters)
    return Drawn(found, {"sizes": sizes, "loading": "lazy", "decoding": "async"})
