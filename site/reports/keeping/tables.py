"""The statements that write kept counts, for the tables themselves and for the passing ones of a recount."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet

from ..formulas import FactFormula, StepFormula
from ..formulas.meetings import COLUMNS as ROW_COLUMNS
from ..formulas.sessions import COLUMNS as FACT_COLUMNS
from ..keys import Key, level_of
from ..models import CountedFact, Indicator, KeptCell, KeptTotal

CELL = ("indicator_id", "project", "quarter", "area", "level", "sex", "age_group", "difficulty", "part")
CELL_KEY = ("area", "project", "indicator_id", "quarter", "sex", "age_group", "difficulty", "part")
TOTAL = ("indicator_id", "project", "quarter", "area", "level")
TOTAL_KEY = ("level", "project", "area", "indicator_id", "quarter")
FACT = ("indicator_id", *FACT_COLUMNS)
FACT_KEY = ("key", "indicator_id", "project", "sex", "age_group", "difficulty", "part")
WORDS = ("sex", "age_group", "difficulty", "part")

type Statement = tuple[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Tables:
    """Where cells, totals and facts are written."""

    cells: str
    totals: str
    facts: str


KEPT = Tables(KeptCell._meta.db_table, KeptTotal._meta.db_table, CountedFact._meta.db_table)
FRESH = Tables("reports_fresh_cells", "reports_fresh_totals", "reports_fresh_facts")


@contextmanager
def one_look():
    """A transaction in which every question sees the register as it was at the first."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def passing_tables():
    """Empty tables of the same columns, there for as long as the counts are compared."""
    models_of = {FRESH.cells: (KeptCell, CELL_KEY), FRESH.totals: (KeptTotal, TOTAL_KEY)}
    models_of[FRESH.facts] = (CountedFact, FACT_KEY)
    with connection.cursor() as cursor:
        for table, (model, key) in models_of.items():
            columns = ", ".join(_columns(model))
            cursor.execute(
                f"CREATE TEMPORARY TABLE {table} AS SELECT {columns} FROM {model._meta.db_table} WHERE 1 = 0"  # noqa: S608
            )
            cursor.execute(f"CREATE UNIQUE INDEX {table}_key ON {table} ({_list(key)})")
        yield
        for table in models_of:
            cursor.execute(f"DROP TABLE {table}")


def _columns(model: type[models.Model]) -> list[str]:
    quote = connection.ops.quote_name
    return [quote(field.column) for field in model._meta.concrete_fields if not field.primary_key]


