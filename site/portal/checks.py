"""System checks of the whole."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import OperationalError

from portal.demo_mark import HOLDS_DEMO, is_marked


@register(Tags.database)
def demo_stays_demo(*, databases=None, **kwargs) -> list[Error]:
    """Settings that are not the demo's refuse a database that holds demo data."""
    if not databases or settings.IS_DEMO:
        return []
    try:
        return [Error(HOLDS_DEMO, id="portal.E001")] if is_marked() else []
    except OperationalError:
        return []  # a database that does not answer says so itself, where it is needed
