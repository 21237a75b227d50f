"""What councils keep of a person, for the sheet that a person may ask for."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from participation.reads.person_sheet import day, period
from people import telling
from people.models import Person
from people.telling import Told, told_in_reach

from .models import Candidate, Mandate


def _mandates(person: Person, user: User) -> Told:
    rows = person.mandates.select_related("seat", "council")
    return told_in_reach(gettext_lazy("Seats in councils"), rows, user, _mandate, "began_on", "pk")


def _mandate(row: Mandate) -> str:
    return f"{row.council.name}, {row.seat.title}: {period(row.began_on, row.ended_on or row.ends_on)}"


def _candidacies(person: Person, user: User) -> Told:
    rows = person.candidacies.select_related("election__council")
    title = gettext_lazy("Elections in which you stood")
    return told_in_reach(title, rows, user, _candidacy, "election__held_on", "pk")


def _candidacy(row: Candidate) -> str:
    told = {"council": row.election.council.name, "day": day(row.election.held_on)}
    return _("%(council)s, election on %(day)s") % told


def register_all() -> None:
    """Called once, when the apps are ready."""
    telling.register("councils.Mandate", tell=_mandates)
    telling.register("councils.Candidate", tell=_candidacies)
