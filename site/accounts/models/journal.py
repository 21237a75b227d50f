"""The journal's table."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scoping import ScopedQuerySet


class JournalQuerySet(ScopedQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-pk")


class JournalEntry(models.Model):
    """One line: who did or read what, when. Ids and words of closed sets only; it outlives what it tells of."""

    class Kind(models.TextChoices):
        WRITE = "write", _("changed")
        READ = "read", _("read")
        REFUSED = "refused", _("refused")
        SECURITY = "security", _("security")

    at = models.DateTimeField(_("when"), db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    verb = models.CharField(_("what"), max_length=60)
    actor = models.ForeignKey(
        "accounts.User",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    people = models.PositiveIntegerField(_("people shown"), default=0)
    details = models.JSONField(default=dict, blank=True)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            models.Index(fields=["about_type", "about_id", "-id"], name="journal_about"),
            models.Index(fields=["actor", "-id"], name="journal_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_type}:{self.about_id}"


class JournalSeal(models.Model):
    """A seal over a batch of lines: what each line was, and the chain that leads from the first batch to this one.

    ``leaves`` holds the number and the digest of each line; ``missing`` the numbers of the range whose lines were not
    there yet, because they belong to a transaction that was still open, or to one that failed. The lines of a batch
    may be forgotten when their term is over; its seal stays, so that the chain still holds.
    """

    number = models.PositiveBigIntegerField(unique=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    leaves = models.BinaryField(blank=True)
    missing = models.JSONField(default=list, blank=True)
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    mark = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_index=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    forgotten_mark = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("seal of the journal")
        verbose_name_plural = _("seals of the journal")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(forgotten_at__isnull=True, forgotten_mark="")
                | models.Q(forgotten_at__isnull=False) & ~models.Q(forgotten_mark=""),
                name="forgotten_batch_says_when_and_by_whose_key",
            ),
            models.CheckConstraint(condition=models.Q(lines__gt=0), name="sealed_batch_has_lines"),
        ]

    def __str__(self) -> str:
        return f"{self.number}:{self.head}"
