"""What content adds to the nightly retention: recordings whose consent has ended, and pictures allowed no more."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.retention.rules import Sweep, register_sweep

from .actions import end_releases_without_consent
from .clipping import let_go_of_ended


def register_all() -> None:
    """Called once, when the apps are ready."""
    label = _("Recordings are deleted whose consent has ended")
    register_sweep(Sweep("clips", label, "clips", lambda: let_go_of_ended(timezone.localdate())))
    label = _("Pictures are taken down that somebody on them allows no more")
    register_sweep(Sweep("pictures", label, "photos", end_releases_without_consent))
