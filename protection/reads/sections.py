"""What pages of the register show of protection: the networks beside a club or council, the trainings of a person."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from participation import extras
from participation.models import CommunityGroup, Kind
from people.models import Person
from places.paths import name

from ..models import StandsBeside, Training, TrainingPlace

BESIDE = (Kind.CLUB, Kind.COUNCIL)


def register_all() -> None:
    """Called once, when the apps are ready."""
    extras.register_group_section(networks_beside)
    extras.register_person_section(trainings_of)


def networks_beside(group: CommunityGroup, user: User) -> extras.Section | None:
    """What goes on first; of a network outside the reader's reach only the days."""
    if group.kind not in BESIDE:
        return None
    rows = list(StandsBeside.objects.visible_to(user).with_group(group).order_by("-began_on", "pk"))
    if not rows:
        return None
    keys = [row.network_id for row in rows]
    seen = CommunityGroup.objects.visible_to(user).select_related("area").in_bulk(keys)
    rows.sort(key=lambda row: row.ended_on is not None)
    periods = [_beside(row, seen.get(row.network_id)) for row in rows]
    return extras.Section(gettext_lazy("Networks beside it"), periods)


def _beside(row: StandsBeside, network: CommunityGroup | None) -> extras.Period:
    if network is None:
        return extras.Period(_("a network outside your reach"), "", row.began_on, row.ended_on)
    url = reverse("networks:page", args=[network.pk])
    return extras.Period(network.name, name(network.area), row.began_on, row.ended_on, url)


def trainings_of(person: Person, user: User) -> extras.Section | None:
    """The trainings of somebody in reach, the latest first, with the sector in which they came."""
    places = TrainingPlace.objects.visible_to(user).filter(person=person).select_related("training__topic")
    rows = list(places.order_by("-training__ended_on", "pk"))
    if not rows:
        return None
    keys = [row.training_id for row in rows]
    open_to_reader = set(Training.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    periods = [_training(row, is_open=row.training_id in open_to_reader) for row in rows]
    return extras.Section(gettext_lazy("Trainings"), periods)


def _training(place: TrainingPlace, *, is_open: bool) -> extras.Period:
    training = place.training
    url = reverse("trainings:page", args=[training.pk]) if is_open else ""
    return extras.Period(
        training.topic.name, str(place.get_sector_display()), training.began_on, training.ended_on, url
    )
