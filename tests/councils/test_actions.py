"""At which level a council works."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JournalEntry
from councils.actions import set_level
from councils.models import Council, CouncilProfile
from councils.refusals import NotACouncil
from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.participation import make_group

pytestmark = pytest.mark.django_db
Level = CouncilProfile.Level


def test_set_level_writes_a_line_for_each_change():
    council = make_group(kind=Kind.COUNCIL)
    for level in (Level.COMMUNE, Level.SCHOOL, Level.SCHOOL):
        set_level(group=council, level=level, by=make_user())
    assert CouncilProfile.objects.get(group=council).level == Level.SCHOOL
    lines = JournalEntry.objects.filter(verb="council.level_set").order_by("pk")
    assert [line.details["level"] for line in lines] == ["commune", "school"]


def test_set_level_refuses_an_unknown_level():
    with pytest.raises(ValidationError):
        set_level(group=make_group(kind=Kind.COUNCIL), level="galaxy", by=make_user())
    assert CouncilProfile.objects.count() == 0


def test_set_level_is_for_councils_only():
    with pytest.raises(NotACouncil):
        set_level(group=make_group(), level=Level.SCHOOL, by=make_user())
    assert CouncilProfile.objects.count() == 0


def test_councils_are_the_groups_of_their_kind():
    _club, council = make_group(), make_group(kind=Kind.COUNCIL)
    assert [one.pk for one in Council.objects.all()] == [council.pk]
