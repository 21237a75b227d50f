"""Calls to groups that have gone quiet."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class GroupCallQuerySet(ScopedQuerySet):
    def newest_first(self) -> "GroupCallQuerySet":
        return self.order_by("-called_on", "-created_at", "pk")


class GroupCall(models.Model):
    """Somebody of the programme asked why a group does not meet. There is no room for words about a child."""

    class Outcome(models.TextChoices):
        WILL_MEET = "will_meet", _("They will meet soon")
        HAS_MET = "has_met", _("They met; the record is missing")
        NEEDS_HELP = "needs_help", _("They need help from us")
        HAS_STOPPED = "has_stopped", _("The group has stopped")
        NOT_REACHED = "not_reached", _("Nobody was reached")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="calls", verbose_name=_("group")
    )
    called_on = models.DateField(_("called on"))
    outcome = models.CharField(_("what came of it"), max_length=20, choices=Outcome)
    next_call_on = models.DateField(_("next call on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = GroupCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call to a group")
        verbose_name_plural = _("calls to groups")
        indexes = [models.Index(fields=["group", "called_on"], name="call_by_group")]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_call_on__isnull=True) | Q(next_call_on__gt=F("called_on")),
                name="next_call_comes_after_the_call",
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.called_on}"
