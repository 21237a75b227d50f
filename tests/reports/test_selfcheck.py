"""Parts that do not come to the total they stand beside."""

import pytest

from reports.selfcheck import Stated, stated_in, unequal
from tests.factories.reports import make_frozen, make_frozen_cell, make_indicator

PUBLISHED = (
    Stated("children", 1976, {"girls": 1272, "boys": 704}),
    Stated("adults", 6839, {"women": 4039, "men": 2800}),
    Stated("youth", 749, {"women": 527, "men": 222}),
    Stated("people reached", 9565, {"children": 1976, "adults": 6839, "youth": 749}),
)
"""What a partner published for the year 2020–21."""


def test_published_total_that_is_one_too_many_is_found_and_nothing_else():
    assert [(one.name, one.off_by) for one in unequal(PUBLISHED)] == [("people reached", 1)]


@pytest.mark.django_db
def test_a_frozen_quarter_whose_provinces_do_not_come_to_the_country_is_found():
    frozen, right, wrong = make_frozen(), make_indicator(code="right"), make_indicator(code="wrong")
    for indicator, country in ((right, 9), (wrong, 10)):
        make_frozen_cell(frozen=frozen, indicator=indicator, to_date=country)
        for area, number in (("mef05", 4), ("mef16", 5)):
            make_frozen_cell(frozen=frozen, indicator=indicator, area=area, level=1, to_date=number)
    assert [(one.name, one.off_by) for one in unequal(stated_in(frozen))] == [("wrong", 1)]
