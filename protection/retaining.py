"""What protection adds to the nightly retention: hand-over notes go; who was trained lately keeps the name."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.retention.rules import Sweep, register_sweep
from participation.reads.person_sheet import period
from participation.retention.identity import register_belonging
from people import telling
from people.models import Person
from people.telling import Told, told_in_reach

from .actions.hand_over_terms import forget_notes
from .models import TrainingPlace


def _trainings(person: Person, user: User) -> Told:
    rows = person.trainings.select_related("training__topic")
    title = _("Trainings in which you took part")
    return told_in_reach(title, rows, user, _training, "training__began_on", "pk")


def _training(row: TrainingPlace) -> str:
    training = row.training
    return f"{training.topic.name}, {row.get_sector_display()}: {period(training.began_on, training.ended_on)}"


def register_all() -> None:
    """Called once, when the apps are ready. How many notes went is told nowhere: few of them would say something."""
    label = _("Hand-over notes past their term are deleted")
    register_sweep(Sweep("hand_overs", label, "hand_overs", forget_notes, is_counted=False))
    telling.register("protection.TrainingPlace", tell=_trainings)
    register_belonging(TrainingPlace, "training__ended_on")
