"""What protects children in the demo beside services: networks beside clubs, trainings, conduct and screening."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import StaffCheck, User
from participation.models import CommunityGroup, Kind, Membership, Partner, PersonCheck, Project
from people.likeness import KEY_COLUMNS, key_rows
from people.models import Consent, Person, PersonLikenessKey, Purpose, Sex
from people.names import search_key, sorting_key
from places.codes import parent_id
from protection.models import Sector, StandsBeside, Training, TrainingPlace, TrainingTopic

from .life import SEATS, code_of
from .words import BOYS, FAMILY, GIRLS

SEED = "demo-protecting"
TRAININGS = 60
OFFICIALS = 22
"""Officials and staff whom a training meets for the first time; some of an earlier one come again."""
AGAIN = 4
BEHIND_ALL_GROUPS = 2_000_000
"""Codes of officials are drawn behind those of the members of all groups."""
FROM_NETWORKS = {
    "commune_committee": Sector.CCWC,
    "teacher": Sector.TEACHER,
    "health_volunteer": Sector.HEALTH,
    "police_post": Sector.POLICE,
    "village_chief": Sector.OTHER,
    "coordinator": Sector.OTHER,
}
SECTORS = (
    *(Sector.CCWC,) * 7,
    *(Sector.WCCC,) * 3,
    *(Sector.POLICE,) * 3,
    *(Sector.TEACHER,) * 4,
    *(Sector.HEALTH,) * 2,
    *(Sector.NGO,) * 2,
    Sector.OTHER,
)
YEARS_SIGNED = timedelta(days=1095)


def stand_beside(today: date) -> int:
    """Each network stands beside the clubs of its village and, two in three, beside the council of its commune."""
    near: dict[str, list[CommunityGroup]] = defaultdict(list)
    for group in CommunityGroup.objects.filter(kind__in=(Kind.CLUB, Kind.COUNCIL), status="active").order_by("code"):
        near[group.area_id].append(group)
    rows = []
    for turn, network in enumerate(CommunityGroup.objects.filter(kind=Kind.NETWORK).open().order_by("code")):
        beside = list(near[network.area_id])
        if turn % 3 != 2:
            beside += near[parent_id(network.area_id)][:1]
        for group in beside:
            began_on = min(max(network.founded_on, group.founded_on) + timedelta(days=30), today)
            key = uuid.uuid5(network.pk, str(group.pk))
            rows.append(StandsBeside(id=key, network=network, group=group, began_on=began_on))
    StandsBeside.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def add_trainings(today: date, *, by: User) -> int:
    """Trainings in the districts of the networks over three years; how many places they had."""
    rng = Random(SEED)
    topics = list(TrainingTopic.objects.filter(is_active=True).order_by("position", "pk"))
    partner, project = Partner.objects.order_by("name_km").first(), Project.objects.order_by("code").first()
    members = _members_by_district(today)
    districts = sorted(members)
    if not topics or not districts:
        return 0
    trainings, people, places, papers, known = [], [], [], [], []
    for turn in range(TRAININGS):
        district = districts[turn * 7 % len(districts)]
        ended_on = today - timedelta(days=12 + turn * 17)
        training = Training(
            id=uuid.uuid5(uuid.NAMESPACE_OID, f"demo training {turn}"),
            topic=topics[turn % len(topics)],
            began_on=ended_on - timedelta(days=turn % 3),
            ended_on=ended_on,
            area_id=district,
            organiser=partner,
            project=project if turn % 2 else None,
            created_by=by,
        )
        trainings.append(training)
        newcomers = list(_officials(turn, district, today, rng))
        people += [person for person, _sector in newcomers]
        papers += [_paper(person, training, by) for person, _sector in newcomers]
        took_part = {person.pk: sector for person, sector in [*newcomers, *rng.sample(known, min(AGAIN, len(known)))]}
        took_part |= dict(rng.sample(members[district], min(8, len(members[district]))))
        places += [
            TrainingPlace(
                id=uuid.uuid5(training.pk, str(person)),
                training=training,
                person_id=person,
                sector=sector,
                created_by=by,
            )
            for person, sector in took_part.items()
        ]
        known += newcomers
    Person.objects.bulk_create(people, batch_size=200)
    keys = [PersonLikenessKey(**_key(row)) for person in people for row in key_rows(person)]
    PersonLikenessKey.objects.bulk_create(keys, batch_size=500)
    Consent.objects.bulk_create(papers, batch_size=200)
    Training.objects.bulk_create(trainings)
    TrainingPlace.objects.bulk_create(places, batch_size=300)
    return len(places)


def check_facilitators(users: Sequence[User], today: date) -> None:
    """Most have signed the code and were screened; of some it ends soon, has ended, or is missing."""
    rows = []
    for turn, user in enumerate(users):
        for what in StaffCheck.What:
            left = _days_left(turn, (turn * 13 + 7 * (what == StaffCheck.What.SCREENING)) % 20)
            if left is None:
                continue
            until = today + timedelta(days=left)
            rows.append(
                StaffCheck(
                    user=user,
                    what=what,
                    done_on=until - timedelta(days=730),
                    valid_until=until,
                    recorded_as="programme_officer",
                )
            )
    StaffCheck.objects.bulk_create(rows, batch_size=500)


def check_members(today: date) -> int:
    """Of those who hold a role in a network most were asked: of some it ends soon, has ended, or is missing."""
    holders = Membership.objects.current(today).filter(group__kind=Kind.NETWORK, post__code__in=FROM_NETWORKS)
    people = holders.order_by("group__code", "person_id").values_list("person_id", flat=True)
    rows = []
    for turn, person in enumerate(dict.fromkeys(people)):
        for what in PersonCheck.What:
            left = _days_left(turn + 1, (turn * 7 + 3 * (what == PersonCheck.What.SCREENING)) % 20)
            if left is not None:
                until = today + timedelta(days=left)
                rows.append(
                    PersonCheck(
                        person_id=person,
                        what=what,
                        done_on=until - timedelta(days=730),
                        valid_until=until,
                        recorded_as="programme_officer",
                    )
                )
    PersonCheck.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _days_left(turn: int, chance: int) -> int | None:
    """For how long a check still stands; the first facilitator, who is shown around, has all in order."""
    if turn and chance == 19:
        return None
    if turn and chance == 18:
        return -20 - turn % 60
    return 15 + turn % 40 if turn and chance in (16, 17) else 200 + turn % 400


def _members_by_district(today: date) -> dict[str, list[tuple[uuid.UUID, str]]]:
    """Who holds a role of a sector in a network, by the district of the network."""
    found: dict[str, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    rows = Membership.objects.current(today).filter(group__kind=Kind.NETWORK, post__code__in=FROM_NETWORKS)
    for person, post, area in rows.order_by("pk").values_list("person", "post__code", "group__area_id"):
        found[parent_id(parent_id(area))].append((person, FROM_NETWORKS[post]))
    return found


def _officials(turn: int, district: str, today: date, rng: Random) -> Iterator[tuple[Person, str]]:
    for seat in range(OFFICIALS):
        female = rng.random() < 0.45
        family, given = rng.choice(FAMILY), rng.choice(GIRLS if female else BOYS)
        latin = f"{family[1]} {given[1]}"
        person = Person(
            id=uuid.UUID(int=rng.getrandbits(128), version=4),
            code=code_of((BEHIND_ALL_GROUPS + turn) * SEATS + seat),
            family_name=family[0],
            given_name=given[0],
            name_latin=latin,
            name_key=search_key(f"{family[0]} {given[0]}", latin),
            name_sort=sorting_key(family[0], given[0]),
            sex=Sex.FEMALE if female else Sex.MALE,
            birth_year=today.year - rng.randrange(24, 60),
            birth_is_estimated=True,
            village_id=district,
        )
        yield person, rng.choice(SECTORS)


def _paper(person: Person, training: Training, by: User) -> Consent:
    """The signature under the list of participants."""
    return Consent(
        id=uuid.uuid5(person.pk, "signed"),
        person=person,
        purpose=Purpose.MEMBERSHIP,
        person_on=training.ended_on,
        began_on=training.ended_on,
        given_on=training.ended_on,
        valid_until=training.ended_on + YEARS_SIGNED,
        explained_by=by,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def _key(row: tuple) -> dict[str, object]:
    return dict(zip(("person_id", *KEY_COLUMNS[1:]), row, strict=True))
