"""System checks of the whole."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from portal.demo_mark import HOLDS_DEMO, is_marked


@register(Tags.database)
def demo_stays_demo(*, databases=None, **kwargs) -> list[Error]:
    """Settings that are not the demo's refuse a database that holds demo data."""
    if databases and not settings.IS_DEMO and is_marked():
        return [Error(HOLDS_DEMO, id="portal.E001")]
    return []
