"""A meeting from a phone through Django's whole handler, beside the driver's plain insert of the same rows.

Both are committed, so that both wait for the disk; and once more inside one transaction that is rolled back, where
neither does. What was made for the measure is taken back after it.
"""

import json
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from joserfc import jwe, jws
from joserfc.jwk import ECKey

from accounts.models import JournalEntry, RoleGrant, StaffCheck, User
from fieldbook import limits
from fieldbook.actions.keys import ALGORITHM
from fieldbook.models import Delivery, Device, ServerKey
from fieldbook.models.device import LASTS
from participation.actions.words import put_names_in_order
from participation.models import (
    Attendance,
    CommunityGroup,
    CountDelta,
    Facilitation,
    Kind,
    Meeting,
    Membership,
    Post,
)
from people.models import Person
from places.models import AdminArea

FRAMES = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
WRITTEN = (Meeting, Attendance, CountDelta, JournalEntry, Delivery)
FIRST_DAY = date(2021, 1, 1)


class NothingToMeasure(Exception):
    """The register has no place, no post or no key yet."""


@dataclass(frozen=True, slots=True)
class FieldCost:
    """What one POST costs: statements, median milliseconds, and those of the plain insert."""

    members: int
    statements: int
    frames: int
    ms: float
    floor_ms: float

    @property
    def ratio(self) -> float:
        return self.ms / self.floor_ms


class _World:
    """A facilitator with a phone and a group of so many members."""

    def __init__(self, members: int) -> None:
        area = AdminArea.objects.filter(level=AdminArea.COMMUNE, is_active=True).order_by("pk").first()
        post = Post.objects.filter(kind=Kind.CLUB, code="member").first()
        self.server_key = ServerKey.objects.in_use().first()
        if area is None or post is None or self.server_key is None:
            raise NothingToMeasure("There is nothing to measure with yet. Set the portal up first: manage.py prepare")
        today, now = timezone.localdate(), timezone.now()
        self.user = User.objects.create(username=f"bench-{uuid.uuid4().hex[:8]}", code_of_conduct_accepted_at=now)
        for what in StaffCheck.What.values:
            StaffCheck.objects.create(user=self.user, what=what, done_on=FIRST_DAY, valid_until=today + LASTS)
        self.grant = RoleGrant.objects.create(user=self.user, role="facilitator", began_on=FIRST_DAY)
        self.group = CommunityGroup(
            kind=Kind.CLUB,
            code=f"B-{uuid.uuid4().hex[:8]}",
            name_km="ក្លឹបសាកល្បង",
            setting="village",
            area=area,
            founded_on=FIRST_DAY,
            status_since=FIRST_DAY,
            rhythm_days=30,
            age_from=6,
            age_to=17,
            overdue_after=today,
        )
        put_names_in_order(self.group)
        self.group.save()
        self.people = Person.objects.bulk_create(
            Person(family_name="សាក", given_name=f"ល្បង {number}", sex="female", birth_year=2014)
            for number in range(members)
        )
        Membership.objects.bulk_create(
            Membership(person=person, group=self.group, post=post, began_on=FIRST_DAY) for person in self.people
        )
        Facilitation.objects.create(user=self.user, group=self.group, began_on=FIRST_DAY)
        self.key = ECKey.generate_key("P-256", private=True)
        jwk = {name: self.key.as_dict(private=False)[name] for name in ("kty", "crv", "x", "y")}
        self.device = Device.objects.create(
            id=uuid.uuid4(), user=self.user, jwk=jwk, enrolled_at=now, seen_at=now, expires_on=today + LASTS
        )

    def body(self, day: date) -> bytes:
        """A signed batch with one sealed meeting, as a phone sends it."""
        words = {
            "id": str(uuid.uuid4()),
            "group": str(self.group.pk),
            "held_on": str(day),
            "marks": {str(person.pk): "present" for person in self.people},
            "adults_present": 2,
        }
        told = {"user": self.user.pk, "device": str(self.device.pk)}
        header = {"enc": "A256GCM", "typ": "field-record", "rid": str(uuid.uuid4()), "kind": "meeting", "schema": 1}
        sealing = jwe.GeneralJSONEncryption(
            header | told | {"made_at": timezone.now().isoformat()}, json.dumps(words).encode()
        )
        public = {name: self.server_key.jwk[name] for name in ("kty", "crv", "x", "y")}
        sealing.add_recipient({"alg": ALGORITHM, "kid": self.server_key.kid}, ECKey.import_key(public))
        algorithms = [ALGORITHM, "A256GCM"]
        registry = jwe.JWERegistry(algorithms=algorithms, strict_check_header=False)
        batch = told | {"v": 1, "sent_at": timezone.now().isoformat()}
        batch["records"] = [jwe.encrypt_json(sealing, None, registry=registry)]
        signed = {"alg": "ES256", "kid": str(self.device.pk), "typ": "field-batch"}
        return jws.serialize_compact(signed, json.dumps(batch), self.key, registry=_Long(algorithms=["ES256"])).encode()

    def remove(self) -> None:
        """Take everything back."""
        meetings = Meeting.objects.filter(group=self.group)
        Attendance.objects.filter(meeting__in=meetings).delete()
        Delivery.objects.filter(user=self.user).delete()
        CountDelta.objects.filter(group=self.group).delete()
        meetings.delete()
        JournalEntry.objects.filter(actor=self.user).delete()
        Membership.objects.filter(group=self.group).delete()
        Facilitation.objects.filter(group=self.group).delete()
        Person.objects.filter(pk__in=[person.pk for person in self.people]).delete()
        self.group.delete()
        self.device.delete()
        self.grant.delete()
        self.user.delete()


