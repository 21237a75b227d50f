"""What anybody may know of a commune's councils: no name, no small number, none that a subtraction gives away."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from councils.models import CouncilProfile
from participation.models import Kind
from reports.actions import publish_snapshot
from reports.models import SnapshotCouncil
from tests.factories.councils import make_body, make_mandate, make_representation, make_seat
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


def told(council):
    """What a council of six children tells of its seats and of where it speaks."""
    row = publish_snapshot(on=TODAY).council_rows.get(area=COMMUNE)
    return row.seats, row.is_seat_free, row.voices


@pytest.mark.parametrize(
    ("seats", "held", "shown"),
    [(0, 0, (None, False)), (4, 4, (None, False)), (7, 4, (None, False)), (7, 5, (7, True)), (6, 6, (6, False))],
)
def test_seats_are_told_where_five_of_them_have_a_holder(seats, held, shown):
    council = group_of(8)
    people = [membership.person for membership in council.memberships.all()]
    for number in range(1, seats + 1):
        seat = make_seat(council=council, number=number, title_km="អាសនៈរបស់វុទ្ធី", kept_for="disability")
        if number <= held:
            make_mandate(seat=seat, person=people[number - 1], began_on=date(2026, 6, 1), ends_on=date(2027, 5, 31))
    closed = make_seat(council=council, number=99, ended_on=date(2026, 10, 1))
    make_mandate(seat=closed, person=people[7], began_on=date(2026, 1, 1), ends_on=date(2026, 5, 31))
    assert told(council)[:2] == shown
    row = SnapshotCouncil.objects.get()
    assert [word for word in ("វុទ្ធី", "disab") if word in str([row.posts, row.voices])] == []


def test_a_seat_that_is_called_as_a_post_fills_it():
    council = group_of(8)
    for code in ("leader", "deputy"):
        make_post(Kind.COUNCIL, code)
    seat = make_seat(council=council, title_km=" ប្រធាន")
    assert rows() == [(1, 10, {"Leader": False, "Deputy leader": False})]
    mandate = make_mandate(
        seat=seat, person=council.memberships.first().person, began_on=TODAY, ends_on=date(2027, 11, 27)
    )
    assert rows() == [(1, 10, {"Leader": True, "Deputy leader": False})]
    type(mandate).objects.filter(pk=mandate.pk).update(ended_on=TODAY, end_reason="moved")
    assert publish_snapshot(on=date(2026, 11, 29)).council_rows.get().posts[0]["is_filled"] is False


def test_where_a_council_speaks_is_told_even_of_a_small_one():
    council = group_of(2)
    make_representation(council=council, body=make_body(name_km="ក្រុមប្រឹក្សាឃុំ", name_en="Commune council"))
    make_representation(
        council=council, body=make_body("school_committee", name_en="Before"), ended_on=date(2026, 1, 1)
    )
    assert told(council) == (None, False, [{"km": "ក្រុមប្រឹក្សាឃុំ", "en": "Commune council"}])


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
