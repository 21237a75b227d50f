"""Who answers what children ask for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .list_row import ListRow


class DutyBearer(ListRow):
    """A kind of body that must answer, such as the commune council. Seeded from code, edited by an administrator."""

    name_km = models.CharField(_("name in Khmer"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        verbose_name = _("duty-bearer")
        verbose_name_plural = _("duty-bearers")
