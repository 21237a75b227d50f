"""Results of surveys in the demo, codes of donors, and a quarter that was reported."""

from datetime import date, timedelta

from accounts.models import User
from places.models import AdminArea
from reports.actions.freezing import freeze_quarter
from reports.keeping.filling import fill_missing
from reports.models import FrozenQuarter, Indicator, SurveyResult
from reports.quarters import Quarter

DONOR_CODES = {
    "mechanisms": {"EU": "1.1", "Sida": "OC-2"},
    "children_protect": {"EU": "2.1", "Plan": "CPiE-04"},
    "caregivers_practise": {"EU": "3.1", "Sida": "OC-3"},
    "officials_trained": {"EU": "4.2"},
}
FOUND = ((540, 2100, 240), (360, 2800, 260), (180, 3300, 310), (60, 3900, 300))
"""Days ago, people found and people asked, of the surveys of one province; the others are smaller."""


def add_results(today: date) -> int:
    """Two surveys a year in the first province, one in two others."""
    for code, codes in DONOR_CODES.items():
        Indicator.objects.filter(code=code).update(donor_codes=codes)
    indicator = Indicator.objects.filter(code="caregivers_practise").first()
    provinces = list(AdminArea.objects.filter(level=AdminArea.PROVINCE, is_active=True).order_by("id")[:3])
    if indicator is None:
        return 0
    rows = []
    for turn, province in enumerate(provinces):
        for days, value, asked in FOUND if turn == 0 else FOUND[turn::3]:
            rows.append(
                SurveyResult(
                    indicator=indicator,
                    area=province,
                    held_on=today - timedelta(days=days + turn * 9),
                    value=value // (turn + 1),
                    method=SurveyResult.Method.SURVEY if turn < 2 else SurveyResult.Method.OBSERVATION,
                    sample_size=asked,
                    evidence="ភាគរយនៃគ្រួសារដែលអនុវត្ត គុណនឹងចំនួនគ្រួសារ",
                    carried_out_by="ក្រុមតាមដាន និងវាយតម្លៃ",
                )
            )
    SurveyResult.objects.bulk_create(rows)
    return len(rows)


def report_last_quarter(today: date) -> FrozenQuarter:
    """What a donor opens on the first day."""
    fill_missing()
    officer = User.objects.filter(username="programme-officer").first()
    return freeze_quarter(quarter=Quarter.of(today).before, by=officer)
