"""Who answers what children ask for."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from khmertext.languages import in_language


class DutyBearer(models.Model):
    """A kind of body that must answer, such as the commune council. Seeded from code, edited by an administrator."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_km = models.CharField(_("name in Khmer"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    position = models.PositiveSmallIntegerField(
        _("position in lists"), default=50, validators=[MaxValueValidator(9999)]
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("duty-bearer")
        verbose_name_plural = _("duty-bearers")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self, "name")
