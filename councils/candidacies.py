"""Candidacies go over with the person when two records of one person become one, and back."""

from people.merging import Mover, register
from people.models import Person

from .election_refusals import BothStoodInOneElection
from .models import Candidate


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(Mover("candidacies", move_candidacies, put_back_candidacies))


def move_candidacies(kept: Person, gone: Person) -> object:
    """As they are. Whose two records stood side by side on one ballot got votes under two names: that stays so."""
    rows = Candidate.objects.filter(person=gone)
    if Candidate.objects.filter(person=kept, election__in=rows.values("election")).exists():
        raise BothStoodInOneElection
    moved = [str(key) for key in rows.values_list("pk", flat=True)]
    rows.update(person=kept)
    return {"moved": moved}


def put_back_candidacies(kept: Person, gone: Person, moved: dict) -> None:
    Candidate.objects.filter(pk__in=moved["moved"], person=kept).update(person=gone)
