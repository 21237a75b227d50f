"""The keys to which phones seal their records."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ServerKeyQuerySet(models.QuerySet):
    def in_use(self) -> "ServerKeyQuerySet":
        """The keys to which phones may seal today, the newest first."""
        return self.filter(retired_at__isnull=True).order_by("-made_at")


class ServerKey(models.Model):
    """The public half of a key. The private half lies in a file (``fieldbook.key_files``), not in the database."""

    kid = models.CharField(primary_key=True, max_length=64, editable=False)
    jwk = models.JSONField(editable=False)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ServerKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of the portal for phones")
        verbose_name_plural = _("keys of the portal for phones")
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(retired_at__gte=F("made_at")),
                name="server_key_retires_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return self.kid
