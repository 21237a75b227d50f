"""Two web servers and a job worker, each as on a machine of its own: they share the database and the cache, no folder.

The servers are real processes, PostgreSQL and the cache server are real ones, and what is killed is killed by SIGKILL.
"""

import json
import random
import re
import signal
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import date, timedelta
from http.client import HTTPException

import pytest
from django.contrib.auth.models import Permission
from django_tasks_db.models import DBTaskResult
from wagtail.models import GroupPagePermission, Page

from accounts.publishing import publishing_group
from content.models import HomePage
from content.starter import make_starter_content
from fieldbook.models import Delivery
from participation.models import Meeting
from tests.cache_server import a_cache_server
from tests.factories.accounts import make_user, signed_in
from tests.factories.fieldbook import make_phone, make_server_key
from tests.factories.participation import make_facilitation, make_group, make_post
from tests.fieldbook.phone import Phone, a_meeting, over_http
from tests.fieldbook.server import Server, started

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.several]

FIRST_DAY = date(2024, 1, 6)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SECONDS = 60
AT_ONCE = 10
"""Meetings that a phone has waiting when a server is killed."""


class Machines:
    """Here, there, and the worker; each with a folder of its own."""

    def __init__(self, folder, cache_url: str) -> None:
        self.variables = {"PORTAL_TEST_CACHE_URL": cache_url}
        self.here, self.there = (self._server(folder / name) for name in ("here", "there"))
        self.folder, self.worker = folder, None

    def _server(self, folder) -> Server:
        folder.mkdir()
        return Server(folder / "log", PORTAL_VAR=str(folder), **self.variables)

    def start(self) -> None:
        for each in (self.here, self.there):
            each.begin()
        folder = self.folder / "worker"
        folder.mkdir()
        command = [sys.executable, "-m", "django", "work", "--backend", "jobs", "--interval", "0.2"]
        self.worker = started(command, folder / "log", PORTAL_VAR=str(folder), **self.variables)
        for each in (self.here, self.there):
            each.await_answer()

    def stop(self) -> None:
        for each in (self.here, self.there):
            each.kill()
        if self.worker is not None and self.worker.poll() is None:
            self.worker.kill()
            self.worker.wait()


class Browser:
    """Somebody's cookies, whichever server answers."""

    def __init__(self, session: str = "") -> None:
        self.cookies = {"language": "en"} | ({"session": session} if session else {})

    def ask(self, server: Server, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        # As a proxy in front of both passes it on: one name, whichever server it chose.
        headers = {"Cookie": told, "Host": "localhost", "Origin": "http://localhost", "User-Agent": "Mozilla/5.0"}
        request = urllib.request.Request(server.address + path, body, headers)
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=SECONDS) as answer:
                return self._read(answer)
        except urllib.error.HTTPError as answer:
            return self._read(answer)

    def _read(self, answer) -> tuple[int, str]:
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _sign, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()

    def send(self, server: Server, form: str, path: str, **data: str) -> int:
        """Fill in the form of one page and send it."""
        token = TOKEN.search(self.ask(server, form)[1]).group(1)
        return self.ask(server, path, {"csrfmiddlewaretoken": token, **data})[0]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@pytest.fixture
def machines(tmp_path):
    with a_cache_server() as cache:
        running = Machines(tmp_path, cache.url)
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture
def editor_session(db):
    """A browser of somebody who may publish by hand, signed in once, wherever that was."""
    make_starter_content()
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.get_or_create(
        group=publishing_group(), page=Page.get_first_root_node(), permission=publish
    )
    return signed_in(make_user("communications", username="editor")).cookies["session"].value


@pytest.fixture
def phone_of(db):
    make_server_key()
    group = make_group(founded_on=date(2020, 1, 1))
    make_post(group.kind)
    user = make_user("facilitator")
    make_facilitation(user=user, group=group, began_on=date(2021, 1, 1))

    def at(server: Server, of: Phone | None = None) -> Phone:
        """The same phone, talking to one of the servers."""
        if of is None:
            return make_phone(user, over_http(server.address))
        return Phone(of.user, over_http(server.address), of.server_key, of.device, of.key)

    return group, at


