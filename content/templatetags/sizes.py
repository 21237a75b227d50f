"""How large a file is, in words: the same ones that the buttons of reading packs use."""

from math import ceil

from django import template
from django.utils.translation import gettext

register = template.Library()

KILO, MEGA = 1000, 1_000_000


@register.filter
def told_size(number: int) -> str:
    """Bytes as kB or MB, as ``static/js/packs/page.js`` tells them."""
    if number < MEGA - KILO / 2:
        return gettext("{} kB").format(ceil(number / KILO))
    return gettext("{} MB").format(f"{number / MEGA:.1f}")