class Server:
    """The portal as a web server calls it: Django's WSGI handler with all its middleware, and no test client, whose own
    work is a quarter of a POST.
    """

    def __init__(self) -> None:
        self._handler = WSGIHandler()
        self._path = reverse("fieldbook:records")

    def post(self, body: bytes) -> float:
        """Send a batch whose one record must be taken; milliseconds until its answer is there to the last byte."""
        limits.forget()
        called = RequestFactory().generic(
            "POST", self._path, body, "application/jose", secure=settings.SECURE_SSL_REDIRECT, SERVER_NAME="localhost"
        )
        began = time.perf_counter()
        with closing(self._handler(called.environ, lambda status, headers: None)) as response:
            answer = b"".join(response)
        took = (time.perf_counter() - began) * 1000
        if response.status_code != 200 or json.loads(answer)["answers"][0]["outcome"] != "taken":
            raise ValueError(f"The delivery was answered {response.status_code}: {answer[:300]!r}")
        return took


class _Long(jws.JWSRegistry):
    max_payload_length = 1_400_000


def measure(members: int, *, rounds: int, is_committed: bool = True) -> FieldCost:
    """Post a meeting of so many members some times; insert the rows it left as many times with the driver alone."""
    with group_with_a_phone(members, is_committed=is_committed) as world:
        server = Server()
        days = [FIRST_DAY + timedelta(days=number) for number in range(rounds + 2)]
        server.post(world.body(days.pop(0)))  # reads the key and warms the handler
        with CaptureQueriesContext(connection) as captured:
            server.post(world.body(days.pop(0)))
        queries = [query["sql"] for query in captured.captured_queries]  # the next request empties the log
        frames = sum(sql.startswith(FRAMES) for sql in queries)
        took, floors = [], []
        for day in days:
            took.append(server.post(world.body(day)))
            floors.append(_insert_again(world, day, is_committed=is_committed))
        return FieldCost(members, len(queries) - frames, frames, statistics.median(took), statistics.median(floors))


@contextmanager
def group_with_a_phone(members: int, *, is_committed: bool) -> Iterator[_World]:
    if not is_committed:
        with transaction.atomic(), _connection_kept():
            yield _World(members)
            transaction.set_rollback(True)
        return
    with transaction.atomic():
        world = _World(members)
    try:
        yield world
    finally:
        with transaction.atomic():
            world.remove()


@contextmanager
def _connection_kept() -> Iterator[None]:
    """Inside a transaction of ours Django takes a connection for one that is unusable, and closes it at a request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _insert_again(world: _World, day: date, *, is_committed: bool) -> float:
    """The rows of one meeting taken out, and put back by the driver; milliseconds for putting them back."""
    meeting = Meeting.objects.get(group=world.group, held_on=day)
    chosen = {
        Meeting: Meeting.objects.filter(pk=meeting.pk),
        Attendance: Attendance.objects.filter(meeting=meeting),
        CountDelta: CountDelta.objects.filter(meeting_id=meeting.pk),
        JournalEntry: JournalEntry.objects.filter(about_id=str(meeting.pk)),
        Delivery: Delivery.objects.filter(meeting_id=meeting.pk),
    }
    inserts = [_insert(model, _raw_rows(rows)) for model, rows in chosen.items()]
    frame: Callable = transaction.atomic if is_committed else _no_frame
    with transaction.atomic():
        for model in reversed(WRITTEN):
            chosen[model]._raw_delete(chosen[model].db)
    began = time.perf_counter()
    with frame():
        cursor = connection.connection.cursor()
        for statement, rows in inserts:
            cursor.executemany(statement, rows)
        cursor.close()
    return (time.perf_counter() - began) * 1000


@contextmanager
def _no_frame() -> Iterator[None]:
    yield


def _raw_rows(rows: object) -> list[tuple]:
    """The values as the driver gives them, ready to go back."""
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [tuple(_plain(value) for value in row) for row in cursor.fetchall()]


def _plain(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict | list) else value


def _insert(model: type, rows: list[tuple]) -> tuple[str, list[tuple]]:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in model._meta.concrete_fields)
    sign = "%s" if connection.vendor == "postgresql" else "?"
    places = ", ".join([sign] * len(model._meta.concrete_fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", rows  # noqa: S608 — own tables
