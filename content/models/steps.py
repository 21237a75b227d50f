"""What a translation was last known to say the same as."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class InStep(models.Model):
    """Somebody compared a translation with its source: what the source said then, passage by passage.

    The texts are kept, not a revision: revisions are purged, and the comparison must still be possible.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="in_step", verbose_name=_("page"))
    source_language = models.CharField(_("language of the source"), max_length=12)
    passages = models.JSONField(_("what the source said"), default=list)
    compared_at = models.DateTimeField(_("compared at"))
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    page.wagtail_reference_index_ignore = True
    compared_by.wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("translation in step")
        verbose_name_plural = _("translations in step")

    def __str__(self) -> str:
        return f"#{self.page_id} {self.source_language}"
