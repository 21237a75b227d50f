from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import formats, translation


def rendered(template: str, language: str = "km", **values) -> str:
    with translation.override(language):
        return Template(template).render(Context(values))


def test_dates_follow_the_active_language():
    day = date(2026, 11, 23)
    assert rendered("{{ day|kh_date }}", "km", day=day) == "23 វិច្ឆិកា 2026"
    assert rendered('{{ day|kh_date:"khmer" }}', "km", day=day) == "២៣ វិច្ឆិកា ២០២៦"
    assert rendered("{{ day|kh_date }}", "en", day=day) == "23 November 2026"
    assert rendered("{{ day|kh_short_date }}", "km", day=day) == "23/11/2026"
    assert rendered("{{ day|kh_short_date }}", "en", day=day) == "23 Nov 2026"
    assert rendered("{{ day|kh_month }}", "km", day=day) == "វិច្ឆិកា 2026"


def test_months_for_scripts_follow_the_active_language():
    assert rendered("{% month_names %}", "en").startswith("January|February|")
    assert rendered("{% month_names %}", "km").split("|")[10:] == ["វិច្ឆិកា", "ធ្នូ"]


def test_moments_are_shown_in_local_time():
    moment = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    assert rendered("{{ at|kh_date }} {{ at|kh_time }}", "en", at=moment) == "23 November 2026 01:30"
    assert rendered("{{ at|kh_time }}", at=time(7, 5)) == "07:05"


def test_numbers_have_commas_in_both_languages():
    assert rendered("{{ n|kh_number }}", "km", n=12345) == "12,345"
    assert rendered("{{ n|kh_number }}", "en", n=12345) == "12,345"
    assert rendered("{{ n|kh_number }}", n=0) == "0"


@pytest.mark.parametrize("name", ["kh_date", "kh_month", "kh_short_date", "kh_time", "kh_number", "nowrap_name"])
def test_nothing_is_shown_as_nothing(name):
    assert rendered("{{ none|" + name + " }}", none=None) == ""


def test_names_stay_on_one_line_and_are_escaped():
    assert rendered("{{ n|nowrap_name }}", n="សុខ <b>") == '<span class="no-wrap">សុខ &lt;b&gt;</span>'


@pytest.mark.parametrize("language", ["km", "en"])
def test_formats_of_the_portal_are_used(language):
    with translation.override(language):
        assert formats.number_format(12345.6, decimal_pos=1, force_grouping=True) == "12,345.6"
        assert formats.get_format("SHORT_DATE_FORMAT") == "d/m/Y"
        assert formats.get_format("DATE_INPUT_FORMATS")[:2] == ["%d/%m/%Y", "%Y-%m-%d"]
