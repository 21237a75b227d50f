"""What councils keep of a person, for the sheet that a person may ask for."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.reads.person_sheet import day, period
from people import telling
from people.models import Person
from people.telling import Told


def _mandates(person: Person) -> Told:
    rows = person.mandates.select_related("seat", "council").order_by("began_on", "pk")
    lines = [
        f"{row.council.name}, {row.seat.title}: {period(row.began_on, row.ended_on or row.ends_on)}" for row in rows
    ]
    return Told(gettext_lazy("Seats in councils"), lines)


def _candidacies(person: Person) -> Told:
    rows = person.candidacies.select_related("election__council").order_by("election__held_on", "pk")
    lines = [
        _("%(council)s, election on %(day)s") % {"council": row.election.council.name, "day": day(row.election.held_on)}
        for row in rows
    ]
    return Told(gettext_lazy("Elections in which you stood"), lines)


def register_all() -> None:
    """Called once, when the apps are ready."""
    telling.register("councils.Mandate", tell=_mandates)
    telling.register("councils.Candidate", tell=_candidacies)
