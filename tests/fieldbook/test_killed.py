"""Many phones send while the server is killed again and again: nothing acknowledged is lost, nothing stands twice.

Every phone sends its queue in any order, repeats a third, loses a third of the answers, and mixes in records that must
be refused. The server is a process of its own and ends by SIGKILL at moments that nobody chose.
"""

import random
import threading
import time
import uuid
from collections import Counter
from datetime import date, timedelta
from http.client import HTTPException

import pytest
from django.db import connection

from fieldbook.models import Delivery
from participation.models import Attendance, CountDelta, Meeting
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone, make_server_key
from tests.factories.participation import make_facilitation, make_group, make_membership, make_post
from tests.fieldbook.phone import Phone, a_meeting, over_http
from tests.fieldbook.server import Server

pytestmark = pytest.mark.django_db(transaction=True)

LOST, REPEATED = 0.3, 0.3
FIRST_DAY = date(2024, 1, 6)


class Queue:
    """What one phone holds: sealed once, sent until each has an answer that was not lost."""

    def __init__(self, phone: Phone, records: list[dict], refused: list[dict], chance: random.Random) -> None:
        self.phone, self.chance, self.at_once = phone, chance, 8
        self.sealed = {record["id"]: phone.seal("meeting", record, rid=record["id"]) for record in records}
        self.never = [phone.seal("meeting", record) for record in refused]
        self.waiting = list(self.sealed)
        self.receipts: dict[str, str] = {}
        self.outcomes: Counter[str] = Counter()
        self.faults: list[str] = []
        self.sent = 0

    def run(self, until: float) -> None:
        while self.waiting and time.monotonic() < until and not self.faults:
            chosen = self.chance.sample(self.waiting, min(len(self.waiting), self.chance.randint(1, self.at_once)))
            known = [each for each in self.receipts if self.chance.random() < REPEATED / 4]
            batch = [self.sealed[each] for each in (*chosen, *known[:3])]
            batch += [each for each in batch if self.chance.random() < REPEATED]
            batch += self.chance.sample(self.never, 1)
            self.chance.shuffle(batch)
            try:
                status, answer = self.phone.deliver(*batch)
            except (OSError, HTTPException):  # the server died: nobody knows what became of it
                time.sleep(0.05)
                continue
            self.sent += len(batch)
            if status != 200:
                self.faults.append(f"status {status}")
            elif self.chance.random() >= LOST:
                for each in answer["answers"]:
                    self.note(each)

    def note(self, answer: dict) -> None:
        """An answer that arrived. Another receipt for the same record would be a fault."""
        id, outcome = answer["id"], answer["outcome"]
        self.outcomes[outcome] += 1
        if id not in self.sealed:
            if outcome != "refused":
                self.faults.append(f"a group of nobody's was {outcome}")
        elif outcome in ("taken", "known"):
            if self.receipts.setdefault(id, answer["receipt"]) != answer["receipt"]:
                self.faults.append("two receipts for one record")
            if id in self.waiting:
                self.waiting.remove(id)
        elif outcome != "later":
            self.faults.append(f"{outcome}: {answer['code']}")


def answered(queues: list[Queue]) -> int:
    """How many meetings the phones have a receipt for."""
    return sum(len(queue.receipts) for queue in queues)


def facts(record: dict) -> tuple:
    return (record["adults_present"], tuple(sorted(record["marks"].items())))


def register() -> dict[str, tuple]:
    """What the portal has, meeting by meeting."""
    marks: dict[uuid.UUID, dict[str, str]] = {}
    for meeting, person, state in Attendance.objects.values_list("meeting_id", "person_id", "state"):
        marks.setdefault(meeting, {})[str(person)] = state
    return {
        str(meeting.pk): (meeting.adults_present, tuple(sorted(marks.get(meeting.pk, {}).items())))
        for meeting in Meeting.objects.all()
    }


def make_queues(
    server: Server, *, phones: int, each: int, chance: random.Random
) -> tuple[list[Queue], dict[str, tuple]]:
    """Phones in pairs on the same groups, each with days of its own; what each meeting must hold at the end."""
    make_server_key()
    queues, wanted, group, people = [], {}, None, []
    for number in range(phones):
        if number % 2 == 0:
            group = make_group(founded_on=date(2020, 1, 1))
            make_post(group.kind)
            people = [make_membership(group=group, began_on=date(2021, 1, 1)).person for _ in range(12)]
        user = make_user("facilitator")
        make_facilitation(user=user, group=group, began_on=date(2021, 1, 1))
        phone = make_phone(user, over_http(server.address))
        records = []
        for turn in range(each):
            day = FIRST_DAY + timedelta(days=2 * turn + number % 2)
            marks = {person: chance.choice(["present", "late", "excused", "absent"]) for person in people}
            records.append(a_meeting(group, held_on=str(day), marks=marks, adults_present=chance.randint(0, 9)))
        refused = [a_meeting(uuid.uuid4(), held_on=str(FIRST_DAY)) for _ in range(3)]
        queues.append(Queue(phone, records, refused, random.Random(chance.random())))
        wanted |= {record["id"]: facts(record) for record in records}
    return queues, wanted


def whole() -> str:
    """What SQLite says of its file; PostgreSQL's own server was not killed."""
    if connection.vendor == "postgresql":
        return "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone()[0]


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path / "server.log")
    yield running
    running.kill()


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.deep) for part in range(1, 5))])
def test_killed_servers_lose_nothing_and_double_nothing(part, server, deep, figure):
    """With ``--deep`` five times forty kills on each database."""
    chance = random.Random(20261128 + part)
    phones, each, most, patience = (20, 50, 40, 1800) if deep else (4, 12, 4, 240)
    queues, wanted = make_queues(server, phones=phones, each=each, chance=chance)
    for queue in queues if deep else ():
        queue.at_once = 2  # small batches, so that they last for all the kills
    until = time.monotonic() + patience
    senders = [threading.Thread(target=queue.run, args=(until,)) for queue in queues]
    server.start()
    for sender in senders:
        sender.start()
    kills, a_life = 0, len(wanted) // most
    while any(sender.is_alive() for sender in senders) and kills < most:
        # after some meetings, not some seconds: a fast machine has few seconds for all of them
        enough = answered(queues) + chance.randint(1, a_life)
        while answered(queues) < enough and any(sender.is_alive() for sender in senders):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        server.kill()
        kills += 1
        server.start()
    for sender in senders:
        sender.join()

    assert [fault for queue in queues for fault in queue.faults] == []
    assert [id for queue in queues for id in queue.waiting] == []
    assert register() == wanted
    receipts = {id: receipt for queue in queues for id, receipt in queue.receipts.items()}
    stored = {str(id): receipt for id, receipt in Delivery.objects.filter(outcome="taken").values_list("pk", "receipt")}
    assert stored == receipts
    assert Counter(CountDelta.objects.values_list("meetings", flat=True)) == {1: len(wanted)}
    assert kills >= (most if deep else most // 3)
    assert whole() == "ok"
    sent = sum(queue.sent for queue in queues)
    outcomes = sum((queue.outcomes for queue in queues), Counter())
    Attendance.objects.filter(pk=Attendance.objects.first().pk).update(state="excused", is_first_time=False)
    Meeting.objects.filter(pk=Meeting.objects.last().pk).delete()
    assert len(wanted.items() - register().items()) in (1, 2)  # what was lost or overwritten would have been found
    figure(
        f"{connection.vendor}, part {part}: {len(wanted)} meetings of {phones} phones, {sent} sent, "
        f"server killed {kills} times: 0 lost, 0 doubled, 0 overwritten ({outcomes['known']} times known)"
    )
