"""What a council is: its level, the council above it, the fewest girls among its seats, its own term."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JournalEntry
from councils.actions.profiles import set_profile
from councils.models import Council, CouncilProfile
from councils.refusals import NotACouncil, NotAParent
from councils.terms import term_months
from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_profile
from tests.factories.participation import make_closed_group, make_group, make_rule

pytestmark = pytest.mark.django_db
Level = CouncilProfile.Level


def test_set_profile_writes_a_line_for_each_change():
    council = make_council()
    for level in (Level.COMMUNE, Level.SCHOOL, Level.SCHOOL):
        set_profile(group=council, level=level, by=make_user())
    assert CouncilProfile.objects.get(group=council).level == Level.SCHOOL
    lines = JournalEntry.objects.filter(verb="council.profile_set").order_by("pk")
    assert [line.details["level"] for line in lines] == ["commune", "school"]


def test_set_profile_keeps_everything_that_is_said():
    council, parent = make_council(), make_council()
    said = {"level": Level.VILLAGE, "parent": parent, "girls_minimum": 5, "term_months": 18}
    set_profile(group=council, by=make_user(), **said)
    profile = CouncilProfile.objects.get(group=council)
    assert {name: getattr(profile, name) for name in said} == said
    set_profile(group=council, level=Level.VILLAGE, by=make_user())
    profile.refresh_from_db()
    assert (profile.parent, profile.girls_minimum, profile.term_months) == (None, 0, None)


def test_set_profile_refuses_what_makes_no_sense():
    council = make_council()
    for wrong in ({"level": "galaxy"}, {"girls_minimum": 201}, {"term_months": 0}, {"term_months": 121}):
        with pytest.raises(ValidationError):
            set_profile(group=council, by=make_user(), **{"level": Level.SCHOOL, **wrong})
    assert CouncilProfile.objects.count() == 0


def test_set_profile_is_for_councils_only():
    with pytest.raises(NotACouncil):
        set_profile(group=make_group(), level=Level.SCHOOL, by=make_user())
    assert CouncilProfile.objects.count() == 0


def test_no_council_stands_above_itself_by_any_way():
    lowest, middle, highest = make_council(), make_council(), make_council()
    set_profile(group=lowest, level=Level.VILLAGE, parent=middle, by=make_user())
    set_profile(group=middle, level=Level.COMMUNE, parent=highest, by=make_user())
    for group, parent in ((highest, lowest), (highest, highest), (middle, lowest)):
        with pytest.raises(NotAParent):
            set_profile(group=group, level=Level.COMMUNE, parent=parent, by=make_user())
    assert CouncilProfile.objects.get(group=middle).parent == highest


def test_a_parent_is_a_council_that_is_not_closed():
    for parent in (make_group(), make_closed_group(kind=Kind.COUNCIL)):
        with pytest.raises(NotAParent):
            set_profile(group=make_council(), level=Level.COMMUNE, parent=parent, by=make_user())


def test_a_parent_that_closed_since_stays_until_another_is_chosen():
    council, parent = make_council(), make_council()
    set_profile(group=council, level=Level.COMMUNE, parent=parent, by=make_user())
    type(parent).objects.filter(pk=parent.pk).update(status="closed", status_reason="x")
    parent.refresh_from_db()
    set_profile(group=council, level=Level.VILLAGE, parent=parent, by=make_user())
    assert CouncilProfile.objects.get(group=council).level == Level.VILLAGE


def test_own_term_goes_before_the_one_of_the_kind():
    council = make_council()
    make_rule(Kind.COUNCIL, term_months=24)
    assert term_months(council) == 24
    profile = make_profile(group=council, term_months=6)
    assert term_months(council) == 6
    profile.delete()
    assert term_months(council) == 24


def test_councils_are_the_groups_of_their_kind():
    _club, council = make_group(), make_council()
    assert [one.pk for one in Council.objects.all()] == [council.pk]
