"""The measure of a meeting from a phone measures a meeting, and leaves nothing behind."""

import pytest

from accounts.models import JournalEntry, User
from fieldbook.models import Delivery, Device
from participation.models import Attendance, CommunityGroup, Meeting
from people.models import Person
from portal.bench.field import NothingToMeasure, measure
from tests.factories.fieldbook import make_server_key
from tests.factories.participation import make_post
from tests.factories.places import make_commune

TABLES = (User, CommunityGroup, Person, Meeting, Attendance, Delivery, Device, JournalEntry)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.PHONE_KEYS_DIR = tmp_path / "phone_keys"


def test_without_a_key_there_is_nothing_to_measure(db):
    with pytest.raises(NothingToMeasure):
        measure(1, rounds=1)


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_meeting_is_posted_and_inserted_and_taken_back(transactional_db, is_committed):
    make_server_key()
    make_commune()
    make_post()
    before = [model.objects.count() for model in TABLES]
    costs = [measure(members, rounds=2, is_committed=is_committed) for members in (2, 5)]
    assert [(cost.members, cost.statements) for cost in costs] == [(2, 8), (5, 8)]
    assert all(cost.ms > 0 and cost.floor_ms > 0 for cost in costs)
    assert [model.objects.count() for model in TABLES] == before
