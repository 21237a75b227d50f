"""Lists that an administrator keeps: how a seat can be filled, and bodies in which councils speak."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.models.list_row import ListRow


class FillingMethod(ListRow):
    """How somebody comes to a seat, such as by ballot."""

    is_election = models.BooleanField(_("is an election"), default=False)

    class Meta:
        verbose_name = _("way to fill a seat")
        verbose_name_plural = _("ways to fill a seat")


class RepresentedBody(ListRow):
    """A body of adults in which a council speaks, such as the commune council."""

    class Meta:
        verbose_name = _("body in which councils speak")
        verbose_name_plural = _("bodies in which councils speak")
