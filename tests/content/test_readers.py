"""The report about readings: totals, few readings only as few, for whoever edits pages."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.translation import override

from content.models import DailyReading
from content.readers import FEW, HEIGHT, readings
from tests.factories.accounts import make_user, signed_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)


def read(path: str, back: int, count: int) -> None:
    DailyReading.objects.create(path=path, day=TODAY - timedelta(days=back), count=count)


def rows() -> dict:
    return {row.path: row for row in readings(TODAY)}


def test_totals_of_a_week_and_of_a_month_stand_by_their_title(starter):
    for back, count in ((0, 10), (6, 20), (7, 40), (29, 5), (30, 1000)):
        read("/en/", back, count)
    row = rows()["/en/"]
    assert (row.title, row.week, row.month) == ("Welcome", 30, 75)
    assert (row.best_day, row.best, row.few_days) == (TODAY - timedelta(days=7), 40, 0)
    assert [bar.height for bar in row.bars][0] == round(HEIGHT * 10 / 40)
    assert max(bar.height for bar in row.bars) == HEIGHT


def test_days_of_few_readings_are_told_as_few_and_found_by_no_subtraction(starter):
    read("/km/rights/19/", 0, 3)
    read("/km/rights/19/", 2, 50)
    read("/km/rights/19/", 3, FEW - 1)
    read("/km/more/", 1, 1)
    found = rows()
    row = found["/km/rights/19/"]
    assert (row.week, row.month, row.few_days) == (50, 50, 2)
    heights = [bar.height for bar in row.bars]
    assert heights[0] == heights[2]  # three and four look alike
    assert (found["/km/more/"].week, found["/km/more/"].month) == (None, None)


def test_the_most_read_page_stands_first_and_a_lost_page_keeps_its_address(starter):
    read("/km/gone/", 0, 9)
    read("/km/", 0, 30)
    assert [(row.path, row.title) for row in readings(TODAY)] == [("/km/", "សូមស្វាគមន៍"), ("/km/gone/", "")]


def test_the_report_costs_the_same_for_one_page_and_for_three(starter, django_assert_max_num_queries):
    for number in range(3):
        read(f"/km/{number}/", 0, 9)
        with django_assert_max_num_queries(4):
            readings(TODAY)


@time_machine.travel("2026-11-28 05:00", tick=False)
@pytest.mark.parametrize("language", ["km", "en"])
def test_editors_open_the_report_and_others_do_not(starter, client, language):
    read("/en/", 0, 31)
    read("/km/more/", 0, 2)
    read("/km/more/", 1, 4)
    assert client.get("/admin/readings/").status_code == 302
    assert signed_in(make_user("donor")).get("/admin/readings/").status_code in (302, 403, 404)
    editor = signed_in(make_user("communications", language=language))
    text = editor.get("/admin/readings/").text
    with override(language):
        assert ("fewer than 5 a day" if language == "en" else "តិចជាង 5 ដងក្នុងមួយថ្ងៃ") in text
    assert ">31<" in text
    assert editor.post("/admin/readings/").status_code == 405
    assert "/admin/readings/" in editor.get("/admin/").text


def test_an_empty_report_says_so(starter):
    assert "No page was read yet" in signed_in(make_user("communications", language="en")).get("/admin/readings/").text
