"""Spreadsheets brought into the register: a run, and what became of each of its rows."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class ImportRunQuerySet(ScopedQuerySet):
    def hold(self, run: "ImportRun") -> None:
        """Keep others from the run until the transaction ends, and read it anew; it may be gone or not of this set."""
        run.refresh_from_db(from_queryset=self.select_for_update())


class ImportRun(models.Model):
    """One file: a draft while it is being looked at, applied when its facts are in the register.

    Seen by its maker alone. An import that is dropped or undone leaves no row but that of the journal. What the job
    worker does with it is its ``task``, how far that is its ``stage``: a check, then perhaps the import, then perhaps
    the undo. A task that failed leaves the import as it was before it, and a sentence.
    """

    class Task(models.TextChoices):
        CHECK = "check", _("Check")
        APPLY = "apply", _("Import")
        UNDO = "undo", _("Undo")

    class Stage(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("In progress")
        DONE = "done", _("Done")
        FAILED = "failed", _("Not done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=20, default="register", editable=False)
    """What its rows are about: the key of a subject (``imports.registry``)."""
    file_name = models.CharField(_("file"), max_length=120)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_applied = models.BooleanField(default=False)
    applied_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    task = models.CharField(_("task"), max_length=10, choices=Task, default=Task.CHECK)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DONE)
    stage_at = models.DateTimeField(null=True, blank=True)
    """When the worker was last heard of."""
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    failure = models.TextField(_("why it was not done"), blank=True)
    job = models.UUIDField(null=True, blank=True, editable=False)
    """The one job that may work on it: an earlier one that turns up late finds another number and stops."""
    hanging = models.JSONField(default=dict, blank=True)
    """For the undo: how many rows of each kind hung on the records made when the import ended."""

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["created_by", "created_at", "id"], name="import_by_maker")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_applied=False, applied_at__isnull=True) | Q(is_applied=True, applied_at__isnull=False),
                name="applied_import_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(stage="failed") & ~Q(failure="") | ~Q(stage="failed") & Q(failure=""),
                name="import_that_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def is_busy(self) -> bool:
        """The worker has it, or is about to."""
        return self.stage in (self.Stage.WAITING, self.Stage.WORKING)

    @property
    def is_ready(self) -> bool:
        """Checked, and neither imported nor on the way to it."""
        is_checked = (self.task, self.stage) != (self.Task.CHECK, self.Stage.FAILED)
        return is_checked and not self.is_applied and not self.is_busy


class ImportedFile(models.Model):
    """The uploaded file until the worker has read it."""

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")

    def __str__(self) -> str:
        return f"file of {self.run_id}"


class ImportedRow(models.Model):
    """A row of the file and the answer of the check. The cells are kept only until the import is applied or dropped."""

    class Choice(models.TextChoices):
        SAME = "same", _("The same person")
        OTHER = "other", _("Somebody else")
        OUT = "out", _("Leave out")

    class State(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        DUPLICATE = "duplicate", _("Perhaps here already")
        REFUSED = "refused", _("Refused")
        KNOWN = "known", _("Here already")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    cells = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=dict, blank=True)
    likes = models.JSONField(default=list, blank=True)
    """Whom a newcomer may be: ``{"person": id, "percent": 96}``, or ``{"row": 7}`` for a row before."""
    choice = models.CharField(_("decision"), max_length=10, choices=Choice, blank=True)
    same_as_person = models.UUIDField(null=True, blank=True)
    same_as_row = models.PositiveIntegerField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_row_per_import_and_number"),
            models.CheckConstraint(
                condition=Q(choice="same", same_as_person__isnull=False, same_as_row__isnull=True)
                | Q(choice="same", same_as_person__isnull=True, same_as_row__isnull=False)
                | ~Q(choice="same") & Q(same_as_person__isnull=True, same_as_row__isnull=True),
                name="imported_row_that_is_the_same_says_as_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}"


class ImportTraceQuerySet(ScopedQuerySet):
    def made(self) -> Self:
        """What the import brought."""
        return self.filter(is_made=True)

    def changed(self) -> Self:
        """What was there before it."""
        return self.filter(is_made=False)

    def records(self, kind: str) -> QuerySet:
        """The ids of the records of a kind, to be asked for in another query."""
        return self.filter(kind=kind).values("record")


class ImportTrace(models.Model):
    """A record that an import made or changed, for the undo: as the import left it, and as it stood before.

    A row for each, so that neither the import nor its undo has to hold all of them at once. The record may be gone
    when its trace still stands: that is one of the things that the undo looks at.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("group")
        PERSON = "person", _("person")
        MEMBERSHIP = "membership", _("membership")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="traces", db_index=False)
    kind = models.CharField(max_length=10)
    """One of ``Kind`` for the register; a subject of another package has its own words."""
    record = models.UUIDField()
    is_made = models.BooleanField()
    version = models.PositiveIntegerField(null=True, blank=True)
    """Of a group or a person, when the import ended."""
    post = models.PositiveBigIntegerField(null=True, blank=True)
    """Of a membership that the import made."""
    before = models.JSONField(null=True, blank=True)
    """The columns of a record that the import changed, as they stood."""
    after = models.JSONField(null=True, blank=True)
    """The columns of a membership that the import changed, as it left them."""
    opened = models.UUIDField(null=True, blank=True)
    """The membership that goes on from one that the import ended."""

    objects = ImportTraceQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace of an import")
        verbose_name_plural = _("traces of imports")
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "record"], name="one_trace_per_import_and_record"),
            models.CheckConstraint(
                condition=Q(is_made=True, before__isnull=True) | Q(is_made=False, before__isnull=False),
                name="changed_record_has_its_columns_of_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
