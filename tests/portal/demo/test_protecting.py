"""Networks, trainings, conduct and screening of the demo: as the actions would have left them."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from accounts.models import StaffCheck
from accounts.models.checks import CheckStanding, standing_on
from participation.models import CommunityGroup, Kind, Membership, PersonCheck
from participation.seeds.planting import plant
from people.models import Consent
from portal.demo import shape
from portal.demo.accounts import make_facilitators
from portal.demo.hand_overs import add_notes
from portal.demo.load import load
from portal.demo.parents import add_parents_groups
from portal.demo.protecting import add_trainings, check_facilitators, check_members, stand_beside
from protection.models import HandOverNote, HandOverTotal, StandsBeside, Training, TrainingPlace
from protection.reads.networks import network_rows
from protection.seeds.training_topics import plant_training_topics
from tests.factories.places import make_village

TODAY = date(2026, 6, 1)


@pytest.fixture
def facilitators(monkeypatch, db):
    monkeypatch.setattr(shape, "COUNCILS", 8)
    monkeypatch.setattr(shape, "CLUBS", 12)
    monkeypatch.setattr(shape, "NETWORKS", 24)
    plant()
    plant_training_topics()
    for place in range(1, 5):
        for province in ("0506", "1702"):
            for village in range(1, 4):
                make_village(f"{province}{place:02d}{village:02d}")
    users = make_facilitators(40, TODAY)
    load(TODAY, facilitators=users)
    return users


def test_networks_stand_in_villages_of_their_own_with_adults_youth_and_children(facilitators):
    networks = list(CommunityGroup.objects.filter(kind=Kind.NETWORK))
    assert len({network.area_id for network in networks}) == len(networks) == 24
    rows = network_rows([network for network in networks if network.status == "active"], TODAY)
    assert any(row.free for row in rows)
    for count in ("women", "men", "girls", "boys"):
        assert sum(getattr(row.counts, count) for row in rows) > 0
    assert sum(row.counts.young_women + row.counts.young_men for row in rows) > 0
    assert not Membership.objects.filter(group__kind=Kind.NETWORK).exclude(post__kind=Kind.NETWORK).exists()


def test_networks_stand_beside_clubs_and_members_were_trained(facilitators, figure):
    number = stand_beside(TODAY)
    assert number == StandsBeside.objects.count() > 0
    for beside in StandsBeside.objects.select_related("network", "group"):
        beside.full_clean()
        assert beside.network.area_id.startswith(beside.group.area_id)
    places = add_trainings(TODAY, by=facilitators[-1])
    assert places == TrainingPlace.objects.count()
    for training in Training.objects.all():
        training.full_clean()
        assert training.ended_on < TODAY
    people = TrainingPlace.objects.all().people()
    assert people < places  # some came twice, and count once
    assert sum(TrainingPlace.objects.all().people_by_sector().values()) == people
    assert set(TrainingPlace.objects.values_list("sector", flat=True)) >= {
        "ccwc",
        "wccc",
        "police",
        "teacher",
        "health",
    }
    assert TrainingPlace.objects.filter(person__memberships__group__kind=Kind.NETWORK).exists()
    for paper in Consent.objects.filter(person__trainings__isnull=False)[:50]:
        paper.full_clean()
    figure(f"demo: {places} places in trainings, held by {people} people")


def test_conduct_and_screening_of_members_stand_in_every_way(facilitators):
    assert check_members(TODAY) == PersonCheck.objects.count() > 0
    for check in PersonCheck.objects.all():
        check.full_clean()
    found = {standing_on(check.valid_until, TODAY) for check in PersonCheck.objects.all()}
    assert found == {CheckStanding.IN_FORCE, CheckStanding.ENDS_SOON, CheckStanding.ENDED}


def test_parents_groups_are_there_at_every_status_and_have_met(facilitators):
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=False):
        number = add_parents_groups(TODAY, by=facilitators[-1], facilitators=facilitators)
    groups = CommunityGroup.objects.filter(kind=Kind.PARENTS)
    assert number == groups.count() == 6
    assert set(groups.values_list("status", flat=True)) == set(CommunityGroup.Status.values)
    assert groups.filter(status="active", last_met_on__isnull=False).count() == 3
    assert not Membership.objects.filter(group__in=groups, person__birth_year__gt=TODAY.year - 18).exists()


def test_hand_over_notes_are_there_at_every_stage_and_name_nobody(facilitators):
    now = timezone.now()
    number = add_notes("mef", now, province="05")
    assert number == HandOverNote.objects.count() == 9
    for note in HandOverNote.objects.all():
        note.full_clean()
    assert {note.stage for note in HandOverNote.objects.all()} == set(HandOverNote.Stage)
    assert HandOverNote.objects.overdue(now).exists()
    assert HandOverNote.objects.waiting().exclude(pk__in=HandOverNote.objects.overdue(now)).exists()
    assert set(HandOverNote.objects.values_list("area__level", flat=True)) == {2, 3}
    for total in HandOverTotal.objects.all():
        total.full_clean()


def test_conduct_and_screening_stand_in_every_way(facilitators):
    check_facilitators(facilitators, TODAY)
    for check in StaffCheck.objects.all():
        check.full_clean()
    found = {
        standing_on(StaffCheck.objects.last_days(user).get(what), TODAY)
        for user in facilitators
        for what in StaffCheck.What.values
    }
    assert found == set(CheckStanding)
    assert set(StaffCheck.objects.filter(user=facilitators[0]).values_list("what", flat=True)) == {
        *StaffCheck.What.values,
    }
