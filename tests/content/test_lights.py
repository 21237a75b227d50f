"""Lights: what a picture may do today, without a name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.actions import confirm_picture, declare_picture
from content.lights import Light, Reason, standing_of, standings_of, with_standings
from content.models import Picture
from participation.actions.photos import mark_shown
from people.merging import merge_people
from people.models import Consent, Purpose
from tests.content.conftest import confirmed, picture
from tests.content.released import Released
from tests.factories.accounts import make_user
from tests.factories.participation import make_mark
from tests.factories.people import make_consent, make_person
from tests.people.photographs import upload

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def released(private_photos):
    return Released()


def reason_of(made: Picture, **when) -> Reason:
    return standing_of(Picture.objects.get(pk=made.pk), **when).reason


def test_a_picture_of_which_nobody_said_anything_is_red(db):
    assert standing_of(picture()).light is Light.RED
    assert reason_of(picture()) is Reason.UNDECLARED


def test_declared_is_amber_and_stays_hidden_until_a_second_person_confirms():
    made = declare_picture(
        picture=Picture(title="Hands", file=upload(), alt_km="ដៃ", alt_en="Hands", nobody_recognisable=True),
        by=make_user(),
    )
    assert (standing_of(made).light, standing_of(made).may_be_shown) == (Light.AMBER, False)
    confirm_picture(picture=made, by=make_user())
    assert (standing_of(made).light, standing_of(made).may_be_shown) == (Light.GREEN, True)


def test_another_file_is_red_whatever_route_it_took():
    made = confirmed()
    made.file = upload("png")
    made.save()
    assert reason_of(made) is Reason.UNDECLARED
    other = confirmed()
    other.file.save("new.jpg", upload("webp"))
    assert reason_of(other) is Reason.UNDECLARED


def test_another_file_of_a_released_picture_is_red(released):
    made = released.picture
    assert reason_of(made) is Reason.ALLOWED
    made.file = upload("png")
    made.save()
    assert reason_of(made) is Reason.UNDECLARED


def test_picture_of_people_counts_who_allows_it(released):
    standing = standing_of(released.picture)
    assert (standing.light, standing.people, standing.allowed) == (Light.GREEN, 2, 2)
    assert standing.ends_on == min(each.valid_until for each in released.consents)


@pytest.mark.parametrize(
    ("days", "light", "shown"),
    [(31, Light.GREEN, True), (30, Light.AMBER, True), (0, Light.AMBER, True), (-1, Light.RED, False)],
)
def test_consent_ends_by_itself(released, days, light, shown):
    on = released.consents[0].valid_until - timedelta(days=days)
    standing = standing_of(released.picture, on=on)
    assert (standing.light, standing.may_be_shown) == (light, shown)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"withdrawn_on": TODAY}, Reason.WITHDRAWN),
        ({"given_on": lambda: None}, Reason.MISSING),
        ({"guardian_on": lambda: None, "given_on": lambda: None}, Reason.MISSING),
        ({"replaced_at": timezone.now}, Reason.ALLOWED),
    ],
)
def test_one_no_is_enough(released, change, reason):
    rows = Consent.objects.filter(pk=released.consents[1].pk)
    rows.update(**{name: value() for name, value in change.items()})
    standing = standing_of(released.picture)
    assert standing.reason is reason
    assert standing.may_be_shown is (reason is Reason.ALLOWED)


def test_a_consent_that_is_gone_is_a_no(released):
    Consent.objects.filter(pk=released.consents[0].pk).delete()
    assert reason_of(released.picture) is Reason.MISSING


def test_a_newer_paper_goes_on_where_the_old_one_ended(released):
    old = released.consents[0]
    Consent.objects.filter(pk=old.pk).update(replaced_at=timezone.now())
    make_consent(person=old.person, purpose=Purpose.PHOTO_PUBLIC, valid_until=old.valid_until + timedelta(days=365))
    later = released.consents[1]
    Consent.objects.filter(pk=later.pk).update(valid_until=later.valid_until + timedelta(days=365))
    assert standing_of(released.picture, on=old.valid_until + timedelta(days=1)).may_be_shown


def test_a_merged_person_is_followed(released):
    person = released.consents[0].person
    kept = make_person()
    merge_people(kept=kept, gone=person, by=make_user())
    assert reason_of(released.picture) is Reason.ALLOWED
    withdraw = Consent.objects.open().get(person=kept, purpose=Purpose.PHOTO_PUBLIC)
    Consent.objects.filter(pk=withdraw.pk).update(withdrawn_on=TODAY())
    assert reason_of(released.picture) is Reason.WITHDRAWN


def test_somebody_marked_later_without_a_public_consent_makes_it_red(released):
    newcomer = make_mark(meeting=released.photo.meeting).person
    make_consent(person=newcomer, purpose=Purpose.PHOTO_INSIDE)
    mark_shown(photo=released.photo, people=[*released.people, newcomer], by=make_user())
    assert reason_of(released.picture) is Reason.MISSING


def test_lights_of_many_cost_as_much_as_those_of_one(private_photos, django_assert_num_queries):
    made = [Released().picture for _turn in range(3)] + [confirmed(), picture()]
    with django_assert_num_queries(4):
        standings_of(made[:1])
    with django_assert_num_queries(4):
        assert [each.standing.light for each in with_standings(made)] == ["green"] * 4 + ["red"]
    with django_assert_num_queries(0):
        standings_of([made[3]])
