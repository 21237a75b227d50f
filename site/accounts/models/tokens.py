"""Keys with which other systems read numbers of the portal."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..api.scopes import SHORT, ApiScope
from ..scoping import ScopedQuerySet

PREFIX = "ccpr_"
"""With it a key begins, so that whoever searches logs and files for lost keys knows one when they see it."""
SHOWN = len(PREFIX) + 4
"""How many of its first signs are kept readable, to tell one key from another."""
ENDS_SOON = timedelta(days=14)
UNUSED = timedelta(days=90)


class ApiTokenQuerySet(ScopedQuerySet):
    def working(self, on: date) -> Self:
        """Neither ended nor run out on a day; whether their makers still may, is asked at each use."""
        return self.filter(ended_at__isnull=True, expires_on__gte=on)

    def idle(self, on: date) -> Self:
        """Those that nobody has used for long."""
        before = on - UNUSED
        return self.filter(Q(last_used_on__lt=before) | Q(last_used_on__isnull=True, made_on__lt=before))

    def newest_first(self) -> Self:
        return self.order_by("-made_on", "-pk")


class ApiToken(models.Model):
    """A key of one other system: it reads, in its maker's name, what its maker may see, and never a name.

    Only a hash of the key is kept. ``area``: how far it goes at most; nothing stands for all of Cambodia. What its
    maker may no longer see, the key does not see either.
    """

    class State(models.TextChoices):
        WORKING = "working", _("In use")
        ENDS_SOON = "ends_soon", _("Runs out soon")
        IDLE = "idle", _("Not used for long")
        ASLEEP = "asleep", _("Opens nothing: its maker no longer may")
        EXPIRED = "expired", _("Has run out")
        ENDED = "ended", _("Ended")

    system = models.CharField(_("system that reads"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300)
    scopes = models.JSONField(_("what it reads"))
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    begins_with = models.CharField(_("begins with"), max_length=SHOWN, editable=False)
    made_on = models.DateField(_("made on"))
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    expires_on = models.DateField(_("works until"))
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    told_end_on = models.DateField(null=True, blank=True, editable=False)
    """When its maker heard that it runs out soon."""
    told_idle_on = models.DateField(null=True, blank=True, editable=False)
    """When its maker heard that nobody uses it."""

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("key for another system")
        verbose_name_plural = _("keys for other systems")
        indexes = [models.Index(fields=["-made_on", "-id"], name="token_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("made_on")), name="token_runs_out_after_the_day_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
                name="token_that_somebody_ended_has_ended",
            ),
            models.CheckConstraint(condition=~Q(system="") & ~Q(reason=""), name="token_says_for_whom_and_why"),
        ]

    def __str__(self) -> str:
        return f"key #{self.pk}"

    @property
    def scope_labels(self) -> list[str]:
        """What it reads in words, in the order of the list; a word that has left the list is left out."""
        return [str(SHORT[scope]) for scope in ApiScope if scope in self.scopes]

    def works_on(self, day: date) -> bool:
        return self.ended_at is None and self.expires_on >= day

    def state_on(self, day: date) -> "ApiToken.State":
        """How it stands by itself; whether its maker still may, is for who asks."""
        if self.ended_at is not None:
            return self.State.ENDED
        if self.expires_on < day:
            return self.State.EXPIRED
        if self.expires_on - day <= ENDS_SOON:
            return self.State.ENDS_SOON
        is_idle = (self.last_used_on or self.made_on) < day - UNUSED
        return self.State.IDLE if is_idle else self.State.WORKING
