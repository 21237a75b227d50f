"""What hangs on a row comes beside it as one list."""

import uuid

import pytest
from django.db.models import Exists, OuterRef

from accounts.gathering import gathered
from participation.models import CommunityGroup, Membership
from tests.factories.participation import make_group, make_membership

pytestmark = pytest.mark.django_db


def test_rows_come_with_their_parent_in_one_query(django_assert_num_queries):
    full, empty = make_group(), make_group()
    one, other = make_membership(group=full), make_membership(group=full, ended_on="2026-01-31", end_reason="left")
    rows = Membership.objects.filter(group_id=OuterRef("pk"))
    ended = Exists(Membership.objects.filter(pk=OuterRef("pk"), ended_on__isnull=False))
    with django_assert_num_queries(1):
        groups = CommunityGroup.objects.annotate(rows=gathered(rows, "pk", "person__sex", "post_id", ended)).in_bulk()
    found = {(uuid.UUID(pk), sex, post, bool(has_ended)) for pk, sex, post, has_ended in groups[full.pk].rows}
    assert found == {(one.pk, one.person.sex, one.post_id, False), (other.pk, other.person.sex, other.post_id, True)}
    assert not groups[empty.pk].rows
