"""What protection adds to the nightly retention: hand-over notes go; who was trained lately keeps the name."""

from django.utils.translation import gettext_lazy as _

from accounts.retention.rules import Sweep, register_sweep
from participation.retention.identity import register_belonging

from .actions.hand_over_terms import forget_notes
from .models import TrainingPlace


def register_all() -> None:
    """Called once, when the apps are ready. How many notes went is told nowhere: few of them would say something."""
    label = _("Hand-over notes past their term are deleted")
    register_sweep(Sweep("hand_overs", label, "hand_overs", forget_notes, is_counted=False))
    register_belonging(TrainingPlace, "training__ended_on")