def test_two_servers_and_a_worker_are_one_portal(machines, editor_session, phone_of, deep, figure):
    group, at = phone_of
    machines.start()
    rounds, meetings = (40, 120) if deep else (4, 10)
    fresh = pages_are_fresh(machines, Browser(editor_session), rounds)
    a_meeting_sent_to_both_is_stored_once(machines, group, at)
    kills = sum(killed_servers_lose_nothing(machines, group, at, turn) for turn in range(meetings // AT_ONCE))
    wrong_guesses_are_counted_together(machines)
    jobs_ordered_anywhere_are_done(machines)
    the_worker_ends_when_it_is_asked(machines)
    figure(
        f"two servers and a worker: {fresh} pages published through one were fresh from the other at once; a server "
        f"killed {kills} times while {meetings} meetings came: 0 acknowledged lost, 0 doubled"
    )


def welcome(number: int) -> str:
    return f"Published as number {number}"


def draft(text: str) -> HomePage:
    home = HomePage.objects.get(slug="home-en")
    home.welcome = text
    home.save_revision()
    return home


def pages_are_fresh(machines: Machines, editor: Browser, rounds: int) -> int:
    reader = Browser()
    for number in range(rounds):
        through, other = (machines.here, machines.there)[:: 1 if number % 2 else -1]
        home = draft(welcome(number))
        before = reader.ask(other, "/en/")[1]  # kept in its memory from now on
        assert welcome(number) not in before
        path = f"/admin/bulk/wagtailcore/page/publish/?id={home.pk}&next=/admin/pages/"
        assert editor.send(through, path, path, include_descendants="") == 302
        assert [welcome(number) in reader.ask(each, "/en/")[1] for each in (other, through)] == [True, True]
    # What a process publishes that tells nobody stays unseen: the pages above were kept, not made anew each time.
    draft("Nobody was told").get_latest_revision().publish()
    assert "Nobody was told" not in reader.ask(machines.there, "/en/")[1]
    return rounds


def a_meeting_sent_to_both_is_stored_once(machines: Machines, group, at) -> None:
    phone = at(machines.here)
    other = at(machines.there, phone)
    answers = []
    for turn in range(3):
        record = a_meeting(group, held_on=str(FIRST_DAY + timedelta(days=turn)))
        sealed = phone.seal("meeting", record, rid=record["id"])
        both = [
            threading.Thread(target=lambda each=each, sealed=sealed: answers.append(each.deliver(sealed)))
            for each in (phone, other)
        ]
        for each in both:
            each.start()
        for each in both:
            each.join()
    assert [status for status, _answer in answers] == [200] * 6
    outcomes = [answer["answers"][0]["outcome"] for _status, answer in answers]
    assert (outcomes.count("taken") >= 3, set(outcomes) <= {"taken", "known"}) == (True, True)
    assert (Meeting.objects.count(), Delivery.objects.filter(outcome="taken").count()) == (3, 3)
    receipts = {answer["answers"][0]["receipt"] for _status, answer in answers}
    assert len(receipts) == 3


def killed_servers_lose_nothing(machines: Machines, group, at, turn: int) -> int:
    """One server is killed in the middle of what it does, and the phone goes on with the other."""
    chance, number = random.Random(20261130 + turn), AT_ONCE
    phone = at(machines.here)
    other = at(machines.there, phone)
    before = Meeting.objects.count()
    days = [FIRST_DAY + timedelta(days=10 + turn * number + each) for each in range(number)]
    records = [a_meeting(group, held_on=str(day)) for day in days]
    waiting = [phone.seal("meeting", record, rid=record["id"]) for record in records]
    acknowledged: dict[str, str] = {}
    kills, most = 0, 1
    over = threading.Event()

    def send() -> None:
        turn = 0
        while waiting and not over.is_set():
            turn += 1
            through = phone if turn % 2 else other
            try:
                status, answer = through.deliver(*waiting[:2])
            except (OSError, HTTPException, json.JSONDecodeError):
                continue  # the server died: nobody knows what became of it, so it is sent again
            assert status in (200, 429), answer
            for each in answer["answers"] if status == 200 else []:
                if each["outcome"] in ("taken", "known"):
                    acknowledged[each["id"]] = each["receipt"]
            waiting[:] = [each for each in waiting if rid_of(each) not in acknowledged]

    def rid_of(sealed: dict) -> str:
        return ids[id(sealed)]

    ids = {id(sealed): record["id"] for sealed, record in zip(waiting, records, strict=True)}
    sender = threading.Thread(target=send)
    sender.start()
    until = time.monotonic() + 10 * SECONDS
    while sender.is_alive() and time.monotonic() < until:
        enough = len(acknowledged) + chance.randint(1, 4)
        while len(acknowledged) < enough and sender.is_alive() and time.monotonic() < until:
            time.sleep(0.002)
        if kills < most:
            machines.here.kill()
            kills += 1
            stored = {str(pk) for pk in Meeting.objects.values_list("pk", flat=True)}
            assert sorted(set(acknowledged) - stored) == []
            machines.here.start()
    over.set()
    sender.join()
    assert waiting == []
    assert Meeting.objects.count() - before == number
    stored = dict(Delivery.objects.filter(outcome="taken").values_list("pk", "receipt"))
    assert {pk: stored.get(uuid_of(pk)) for pk in acknowledged} == acknowledged
    assert kills == most
    return kills


def uuid_of(text: str):
    return Delivery._meta.pk.to_python(text)


def wrong_guesses_are_counted_together(machines: Machines) -> None:
    make_user(username="sokha")
    guesser, answers = Browser(), []
    for turn in range(6):
        server = (machines.here, machines.there)[turn % 2]
        token = TOKEN.search(guesser.ask(server, "/accounts/login/")[1]).group(1)
        data = {"csrfmiddlewaretoken": token, "login": "sokha", "password": f"wrong-{turn}"}
        status, page = guesser.ask(server, "/accounts/login/", data)
        answers.append((status, "Too many wrong tries" in page))
    # Five of one name in five minutes, of which neither of them saw more than three.
    assert answers == [(200, False)] * 5 + [(200, True)]


def jobs_ordered_anywhere_are_done(machines: Machines) -> None:
    users = [make_user(username=f"user{turn}", email=f"user{turn}@example.org") for turn in range(4)]
    for turn, user in enumerate(users):
        server = (machines.here, machines.there)[turn % 2]
        path = "/accounts/password/reset/"
        assert Browser().send(server, path, path, email=user.email) == 302
    until = time.monotonic() + SECONDS
    while DBTaskResult.objects.exclude(status="SUCCESSFUL").exists() and time.monotonic() < until:
        time.sleep(0.05)
    done = DBTaskResult.objects.filter(task_path="accounts.tasks.send_new_password_mail")
    assert [(job.status, len(job.worker_ids)) for job in done] == [("SUCCESSFUL", 1)] * 4


def the_worker_ends_when_it_is_asked(machines: Machines) -> None:
    assert "worker: ok" in Browser().ask(machines.there, "/readyz")[1]
    machines.worker.send_signal(signal.SIGTERM)
    assert machines.worker.wait(timeout=SECONDS) == 0
