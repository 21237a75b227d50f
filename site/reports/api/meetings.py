"""How many meetings there were, by month, commune and kind. Of who came, nothing stands here: see the indicators."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from accounts.models import User
from participation.models import JointPart, Meeting
from places.codes import code_range, split_id

from ..formulas.columns import commune_at
from .answers import Meetings, MeetingTotal
from .asked import MeetingsAsked
from .paging import after_all, first_day, first_of, next_of
from .reaching import place_asked, reach_of

KEYS = ("month", "commune", "group_kind", "kind")


def meetings(asked: MeetingsAsked, reader: User, path: str) -> Meetings:
    rows = Meeting.objects.visible_to(reader).filter(_asked(asked, reader))
    rows = rows.annotate(month=TruncMonth("held_on"), commune=commune_at("group__area"), group_kind=F("group__kind"))
    rows = rows.filter(after_all(asked.after, ("month", _month), *((name, str) for name in KEYS[1:])))
    is_guest = Exists(JointPart.objects.filter(meeting=OuterRef("pk"), is_host=False))
    about_a_topic = Exists(Meeting.topics.through.objects.filter(meeting=OuterRef("pk")))
    totals = (
        rows.annotate(is_guest=is_guest, is_session=about_a_topic)
        .order_by()
        .values(*KEYS)
        .annotate(
            meetings=Count("pk"),
            activities=Count("pk", filter=Q(is_guest=False)),
            sessions=Count("pk", filter=Q(is_session=True)),
        )
        .order_by(*KEYS)
    )
    found, is_more = first_of(totals, asked)
    return Meetings(
        reach=reach_of(reader),
        next=next_of(path, asked, _mark(found[-1]) if is_more else None),
        items=[
            MeetingTotal(
                month=f"{row['month']:%Y-%m}",
                commune_code=split_id(row["commune"])[1],
                group_kind=row["group_kind"],
                meeting_kind=row["kind"],
                meetings=row["meetings"],
                activities=row["activities"],
                sessions=row["sessions"],
            )
            for row in found
        ],
    )


def _asked(asked: MeetingsAsked, reader: User) -> Q:
    found = Q()
    if place := place_asked(asked.area, reader):
        low, high = code_range(place)
        found &= Q(group__area_id__gte=low, group__area_id__lt=high)
    if asked.kind:
        found &= Q(group__kind=asked.kind)
    if asked.meeting_kind:
        found &= Q(kind=asked.meeting_kind)
    if asked.since:
        found &= Q(held_on__gte=first_day(asked.since, "since"))
    if asked.until:
        last = first_day(asked.until, "until")
        found &= Q(held_on__lt=_month_after(last))
    if asked.after:  # the months before need not be looked at
        found &= Q(held_on__gte=first_day(asked.after.split(".")[0], "after"))
    return found


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _month_after(day: date) -> date:
    """The first day of the next month; the last month that there is has none."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) if (day.year, day.month) < (9999, 12) else date.max


def _mark(row: dict[str, object]) -> str:
    return f"{row['month']:%Y-%m}.{row['commune']}.{row['group_kind']}.{row['kind']}"
