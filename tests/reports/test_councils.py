"""What anybody may know of a commune's councils: no name, no small number, none that a subtraction gives away."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from councils.models import CouncilProfile
from participation.models import Kind
from reports.actions import publish_snapshot
from reports.models import SnapshotCouncil
from tests.factories.participation import make_closed_group, make_group, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
COMMUNE = "mef050601"


def group_of(children: int, kind: str = Kind.COUNCIL, *, birth_year: int = 2014, **fields):
    """A group of girls and boys in turn."""
    group = make_group(kind=kind, **{"area": make_village("05060101"), **fields})
    for turn in range(children):
        person = make_person(sex=("female", "male")[turn % 2], birth_year=birth_year)
        make_membership(group=group, person=person, post=make_post(kind))
    return group


def rows():
    snapshot = publish_snapshot(on=TODAY)
    return [
        (row.number, row.members, {post["en"]: post["is_filled"] for post in row.posts})
        for row in snapshot.council_rows.filter(area=COMMUNE).order_by("number")
    ]


def test_a_council_tells_its_posts_and_a_rounded_number():
    council = group_of(11)
    CouncilProfile.objects.create(group=council, level="commune")
    leader = make_post(Kind.COUNCIL, "leader")
    for code in ("secretary", "adviser"):
        make_post(Kind.COUNCIL, code)
    make_membership(group=council, person=make_person(birth_year=2013), post=leader)
    make_membership(group=council, person=make_person(birth_year=1990), post=make_post(Kind.COUNCIL, "secretary"))
    assert rows() == [(1, 10, {"Leader": True, "Secretary": False})]
    assert SnapshotCouncil.objects.get().level == "commune"


@pytest.mark.parametrize(
    ("councils", "in_clubs", "shown"),
    [
        ((4,), 0, [None]),
        ((5,), 0, [5]),
        ((10,), 4, [None]),
        ((10,), 5, [10]),
        ((10, 4), 20, [None, None]),
        ((10, 12), 20, [10, 10]),
    ],
)
def test_small_numbers_and_small_rests_are_hidden(councils, in_clubs, shown):
    for number in councils:
        group_of(number)
    if in_clubs:
        group_of(in_clubs, Kind.CLUB)
    found = rows()
    assert [members for _number, members, _posts in found] == shown
    assert [bool(posts) for _number, members, posts in found if members is None] == [False] * shown.count(None)


def test_only_active_councils_of_the_commune_are_told():
    make_closed_group(kind=Kind.COUNCIL, area=make_commune("050601"))
    group_of(8, area=make_village("05060201"))
    group_of(8, Kind.CLUB)
    assert rows() == []


def test_no_public_count_of_a_council_is_below_five():
    snapshot, area = publish_snapshot(on=TODAY), make_commune("050601")
    with pytest.raises(IntegrityError, match="no_public_count_of_a_council_is_below_five"), transaction.atomic():
        SnapshotCouncil.objects.create(snapshot=snapshot, area=area, number=1, members=4)


def test_one_row_of_a_council_per_snapshot_area_and_number():
    """The constraint ``one_row_of_a_council_per_snapshot_area_and_number``."""
    snapshot, area = publish_snapshot(on=TODAY), make_commune("050601")
    SnapshotCouncil.objects.create(snapshot=snapshot, area=area, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SnapshotCouncil.objects.create(snapshot=snapshot, area=area, number=1)
