"""What stands at the foot of a sheet for the notice board: the numbers that help, and where the portal is."""

from django.conf import settings
from django.utils.translation import get_language

from freshness.kept import Kept
from protection.models import HelpLine

_numbers = Kept(f"table:{HelpLine._meta.db_table}", most=10)


def numbers() -> tuple[tuple[str, str], ...]:
    """Name and number of each confirmed helpline, in the language of the page."""
    return _numbers(
        get_language(), lambda: tuple((helpline.name, helpline.number) for helpline in HelpLine.objects.public())
    )


def address() -> str:
    """Of the first page in this language, as somebody types it."""
    return f"{settings.PUBLIC_URL.partition('://')[2]}/{get_language()}/"
