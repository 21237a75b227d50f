"""A meeting costs the same few statements at any number of members."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.models import Attendance
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_facilitation, make_group, make_membership
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db
FRAMES = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def statements(captured):
    """What is asked of the tables, without the frames of transactions round it."""
    return [query["sql"] for query in captured if not query["sql"].startswith(FRAMES)]


@pytest.mark.parametrize("members", [10, 40, 100])
def test_an_ordinary_meeting_costs_eight_statements(members, figure):
    user, group = make_user("facilitator"), make_group()
    make_facilitation(user=user, group=group)
    people = [make_membership(group=group).person for _ in range(members)]
    phone = make_phone(user)
    phone.send("meeting", a_meeting(group, held_on="2025-01-01", marks=dict.fromkeys(people, "present")))
    sealed = phone.seal("meeting", a_meeting(group, marks=dict.fromkeys(people, "present")))
    with CaptureQueriesContext(connection) as captured:
        _status, answer = phone.deliver(sealed)
    assert answer["answers"][0]["outcome"] == "taken"
    assert Attendance.objects.count() == 2 * members
    found = statements(captured.captured_queries)
    figure(f"a meeting of {members} from a phone: {len(found)} statements, {len(captured)} with savepoints")
    assert len(found) == 8, "\n".join(sql[:200] for sql in found)


def test_a_record_sent_again_costs_four_statements(field):
    sealed = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks))
    field.phone.deliver(sealed)
    with CaptureQueriesContext(connection) as captured:
        _status, answer = field.phone.deliver(sealed)
    assert answer["answers"][0]["outcome"] == "known"
    found = statements(captured.captured_queries)
    assert len(found) <= 4, "\n".join(sql[:200] for sql in found)