def _list(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _adding(table: str, columns: Sequence[str], key: Sequence[str], source: str) -> str:
    """Insert, or add to what stands in the cell already."""
    return (
        f"INSERT INTO {table} ({_list(columns)}, value) {source}"  # noqa: S608 — own tables
        f" ON CONFLICT ({_list(key)}) DO UPDATE SET value = {table}.value + excluded.value"
    )


# --- single numbers --------------------------------------------------------------------------------------------------
def add(changes: Mapping[tuple[int, str, Key], int], *, to: Tables = KEPT) -> None:
    """Add to cells, each of them named in every place it stands in; and to the totals."""
    if not changes:
        return
    totals: dict[tuple, int] = {}
    cells = []
    for (indicator, project, key), number in sorted(changes.items()):
        if number:
            place = (indicator, project, key.quarter, key.area, level_of(key.area))
            cells.append((*place, *key[2:], number))
            totals[place] = totals.get(place, 0) + number
    _add_rows(to.cells, CELL, CELL_KEY, cells)
    _add_rows(to.totals, TOTAL, TOTAL_KEY, [(*place, number) for place, number in totals.items() if number])
    if to is KEPT:
        touched = {(row[0], row[3]) for row in cells}
        for model in (KeptCell, KeptTotal):
            of = Q(indicator__in={one for one, _area in touched}, area__in={area for _one, area in touched})
            model.objects.filter(of, value=0).delete()


def _add_rows(table: str, columns: Sequence[str], key: Sequence[str], rows: list[tuple]) -> None:
    places = ", ".join(["%s"] * (len(columns) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(_adding(table, columns, key, f"VALUES ({places})"), rows)


# --- a whole indicator -----------------------------------------------------------------------------------------------
def forget(indicator: Indicator) -> None:
    """Take out all that is kept of an indicator."""
    for model in (KeptCell, KeptTotal, CountedFact):
        model.objects.filter(indicator=indicator).delete()


def write_facts(indicator: Indicator, formula: FactFormula, *, to: Tables = KEPT) -> None:
    """All facts of the register, in one statement for the programme and one for its projects."""
    for by_project in (False, True):
        for rows in formula.facts(indicator, by_project, Q()):
            statement = _statement(rows)
            if statement is not None:
                sql, values = statement
                columns = _list(f"{name}_id" if name == "indicator" else name for name in FACT)
                told = _list(FACT_COLUMNS)
                _run(
                    f"INSERT INTO {to.facts} ({columns}) SELECT %s, {told} FROM"  # noqa: S608 — own tables
                    f" ({_named(sql, FACT_COLUMNS)}) AS found",
                    [indicator.pk, *values],
                )


def write_cells_of_facts(indicator: Indicator, *, to: Tables = KEPT) -> None:
    source = f"SELECT project, quarter, area, {_list(WORDS)}, value FROM {to.facts} WHERE indicator_id = %s"  # noqa: S608
    _write_communes(indicator, source, [indicator.pk], to)
    _write_places_above(indicator, to)


def write_cells_of_steps(indicator: Indicator, formula: StepFormula, *, to: Tables = KEPT) -> None:
    """All cells counted from the register itself."""
    for by_project in (False, True):
        for rows in formula.rows(indicator, by_project):
            statement = _statement(rows)
            if statement is not None:
                _write_communes(indicator, _named(statement[0], ROW_COLUMNS), statement[1], to)
    _write_places_above(indicator, to)


def _write_communes(indicator: Indicator, source: str, values: Sequence[object], to: Tables) -> None:
    kept = ", ".join(f"found.{connection.ops.quote_name(name)}" for name in WORDS)
    level = "CASE WHEN place.level > 3 THEN 3 ELSE place.level END"
    grouped = f"found.project, found.quarter, found.area, {level}, {kept}"
    chosen = (
        f"SELECT %s, {grouped}, SUM(found.value) FROM ({source}) AS found"  # noqa: S608 — own tables
        f" JOIN places_adminarea AS place ON place.id = found.area WHERE 1 = 1 GROUP BY {grouped}"
    )
    _run(_adding(to.cells, CELL, CELL_KEY, chosen), [indicator.pk, *values])


def _write_places_above(indicator: Indicator, to: Tables) -> None:
    """Each level is the sum of the one below it, and of what was counted at that level itself; then the totals."""
    words = _list(WORDS)
    for level in (2, 1, 0):
        above = "''" if level == 0 else "SUBSTR(area, 1, LENGTH(area) - 2)"
        grouped = ", ".join(["indicator_id, project, quarter", *([above] if level else []), words])
        chosen = (
            f"SELECT indicator_id, project, quarter, {above}, {level}, {words}, SUM(value) FROM {to.cells}"  # noqa: S608
            f" WHERE indicator_id = %s AND level = {level + 1} GROUP BY {grouped}"
        )
        _run(_adding(to.cells, CELL, CELL_KEY, chosen), [indicator.pk])
    chosen = f"SELECT {_list(TOTAL)}, SUM(value) FROM {to.cells} WHERE indicator_id = %s GROUP BY {_list(TOTAL)}"  # noqa: S608
    _run(_adding(to.totals, TOTAL, TOTAL_KEY, chosen), [indicator.pk])


def _statement(rows: QuerySet) -> Statement | None:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def _named(sql: str, columns: Sequence[str]) -> str:
    """A question under the names of its columns, whatever it calls them itself."""
    return f"WITH asked ({_list(columns)}) AS ({sql}) SELECT * FROM asked"  # noqa: S608 — own question


def _run(sql: str, values: Sequence[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# --- comparing -------------------------------------------------------------------------------------------------------
def differences(indicator: Indicator, limit: int) -> dict[str, list[tuple]]:
    """Cells, totals and facts in which what is kept and what was counted anew are not the same; at most so many."""
    found: dict[str, list[tuple]] = {}
    for name, kept, fresh, columns in (
        ("cells", KEPT.cells, FRESH.cells, CELL),
        ("totals", KEPT.totals, FRESH.totals, TOTAL),
        ("facts", KEPT.facts, FRESH.facts, FACT[:-1]),
    ):
        told = _list(columns)
        sql = (
            f"SELECT {told}, SUM(kept), SUM(fresh) FROM"  # noqa: S608 — own tables
            f" (SELECT {told}, value AS kept, 0 AS fresh FROM {kept} WHERE indicator_id = %s"
            f" UNION ALL SELECT {told}, 0, value FROM {fresh} WHERE indicator_id = %s) AS both_of_them"
            f" GROUP BY {told} HAVING SUM(kept) <> SUM(fresh) ORDER BY {told} LIMIT {int(limit)}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [indicator.pk, indicator.pk])
            found[name] = cursor.fetchall()
    return found
