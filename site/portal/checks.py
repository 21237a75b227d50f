"""System checks of the whole."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
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


@register(Tags.database)
def keys_of_phones_are_there(*, databases=None, **kwargs) -> list[Warning]:
    """A portal restored without its keys says what that means."""
    if not databases:
        return []
    from portal.backups.keys import lost_keys  # brings cryptography, of which a check without a database has no need

    lost = lost_keys()
    return [Warning(lost, id="portal.W001")] if lost else []
