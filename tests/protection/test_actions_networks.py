"""Which clubs and councils a network stands beside."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from participation.models import Kind
from participation.refusals import DayInTheFuture
from protection.actions.networks import end_beside, stand_beside
from protection.models import FamilyProtectionNetwork, StandsBeside
from protection.network_refusals import (
    BesideAlready,
    BesideEndsBeforeItBegins,
    BesideIsOver,
    NetworkIsClosed,
    NotANetwork,
    NotBesideANetwork,
)
from tests.factories.accounts import make_user
from tests.factories.networks import make_beside, make_network
from tests.factories.participation import make_closed_group, make_group

pytestmark = pytest.mark.django_db
ON = date(2025, 5, 1)


def beside(network, group, began_on=ON):
    return stand_beside(network=network, group=group, began_on=began_on, by=make_user())


def test_proxy_holds_networks_alone():
    network = make_network()
    make_group()
    assert [found.pk for found in FamilyProtectionNetwork.objects.all()] == [network.pk]


def test_network_stands_beside_a_club_and_a_council_and_leaves_again():
    network, club, council = make_network(), make_group(), make_group(kind=Kind.COUNCIL)
    first = beside(network, club)
    beside(network, council)
    assert StandsBeside.objects.of(network).current(ON).count() == 2
    end_beside(beside=first, ended_on=ON + timedelta(days=30), by=make_user())
    assert StandsBeside.objects.of(network).current(ON + timedelta(days=31)).count() == 1
    verbs = JournalEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["network.stands_beside", "network.stands_beside", "network.left"]
    beside(network, club, ON + timedelta(days=31))


@pytest.mark.parametrize(
    ("network", "group", "refusal"),
    [
        (make_group, make_group, NotANetwork),
        (lambda: make_closed_group(kind=Kind.NETWORK), make_group, NetworkIsClosed),
        (make_network, make_network, NotBesideANetwork),
        (make_network, lambda: make_group(kind=Kind.PARENTS), NotBesideANetwork),
        (make_network, make_closed_group, NotBesideANetwork),
    ],
)
def test_only_an_open_network_beside_an_open_group_of_children(network, group, refusal):
    with pytest.raises(refusal):
        beside(network(), group())


def test_days_are_judged():
    network, club = make_network(), make_group()
    with pytest.raises(DayInTheFuture):
        beside(network, club, timezone.localdate() + timedelta(days=1))
    known = make_beside(network, club, began_on=ON)
    with pytest.raises(BesideAlready):
        beside(network, club)
    with pytest.raises(BesideEndsBeforeItBegins):
        end_beside(beside=known, ended_on=ON - timedelta(days=1), by=make_user())
    end_beside(beside=known, ended_on=ON, by=make_user())
    with pytest.raises(BesideIsOver):
        end_beside(beside=known, ended_on=ON, by=make_user())
    with pytest.raises(BesideAlready):
        beside(network, club, ON)
