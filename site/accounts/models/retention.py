"""How long data is kept where somebody changed a term, and what each night erased."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..scoping import ScopedQuerySet


class RetentionTerm(models.Model):
    """A term as somebody set it; the newest row of a key stands, and without one what the house began with.

    Rows are only ever added: what was kept for how long, and why, can be read back.
    """

    key = models.CharField(_("data"), max_length=30)
    number = models.PositiveSmallIntegerField(_("how long"))
    reason = models.CharField(_("reason"), max_length=300)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("changed term")
        verbose_name_plural = _("changed terms")
        indexes = [models.Index(fields=["key", "-id"], name="term_by_key")]
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="a_term_is_one_or_more")]

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"


class RetentionRun(models.Model):
    """One night's work: how many rows each rule erased or turned to counts, and how far it is. No name, no id.

    A run without an end was broken off; the next start goes on with it.
    """

    on = models.DateField(_("night of"), unique=True)
    began_at = models.DateTimeField(_("began"))
    last_at = models.DateTimeField(_("last heard of"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    counts = models.JSONField(default=dict)
    """How many, by the key of the rule."""
    forecast = models.JSONField(default=dict)
    """What falls due within a year, as it was counted when the night ended (``retention.forecast``)."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("night of the retention")
        verbose_name_plural = _("nights of the retention")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_at__gte=F("began_at")) & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at"))),
                name="retention_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"retention {self.on}"

    @property
    def erased(self) -> int:
        return sum(self.counts.values())
