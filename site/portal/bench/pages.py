"""Every list of the desk: its first page and one from its middle; and the pages that look over all groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry, RoleGrant, User
from accounts.models.users import BY_NAME
from accounts.paging import date_key
from accounts.roles import Capability
from participation.actions.gaps import look_for_gaps
from participation.forms.group_filter import ORDERS
from participation.gaps import all_gaps
from participation.models import Ask, CommunityGroup, FoundGap, ImportRun, Kind, Meeting, School
from participation.models.group import CommunityGroupQuerySet
from participation.reads.calls import quiet_groups
from participation.reads.consents import awaited_rows, ending_rows
from participation.reads.facilitators import known_facilitators
from participation.reads.kept import COUNTERS, count_and_keep
from participation.reads.likenesses import with_a_likeness
from people.models import Person
from portal.bench.reader import new_reader

ROWS_OF_A_PAGE = 50
HALF_WAY = UUID(int=1 << 127)
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list: its name, how many rows the list has, its address, and what is posted to it, if anything."""

    name: str
    rows: int
    path: str
    posted: dict[str, str] | None = None


def reader_of_all() -> User:
    """Somebody who sees every list: a programme officer for the whole country who also keeps accounts and safety."""
    user, _secret = new_reader()
    for role in ("administrator", "safeguarding_officer"):
        RoleGrant.objects.create(user=user, role=role, began_on=timezone.localdate())
    return user


def fill_lists_of_use(user: User) -> None:
    """Lists that grow with use, not with the demo: as many lines and own imports as there are groups, and a hundred.

    What the job worker keeps of many groups is counted and looked for, as it is on a portal in use.
    """
    number, now = CommunityGroup.objects.count() + 2 * ROWS_OF_A_PAGE, timezone.now()
    JournalEntry.objects.bulk_create(
        (
            JournalEntry(at=now, kind="read", verb="page.refused", actor=user, details={"view": "groups:page"})
            for _ in range(number)
        ),
        batch_size=AT_ONCE,
    )
    ImportRun.objects.bulk_create(
        (ImportRun(file_name=f"roster-{turn}.xlsx", created_by=user) for turn in range(number)), batch_size=AT_ONCE
    )
    for name in COUNTERS:
        count_and_keep.func(name, user.pk, Capability.SEE_GROUPS.value)
    look_for_gaps()
    with connection.cursor() as cursor:  # as a database does by itself once there are so many new rows
        for model in (JournalEntry, ImportRun, FoundGap):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def pages_of(user: User) -> Iterator[ListPage]:
    """The first and a middle page of every list, and pages with figures of all that the reader reaches."""
    groups = CommunityGroup.objects.visible_to(user)
    dated = groups.annotate(met_key=date_key("last_met_on"))
    yield from _both("groups by place", "groups:list", groups, ORDERS["place"])
    yield from _both("groups by name", "groups:list", groups, ORDERS["name"], "sort=name&")
    yield from _both("groups by meeting", "groups:list", dated, ORDERS["last"], "sort=last&")
    clubs = groups.of_kind(Kind.CLUB)
    yield from _both("clubs by place", "groups:list", clubs, ORDERS["place"], "kind=club&")
    yield from _both("meetings", "meetings:list", Meeting.objects.visible_to(user), ("-held_on", "-slot", "-pk"))
    yield from _both("asks", "asks:list", Ask.objects.visible_to(user), ("-created_at", "-pk"))
    schools = School.objects.visible_to(user)
    yield from _both("schools", "schools:list", schools, ("area_id", "name_key", "pk"))
    yield from _both("facilitators", "facilitations:list", known_facilitators(user), BY_NAME)
    yield from _accounts(user)
    yield from _journal(user)
    yield from _both("imports", "imports:list", ImportRun.objects.visible_to(user), ("-created_at", "-pk"))
    yield from _both("consents that end", "consents:list", ending_rows(user), ("valid_until", "pk"))
    yield from _both("consents awaited", "consents:list", awaited_rows(user), ("created_at", "pk"), "show=awaited&")
    yield from _gaps(groups)
    yield from _both("call list", "calls:list", quiet_groups(user), ("overdue_after", "pk"))
    yield from _likenesses(user)
    yield ListPage("projects", 0, reverse("projects:list"))
    yield ListPage("people searched", 0, reverse("people:search"), {"q": "sok"})
    yield ListPage("people, none found", 0, reverse("people:search"), {"q": "zorro"})
    group = groups.filter(kind=Kind.CLUB, status="active").order_by("code").first()
    if group is not None:
        yield ListPage("one group", 0, reverse("groups:page", args=[group.pk]))
        yield ListPage("its history", 0, reverse("groups:history", args=[group.pk]))
        yield ListPage("its meetings", 0, f"{reverse('meetings:list')}?group={group.pk}")
    yield ListPage("calendar", 0, reverse("planning:month"))
    yield ListPage("desk with its figures", 0, reverse("desk"))


def _both(name: str, view: str, rows: QuerySet, keys: tuple[str, ...], asked: str = "") -> Iterator[ListPage]:
    number, address = rows.count(), reverse(view)
    yield ListPage(f"{name}, first", number, f"{address}?{asked}")
    if number > 2 * ROWS_OF_A_PAGE:
        middle = rows.order_by(*keys).values_list("pk", flat=True)[number // 2]
        yield ListPage(f"{name}, middle", number, f"{address}?{asked}after={middle}")


def _accounts(user: User) -> Iterator[ListPage]:
    """What is asked of this list is posted."""
    rows = User.objects.visible_to(user).filter(is_active=True)
    for page in _both("accounts", "accounts:list", rows, BY_NAME):
        address, _sign, mark = page.path.partition("?after=")
        yield ListPage(page.name, page.rows, address, {"after": mark} if mark else None)


def _journal(user: User) -> Iterator[ListPage]:
    rows = JournalEntry.objects.visible_to(user)
    number, address = rows.count(), reverse("journal:list")
    yield ListPage("journal, first", number, address)
    middle = rows.order_by("pk").values_list("pk", flat=True)[number // 2]
    yield ListPage("journal, middle", number, f"{address}?after={middle}")


def _gaps(groups: CommunityGroupQuerySet) -> Iterator[ListPage]:
    """A work list for each gap, in the order of places as all lists of groups."""
    for gap in all_gaps():
        rows = gap.narrow(groups, timezone.localdate())
        yield from _both(f"gap {gap.key}", "councils:gaps", rows, ORDERS["place"], f"show={gap.key}&")


def _likenesses(user: User) -> Iterator[ListPage]:
    """People are looked at in the order of their ids; counting who is like another would take as long as the list."""
    people, address = Person.objects.editable_by(user), reverse("likenesses:list")
    number = people.count()
    yield ListPage("likenesses, first", number, address)
    middle = with_a_likeness(people.filter(pk__gte=HALF_WAY)).order_by("pk").values_list("pk", flat=True).first()
    if middle is not None:
        yield ListPage("likenesses, middle", number, f"{address}?after={middle}")
