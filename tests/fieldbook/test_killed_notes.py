"""Hand-over notes on their way while the server is killed again and again: none is lost, none stands twice."""

import random
import threading
import time
import uuid

import pytest

from fieldbook.models import Delivery
from protection.models import HandOverNote
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone, make_server_key
from tests.factories.places import make_commune
from tests.fieldbook.phone import a_note, over_http
from tests.fieldbook.test_killed import Queue, answered, server

__all__ = ["server"]
pytestmark = pytest.mark.django_db(transaction=True)
CHOICES = {
    "urgency": HandOverNote.Urgency.values,
    "channel": HandOverNote.Channel.values,
    "handed_to": HandOverNote.HandedTo.values,
}


class NoteQueue(Queue):
    """What one phone holds of notes; beside them some that must be refused."""

    def __init__(self, phone, notes: dict[str, dict], refused: list[dict], chance: random.Random) -> None:
        super().__init__(phone, [], [], chance)
        self.sealed = {rid: phone.seal("note", note, rid=rid) for rid, note in notes.items()}
        self.never = [phone.seal("note", note) for note in refused]
        self.waiting = list(self.sealed)


def make_queues(server, *, phones: int, each: int, chance: random.Random) -> tuple[list[NoteQueue], dict[str, tuple]]:
    make_server_key()
    make_user("safeguarding_officer")
    communes = [make_commune(code) for code in ("050601", "050602", "100101")]
    queues, wanted = [], {}
    for _phone in range(phones):
        phone = make_phone(make_user("facilitator"), over_http(server.address))
        notes = {}
        for _note in range(each):
            told = {name: chance.choice(values) for name, values in CHOICES.items()}
            commune, rid = chance.choice(communes), str(uuid.uuid4())
            notes[rid] = a_note(commune, **told)
            wanted[rid] = (commune.pk, *told.values())
        refused = [{**a_note(communes[0]), "story": "what happened"}]
        queues.append(NoteQueue(phone, notes, refused, random.Random(chance.random())))
    return queues, wanted


def kept() -> dict[str, tuple]:
    return {str(key): tuple(rest) for key, *rest in HandOverNote.objects.values_list("pk", "area_id", *CHOICES)}


def test_killed_servers_lose_no_note_and_double_none(server, deep, figure):
    chance = random.Random(20261130)
    phones, each, most, patience = (20, 50, 30, 900) if deep else (4, 15, 4, 240)
    queues, wanted = make_queues(server, phones=phones, each=each, chance=chance)
    until = time.monotonic() + patience
    senders = [threading.Thread(target=queue.run, args=(until,)) for queue in queues]
    server.start()
    for sender in senders:
        sender.start()
    kills = 0
    while any(sender.is_alive() for sender in senders) and kills < most:
        enough = answered(queues) + chance.randint(1, len(wanted) // most)
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
    assert kept() == wanted
    receipts = {id: receipt for queue in queues for id, receipt in queue.receipts.items()}
    assert {str(key): reference for key, reference in HandOverNote.objects.values_list("pk", "reference")} == receipts
    assert Delivery.objects.count() == 0
    assert kills >= most // 3
    HandOverNote.objects.first().delete()
    assert len(wanted.items() - kept().items()) == 1  # a lost one would have been found
    sent = sum(queue.sent for queue in queues)
    figure(f"{len(wanted)} notes of {phones} phones, {sent} sent, server killed {kills} times: 0 lost, 0 doubled")
