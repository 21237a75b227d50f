"""Which council hears a club."""

import pytest

from accounts.models import JournalEntry
from clubs.actions.councils import choose_council
from clubs.models import Club, ClubProfile
from clubs.refusals import NotAClub, NotACouncil
from participation.models import CommunityGroup, Kind
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_group

pytestmark = pytest.mark.django_db


def choose(club, council):
    return choose_council(group=club, council=council, by=make_user())


def heard_by(club):
    return ClubProfile.objects.get(group=club).feeds


def test_choose_council_writes_a_line_for_each_change():
    club, council = make_group(), make_group(kind=Kind.COUNCIL)
    for chosen in (None, council, council, None):
        choose(club, chosen)
        assert heard_by(club) == chosen
    lines = JournalEntry.objects.filter(verb="club.council_chosen").order_by("pk")
    assert [(line.about_id, line.details["council"]) for line in lines] == [
        (str(club.pk), str(council.pk)),
        (str(club.pk), ""),
    ]


@pytest.mark.parametrize("wrong", [make_group, lambda: make_closed_group(kind=Kind.COUNCIL)])
def test_choose_council_refuses_what_is_no_open_council(wrong):
    club, council = make_group(), make_group(kind=Kind.COUNCIL)
    choose(club, council)
    with pytest.raises(NotACouncil):
        choose(club, wrong())
    assert heard_by(club) == council


def test_choose_council_keeps_one_that_closed_since():
    club, council = make_group(), make_group(kind=Kind.COUNCIL)
    choose(club, council)
    CommunityGroup.objects.filter(pk=council.pk).update(status="closed", status_reason="ចប់")
    council.refresh_from_db()
    assert choose(club, council).feeds == council


def test_choose_council_is_for_clubs_only():
    with pytest.raises(NotAClub):
        choose(make_group(kind=Kind.COUNCIL), None)
    assert ClubProfile.objects.count() == 0


def test_clubs_are_the_groups_of_their_kind():
    club, _council = make_group(), make_group(kind=Kind.COUNCIL)
    assert [one.pk for one in Club.objects.all()] == [club.pk]
