"""Spreadsheets brought into the register: a run, and what became of each of its rows."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class ImportRun(models.Model):
    """One file: a draft while it is being looked at, applied when its facts are in the register.

    Seen by its maker alone. An import that is dropped or undone leaves no row but that of the journal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=120)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_applied = models.BooleanField(default=False)
    applied_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    traces = models.JSONField(default=dict, blank=True)
    """What the undo needs: ids made, values before, and how many rows hung on each record when the import ended."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["created_by", "created_at", "id"], name="import_by_maker")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_applied=False, applied_at__isnull=True) | Q(is_applied=True, applied_at__isnull=False),
                name="applied_import_has_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportedRow(models.Model):
    """A row of the file and the answer of the check. The cells are kept only until the import is applied or dropped."""

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

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_row_per_import_and_number")]

    def __str__(self) -> str:
        return f"row {self.number}"
