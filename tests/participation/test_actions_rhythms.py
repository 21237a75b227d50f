"""Past rhythms: kept when a rhythm is changed, for the days on which it held; what was a slip was never one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from participation.actions.groups import change_group
from participation.models import CommunityGroup, GroupRhythm
from tests.factories.accounts import make_user
from tests.factories.participation import make_group

pytestmark = pytest.mark.django_db


def kept():
    return list(GroupRhythm.objects.order_by("ended_on").values_list("rhythm_days", "ended_on", "is_known"))


def entered_long_ago(**facts) -> CommunityGroup:
    group = make_group(**facts)
    CommunityGroup.objects.update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    group.refresh_from_db()
    return group


def test_the_rhythm_before_is_kept_until_yesterday_and_twice_a_day_is_once():
    group, by = entered_long_ago(rhythm_days=30), make_user()
    yesterday = timezone.localdate() - timedelta(days=1)
    change_group(group=group, by=by, usual_day="ថ្ងៃសៅរ៍")
    assert kept() == []
    change_group(group=group, by=by, rhythm_days=14)
    change_group(group=group, by=by, rhythm_days=7)
    assert kept() == [(30, yesterday, True)]


def test_a_slip_of_the_day_of_entry_is_not_kept():
    group = make_group(rhythm_days=30)
    change_group(group=group, by=make_user(), rhythm_days=14)
    assert kept() == []
