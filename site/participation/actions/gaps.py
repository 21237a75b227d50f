"""Looking for gaps ahead of their readers, in registers so large that each look takes its time."""

from django.db import transaction
from django.utils import timezone

from ..gaps import Gap, all_gaps
from ..models import CommunityGroup, FoundGap, GapLook

FROM_SIZE = 3000
"""Groups in a register whose gaps are looked for ahead. A smaller one is asked anew each time, which takes no time."""
BATCH = 2000


def look_for_gaps() -> int:
    """Look for every kind of gap, each in a transaction of its own; gives the number of groups with one."""
    return sum(_look_for(gap) for gap in all_gaps())


def look_where_it_takes_long() -> int:
    """As ``look_for_gaps``, where the register is so large that its readers would wait."""
    is_large = CommunityGroup.objects.order_by()[:FROM_SIZE].count() == FROM_SIZE
    return look_for_gaps() if is_large else 0


@transaction.atomic
def _look_for(gap: Gap) -> int:
    """Only what has changed is written: most gaps are still there ten minutes later."""
    now = timezone.now()
    found = set(gap.narrow(CommunityGroup.objects.all(), timezone.localdate()).order_by().values_list("pk", flat=True))
    GapLook.objects.update_or_create(key=gap.key, defaults={"looked_at": now})  # holds off a second look
    known = dict(FoundGap.objects.filter(key=gap.key).values_list("group", "pk"))
    gone = [pk for group, pk in known.items() if group not in found]
    for start in range(0, len(gone), BATCH):
        FoundGap.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    new = [FoundGap(key=gap.key, group_id=group) for group in found - known.keys()]
    FoundGap.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    return len(found)
