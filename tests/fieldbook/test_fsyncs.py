"""“Saved” means on the disk: no answer goes out before SQLite asked the disk to keep what it acknowledges."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import connection, connections

from participation.models import Meeting
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_facilitation, make_group, make_membership, make_post
from tests.fieldbook.phone import a_meeting
from tests.sqlite_syncs import NAME, NoLibrary, syncs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

FIRST_DAY = date(2024, 1, 6)
WRITES = 10


@pytest.fixture
def counted():
    """The portal's database with the settings of production, through the file system that counts."""
    try:
        counter = syncs()
    except NoLibrary as error:
        pytest.skip(f"this Python hides its SQLite: {error}")
    settings_dict = connection.settings_dict
    kept = {name: settings_dict[name] for name in ("NAME", "OPTIONS", "CONN_MAX_AGE")}

    def use(options: dict):
        connections.close_all()
        settings_dict.update(NAME=f"file:{kept['NAME']}?vfs={NAME.decode()}", OPTIONS=options, CONN_MAX_AGE=None)
        return counter

    yield use
    connections.close_all()
    settings_dict.update(kept)


def acknowledged(counter) -> list[int]:
    """What the disk was asked for while each meeting was handed in and acknowledged."""
    user = make_user("facilitator")
    phone = make_phone(user)
    group = make_group(founded_on=date(2020, 1, 1))
    make_post(group.kind)
    make_facilitation(user=user, group=group, began_on=date(2021, 1, 1))
    person = make_membership(group=group, began_on=date(2021, 1, 1)).person
    found = []
    for number in range(WRITES):
        record = a_meeting(group, held_on=str(FIRST_DAY + timedelta(days=number)), marks={person: "present"})
        sealed = phone.seal("meeting", record, rid=record["id"])
        before = counter.number
        status, answer = phone.deliver(sealed)
        found.append(counter.number - before)
        assert (status, [each["outcome"] for each in answer["answers"]]) == (200, ["taken"])
    assert Meeting.objects.count() == WRITES
    return found


def test_each_acknowledged_write_is_on_the_disk(counted, figure):
    base = import_module("portal.settings.base")
    found = acknowledged(counted(base.SQLITE_OPTIONS))
    assert min(found) >= 1
    figure(f"{sum(found)} fsyncs for {WRITES} acknowledged meetings on SQLite (counted by a VFS of the test's own)")


def test_a_setting_that_does_not_ask_the_disk_is_found(counted):
    base = import_module("portal.settings.base")
    careless = base.SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    assert 0 in acknowledged(counted({**base.SQLITE_OPTIONS, "init_command": careless}))
