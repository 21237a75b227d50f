"""Texts that somebody who writes Khmer as a first language has still to approve: marked for staff, not for readers."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class NeedsNativeEditor(models.Model):
    """Stands before ``Page`` among the parents of a page whose shipped text is ours."""

    needs_native_editor = models.BooleanField(
        _("needs a native editor"),
        default=False,
        help_text=_("Take this away once somebody who writes Khmer as a first language has approved the text."),
    )

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        title = super().get_admin_display_title()
        return gettext("%(title)s (needs a native editor)") % {"title": title} if self.needs_native_editor else title
