"""What set-up did to a database. It lies in the database that it tells of, so a restored copy still knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SetUpStep(models.Model):
    """One step of set-up that this database has behind it, and from which source."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    source = models.CharField(_("digest of what it was made from"), max_length=64, blank=True)
    done_at = models.DateTimeField(_("done at"), auto_now=True)

    class Meta:
        verbose_name = _("set-up step")
        verbose_name_plural = _("set-up steps")

    def __str__(self):
        return self.name
