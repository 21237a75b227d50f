"""A query written once answers for other values as if it had been written for them."""

import uuid
from datetime import date

import pytest
from django.db.models import Q

from accounts.compiled import Compiled, CompiledUpdate
from accounts.gathering import gathered
from participation.models import CommunityGroup, Membership
from tests.factories.participation import make_group, make_membership

pytestmark = pytest.mark.django_db
ANY, DAY = uuid.UUID(int=1), date(1, 2, 3)


def rows(group, day):
    members = Membership.objects.filter(group_id=group).current(day)
    return (
        CommunityGroup.objects.filter(pk=group).select_related("area").annotate(people=gathered(members, "person_id"))
    )


def test_rows_are_those_of_the_plain_query(django_assert_num_queries):
    one, other = make_group(), make_group()
    for group, began_on in ((one, date(2024, 1, 1)), (one, date(2025, 1, 1)), (other, date(2024, 1, 1))):
        make_membership(group=group, began_on=began_on)
    compiled = Compiled(rows(ANY, DAY), {"group": ANY, "day": DAY})
    for group in (one, other, one):
        for day in (date(2023, 1, 1), date(2024, 6, 1), date(2025, 6, 1)):
            with django_assert_num_queries(1):
                found = [(each, each.area.code, each.people) for each in compiled.run(group=group.pk, day=day)]
            assert found == [(each, each.area.code, each.people) for each in rows(group.pk, day)]


def test_group_that_is_not_there_gives_no_row():
    assert list(Compiled(rows(ANY, DAY), {"group": ANY, "day": DAY}).run(group=uuid.uuid4(), day=DAY)) == []


def test_what_nobody_reaches_is_not_asked(django_assert_num_queries):
    nothing = CommunityGroup.objects.filter(Q(pk__in=[]), area_id=ANY)
    with django_assert_num_queries(0):
        assert list(Compiled(nothing, {"group": ANY}).run(group=uuid.uuid4())) == []


def test_value_that_the_query_does_not_hold_is_a_mistake_unless_it_may_be_missing():
    groups = CommunityGroup.objects.filter(pk=ANY)
    with pytest.raises(LookupError, match="user"):
        Compiled(groups, {"group": ANY, "user": -5})
    group = make_group()
    assert list(Compiled(groups, {"group": ANY, "user": -5}, may_miss={"user"}).run(group=group.pk, user=3)) == [group]


def test_change_reaches_the_rows_that_the_plain_one_would_and_tells_how_many():
    one, other = make_group(last_met_on=date(2025, 1, 1)), make_group(last_met_on=date(2025, 1, 1))
    earlier = CommunityGroup.objects.filter(pk=ANY, last_met_on__lt=DAY)
    changed = CompiledUpdate(earlier, {"last_met_on": DAY, "usual_day": "Sunday"}, {"group": ANY, "day": DAY})
    assert [changed.run(group=one.pk, day=date(2024, 1, 1)), changed.run(group=one.pk, day=date(2026, 1, 1))] == [0, 1]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.last_met_on, one.usual_day, other.last_met_on) == (date(2026, 1, 1), "Sunday", date(2025, 1, 1))
    with pytest.raises(LookupError, match="week"):
        CompiledUpdate(earlier, {"usual_day": "Sunday"}, {"group": ANY, "week": -3})
