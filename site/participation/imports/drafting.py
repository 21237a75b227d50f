"""A file becomes a draft: its rows with the answer of the check, and nothing yet in the register."""

from django.db import transaction

from accounts import journal
from accounts.models import User

from ..models import ImportedRow, ImportRun
from .checking import check
from .reading import read_rows
from .refusals import AlreadyApplied

LONGEST_NAME = 120


@transaction.atomic
def draft_import(*, content: bytes, file_name: str, by: User) -> ImportRun:
    """Read and check a file. Earlier drafts of the same user go: their names of people are not kept for nothing."""
    findings = check(read_rows(content), by=by)
    ImportRun.objects.filter(created_by=by, is_applied=False).delete()
    run = ImportRun(file_name="".join(filter(str.isprintable, file_name))[-LONGEST_NAME:] or "-", created_by=by)
    run.full_clean()
    run.save(force_insert=True)
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                run=run,
                number=finding.row.number,
                state=finding.state,
                cells=finding.row.stored(),
                problems={**finding.doubts, **finding.problems},
            )
            for finding in findings
        ),
        batch_size=500,
    )
    journal.note("import.drafted", about=run, by=by, rows=len(findings))
    return run


@transaction.atomic
def drop_import(*, run: ImportRun, by: User) -> None:
    """Throw a draft away."""
    run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update())
    if run.is_applied:
        raise AlreadyApplied
    journal.note("import.dropped", about=run, by=by)
    run.delete()
