"""Texts that somebody who writes Khmer as a first language has still to approve: marked for staff, not for readers."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class NeedsNativeEditor(models.Model):
    """Stands before ``Page`` among the parents of a page whose shipped text is ours.

    In the editor the mark is only shown: it goes by the act of somebody who may, never with the rest of a form.
    """

    needs_native_editor = models.BooleanField(
        _("needs a native editor"),
        default=False,
        help_text=_("The Khmer editor takes this away, beside the other language, once the text is approved."),
    )

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        title = super().get_admin_display_title()
        return gettext("%(title)s (needs a native editor)") % {"title": title} if self.needs_native_editor else title
