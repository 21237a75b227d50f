"""Making the figures of the public pages."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from participation.models import Kind

from ..councils import read_councils
from ..counting import read_register
from ..models import PublicSnapshot, SnapshotArea, SnapshotCouncil
from ..suppression import Shown, suppress


@transaction.atomic
def publish_snapshot(*, on: date | None = None, by: User | None = None) -> PublicSnapshot:
    """Count the register once and keep what may be shown of it; the public pages show the newest."""
    day = on or timezone.localdate()
    register = read_register(day)
    figures = suppress(register.country, register.provinces)
    communes = register.communes
    whole: Counter[str] = sum((register.groups[commune] for commune in communes), Counter())
    snapshot = PublicSnapshot(counted_on=day, communes=len(communes), **_groups(whole), **_children(figures.country))
    snapshot.full_clean()
    snapshot.save()
    SnapshotArea.objects.bulk_create(
        [
            SnapshotArea(snapshot=snapshot, area_id=area_id, **_groups(register.groups[area_id]), **_children(shown))
            for area_id, shown in sorted({**figures.provinces, **figures.communes}.items())
        ],
        batch_size=500,
    )
    shown_communes = {area_id for area_id, shown in figures.communes.items() if shown.children is not None}
    SnapshotCouncil.objects.bulk_create(
        [
            SnapshotCouncil(
                snapshot=snapshot,
                area_id=council.area_id,
                number=council.number,
                level=council.level,
                members=council.members,
                posts=council.posts,
                seats=council.seats,
                is_seat_free=council.is_seat_free,
                voices=council.voices,
            )
            for council in read_councils(day, shown_communes)
        ],
        batch_size=500,
    )
    journal.note("figures.published", about=snapshot, by=by, counted_on=day, communes=len(communes))
    return snapshot


def is_due(on: date) -> bool:
    """Once a month: whoever subtracts one day's figures from the next finds nothing. An empty one waits for nobody."""
    newest = PublicSnapshot.objects.newest()
    if newest is None or newest.communes == 0:
        return True
    return (newest.counted_on.year, newest.counted_on.month) < (on.year, on.month)


def _groups(counted: Counter[str]) -> dict[str, int]:
    return {"clubs": counted[Kind.CLUB], "councils": counted[Kind.COUNCIL], "networks": counted[Kind.NETWORK]}


def _children(shown: Shown) -> dict[str, int | None]:
    return {"children": shown.children, "girls": shown.girls, "boys": shown.boys}
