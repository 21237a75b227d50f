"""A quarter as it is reported: frozen with its date, its rules and all its cells. What is frozen never changes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from accounts import journal
from accounts.models import User
from participation.models import CountDelta
from people.models import PersonMerge

from ..formulas import formula_of, rule_of
from ..keeping.filling import fill_missing
from ..keeping.folding import fold
from ..models import FrozenCell, FrozenQuarter, Indicator, KeptCell, ShownFigure, SurveyResult
from ..quarters import Quarter
from ..refusals import NothingChanged, QuarterNotOver
from ..showing import shown_figures

COPIED = ("indicator_id", "project", "area", "level", "sex", "age_group", "difficulty", "part")


@transaction.atomic
def freeze_quarter(*, quarter: Quarter, by: User | None, note: str = "") -> FrozenQuarter:
    """Keep a quarter as it stands now: its first version, or a new one where something has changed since."""
    if quarter.ended_on >= timezone.localdate():
        raise QuarterNotOver
    fill_missing()
    fold(look=True)
    before = FrozenQuarter.objects.filter(quarter=str(quarter)).order_by("-version").first()
    indicators = list(Indicator.objects.active().in_order().select_related("topic"))
    frozen = FrozenQuarter(
        quarter=str(quarter),
        version=before.version + 1 if before else 1,
        frozen_by=by,
        note=note,
        rules={indicator.code: rule_of(indicator) for indicator in indicators},
    )
    frozen.full_clean(exclude={"rules", "reasons"})
    frozen.save(force_insert=True)
    _copy_cells(frozen, quarter, indicators)
    if before is not None:
        if before.rules == frozen.rules and not differs(before, frozen):
            raise NothingChanged
        frozen.reasons = _reasons(before, frozen, quarter)
        frozen.save(update_fields=["reasons"])
    ShownFigure.objects.bulk_create(shown_figures(frozen), batch_size=500)
    journal.note("quarter.frozen", about=frozen, by=by, quarter=str(quarter), version=frozen.version)
    return frozen


def differs(before: FrozenQuarter, after: FrozenQuarter) -> bool:
    """Whether any cell of two versions is not the same."""
    of_both = FrozenCell.objects.filter(frozen__in=[before, after]).order_by().values(*COPIED)
    told = of_both.annotate(
        was=Sum("to_date", filter=Q(frozen=before), default=0),
        now=Sum("to_date", filter=Q(frozen=after), default=0),
        was_new=Sum("value", filter=Q(frozen=before), default=0),
        now_new=Sum("value", filter=Q(frozen=after), default=0),
    )
    return told.filter(~Q(was=F("now")) | ~Q(was_new=F("now_new"))).exists()


def _copy_cells(frozen: FrozenQuarter, quarter: Quarter, indicators: Iterable[Indicator]) -> None:
    """In the database, whatever their number: what adds up is summed, what stands at an end is taken from it."""
    summed = [indicator.pk for indicator in indicators if formula_of(indicator).adds_up]
    standing = [indicator.pk for indicator in indicators if not formula_of(indicator).adds_up]
    this, last = str(quarter), str(quarter.before)
    of_quarter = "SUM(CASE WHEN quarter = %s THEN value ELSE 0 END)"
    _copy(frozen, summed, value=of_quarter, to_date="SUM(value)", values=[this], where="quarter <= %s", limits=[this])
    _copy(
        frozen,
        standing,
        value=f"{of_quarter} - {of_quarter}",
        to_date=of_quarter,
        values=[this, last, this],
        where="quarter IN (%s, %s)",
        limits=[this, last],
    )


def _copy(
    frozen: FrozenQuarter, indicators: list[int], *, value: str, to_date: str, values: list, where: str, limits: list
) -> None:
    if not indicators:
        return
    columns, places = ", ".join(COPIED), ", ".join(["%s"] * len(indicators))
    key = FrozenQuarter._meta.pk.get_db_prep_value(frozen.pk, connection)
    is_postgresql = connection.vendor == "postgresql"
    statement = (
        f"INSERT INTO {FrozenCell._meta.db_table} (frozen_id, {columns}, value, to_date)"  # noqa: S608 — own tables
        f" SELECT {'CAST(%s AS uuid)' if is_postgresql else '%s'}, {columns}, {value}, {to_date}"
        f" FROM {KeptCell._meta.db_table} WHERE {where} AND indicator_id IN ({places}) GROUP BY {columns}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(key) if is_postgresql else key, *values, *limits, *indicators])


def _reasons(before: FrozenQuarter, after: FrozenQuarter, quarter: Quarter) -> dict[str, object]:
    """What came since, as numbers: the page puts them into words."""
    since: datetime = before.frozen_at
    steps = CountDelta.objects.filter(at__gt=since, held_on__lte=quarter.ended_on)
    own = steps.filter(held_on__gte=quarter.began_on)
    merges = PersonMerge.objects.filter(merged_at__gt=since)
    return {
        "recorded": own.filter(meetings=1).count(),
        "recorded_earlier": steps.filter(meetings=1, held_on__lt=quarter.began_on).count(),
        "withdrawn": steps.filter(meetings=-1).count(),
        "corrected": steps.filter(meetings=0).count(),
        "merged": merges.standing().count(),
        "unmerged": PersonMerge.objects.filter(undone_at__gt=since, merged_at__lte=since).count(),
        "surveys": SurveyResult.objects.filter(held_on__lte=quarter.ended_on)
        .filter(Q(entered_at__gt=since) | Q(taken_back_at__gt=since))
        .count(),
        "rules": sorted(code for code, rule in after.rules.items() if before.rules.get(code, rule) != rule),
        "added": sorted(after.rules.keys() - before.rules.keys()),
        "removed": sorted(before.rules.keys() - after.rules.keys()),
    }
