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
