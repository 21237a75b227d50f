"""Gaps that are looked for ahead: what was found is what asking anew would find, and goes when it is mended."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from participation.actions import gaps as actions
from participation.actions.gaps import look_for_gaps, look_where_it_takes_long
from participation.gaps import all_gaps
from participation.models import CommunityGroup, FoundGap, GapLook
from participation.models.gap import STANDS_FOR
from participation.reads.gap_lists import gap_list
from tests.factories.participation import make_closed_group, make_group

pytestmark = pytest.mark.django_db


def unheard():
    return next(gap for gap in all_gaps() if gap.key == "unheard")


def listed(gap):
    return gap_list(gap, CommunityGroup.objects.all(), timezone.localdate())


def close(group):
    fields = {"status": CommunityGroup.Status.CLOSED, "status_since": date(2026, 1, 5), "status_reason": "គ្មានសមាជិក"}
    CommunityGroup.objects.filter(pk=group.pk).update(**fields)


def kept(key):
    return set(FoundGap.objects.filter(key=key).values_list("group", flat=True))


def test_what_is_found_is_what_asking_finds():
    groups = [make_group() for _ in range(3)]
    make_closed_group()
    assert look_for_gaps() >= 3
    for gap in all_gaps():
        asked = gap.narrow(CommunityGroup.objects.all(), timezone.localdate())
        assert kept(gap.key) == set(asked.values_list("pk", flat=True))
    assert kept("unheard") == {group.pk for group in groups}


def test_a_second_look_writes_only_what_has_changed():
    stays, goes = make_group(), make_group()
    look_for_gaps()
    row = FoundGap.objects.get(key="unheard", group=stays).pk
    close(goes)
    new = make_group()
    look_for_gaps()
    assert kept("unheard") == {stays.pk, new.pk}
    assert FoundGap.objects.get(key="unheard", group=stays).pk == row


def test_what_was_found_is_shown_and_what_was_mended_since_is_not():
    stays, mended = make_group(), make_group()
    call_command("look_for_gaps", verbosity=0)
    later = make_group()
    close(mended)
    found = listed(unheard())
    assert found.looked_at is not None
    assert set(found.groups) == {stays, mended}
    assert found.still(list(found.groups)) == [stays]
    assert later not in found.groups


def test_what_was_found_long_ago_is_asked_anew():
    look_for_gaps()
    later = make_group()
    GapLook.objects.update(looked_at=timezone.now() - STANDS_FOR - timedelta(seconds=1))
    found = listed(unheard())
    assert (found.looked_at, list(found.groups), found.still([later])) == (None, [later], [later])


def test_a_small_register_is_asked_each_time(monkeypatch):
    make_group()
    assert look_where_it_takes_long() == 0
    assert not GapLook.objects.exists()
    monkeypatch.setattr(actions, "FROM_SIZE", 1)
    assert look_where_it_takes_long() >= 1
    assert set(GapLook.objects.values_list("key", flat=True)) == {gap.key for gap in all_gaps()}
