"""Bringing files in, without the pages and the worker."""

from fieldbook.xlsforms import KOBO
from fieldbook.xlsforms.applying import apply_import
from participation.imports.drafting import check_file, receive_file
from participation.models import ImportRun
from tests.fieldbook.xlsforms.exports import Filled, kobo_xlsx

DAY = "2026-11-10"


def uuid_of(number: int) -> str:
    return f"0b3f3a4e-0000-4000-8000-{number:012d}"


def a_meeting(reach, number=1, *, decisions=(), issues=(), **answers) -> Filled:
    """An ordinary meeting of the group here, with seven girls; ``None`` leaves an answer out."""
    told = {"was_held": "yes", "group_code": reach.group.code, "held_on": DAY, "kind": "ordinary", "girls_number": 7}
    told |= {"basis": "counted", **answers}
    return Filled(uuid_of(number), {k: v for k, v in told.items() if v is not None}, list(decisions), list(issues))


def brought(content: bytes, by, name="export.xlsx") -> ImportRun:
    """A file, looked at."""
    run = receive_file(content=content, file_name=name, by=by, subject=KOBO)
    check_file(run=run, by=by)
    return run


def applied(*filled, by) -> ImportRun:
    """Submissions looked at and recorded."""
    return apply_import(run=brought(kobo_xlsx(list(filled)), by), by=by)


def states(run) -> list[str]:
    return list(run.rows.order_by("number").values_list("state", flat=True))


def problems(run) -> list[dict]:
    return [row.problems for row in run.rows.order_by("number")]
