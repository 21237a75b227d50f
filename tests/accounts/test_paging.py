from datetime import date

import pytest

from accounts.paging import date_key, page_of
from participation.models import CommunityGroup
from tests.factories.participation import make_group
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db
BY_PLACE = ("area_id", "name_sort", "pk")


@pytest.fixture
def rows():
    """Five groups: two namesakes in one commune, and one far away."""
    for code, name in (("050601", "ខ"), ("050601", "ក"), ("050601", "ក"), ("050602", "ក"), ("100101", "ក")):
        make_group(area=make_area(code), name_km=name)
    return CommunityGroup.objects.all()


def walk(rows, keys, side, size=2):
    """All pages from one end to the other, following the links."""
    pages, asked = [], {}
    if side == "previous":
        asked = {"after": str(rows.order_by(*keys).values_list("pk", flat=True)[rows.count() - size - 1])}
    while True:
        page = page_of(rows, keys=keys, asked=asked, size=size)
        pages.append([row.pk for row in page.rows])
        mark = getattr(page, side)
        if mark is None:
            return pages
        asked = {"after" if side == "next" else "before": str(mark)}


def test_next_pages_hold_every_row_once_in_order(rows):
    order = list(rows.order_by(*BY_PLACE).values_list("pk", flat=True))
    assert walk(rows, BY_PLACE, "next") == [order[:2], order[2:4], order[4:]]


def test_previous_pages_lead_back(rows):
    order = list(rows.order_by(*BY_PLACE).values_list("pk", flat=True))
    assert walk(rows, BY_PLACE, "previous") == [order[3:], order[1:3], order[:1]]


def test_rows_without_a_date_come_first(rows):
    first = rows.first()
    rows.exclude(pk=first.pk).update(last_met_on=date(2026, 1, 1))
    keys = ("met_key", *BY_PLACE)
    dated = rows.annotate(met_key=date_key("last_met_on"))
    assert page_of(dated, keys=keys, asked={}, size=2).rows[0] == first
    assert sum(len(page) for page in walk(dated, keys, "next")) == 5


@pytest.mark.parametrize("asked", ["", "nonsense", "\x00", "0" * 32, "99999999999999999999"])
def test_mark_that_is_none_leads_to_the_first_page(rows, asked):
    first = page_of(rows, keys=BY_PLACE, asked={}, size=2)
    assert page_of(rows, keys=BY_PLACE, asked={"after": asked}, size=2) == first
    assert page_of(rows, keys=BY_PLACE, asked={"before": asked}, size=2) == first


def test_mark_outside_the_rows_leads_to_the_first_page(rows):
    foreign = rows.filter(area_id="mef100101").get()
    here = rows.filter(area_id__lt="mef10")
    assert page_of(here, keys=BY_PLACE, asked={"after": str(foreign.pk)}, size=2).previous is None


def test_page_costs_one_query(rows, django_assert_num_queries):
    mark = str(rows.order_by(*BY_PLACE)[1].pk)
    with django_assert_num_queries(1):
        page_of(rows, keys=BY_PLACE, asked={"after": mark}, size=2)


def test_no_rows_are_a_page_without_neighbours():
    page = page_of(CommunityGroup.objects.none(), keys=BY_PLACE, asked={})
    assert (page.rows, page.previous, page.next) == ([], None, None)
