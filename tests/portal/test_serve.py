"""``serve`` as a newcomer starts it: from an empty folder to a page, and back to nothing."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from accounts.roles import ROLES
from portal.demo_mark import HOLDS_DEMO
from portal.preparation import digest
from portal.processes import free_port

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
MANAGE = str(ROOT / "manage.py")
COLD, WARM = 900, 120
"""Seconds that a first and a later start may take while other tests use the machine."""

PAGES = (
    *("rights_library", "policy_library", "quizzes", "session_guides", "stories", "news", "polls", "about"),
    "reading_packs",
)

ACCOUNT = re.compile(r"^  \S.*?  +([a-z-]+) +([\w-]+) +(?:[A-Z2-7]{32}|-)$", re.M)
"""A line that serve prints for a demo account: role, user name, password, key of the second factor."""


class Serving:
    """One ``serve`` with a folder of its own; it can be started, asked and stopped."""

    def __init__(self, folder: Path):
        self.folder, self.output = folder, folder.with_name("output")
        self.process, self.text = None, ""
        self.port = free_port()

    def environ(self, **more: str) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PORTAL_VAR": str(self.folder), **more}

    def start(self, *arguments: str, seconds: float, **more: str) -> float:
        """Starts and waits for the address; gives the seconds that it took."""
        began = time.monotonic()
        command = [sys.executable, MANAGE, "serve", "--port", str(self.port), "--workers", "1", *arguments]
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                command, env=self.environ(**more), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        while time.monotonic() - began < seconds:
            self.text = self.output.read_text()
            if "Ctrl-C stops it" in self.text and self.text.endswith("\n") or self.process.poll() is not None:
                break
            time.sleep(0.1)
        assert self.process.poll() is None, self.text
        return time.monotonic() - began

    def get(self, path: str, host: str = "localhost") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(host, self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.body = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer

    def processes(self) -> dict[int, str]:
        """Every process that was started with this folder, found by its environment."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    if f"PORTAL_VAR={self.folder}\0".encode() in (entry / "environ").read_bytes():
                        found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
                except OSError:
                    continue
        return found

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=40)

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *command],
            env=self.environ(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def serving(tmp_path):
    folder = tmp_path / "var"
    folder.mkdir()
    one = Serving(folder)
    yield one
    for pid in one.processes():
        os.kill(pid, signal.SIGKILL)
    if one.process:
        one.process.wait()


def test_demo_from_an_empty_folder_and_back(serving, figure, deep, database_copies, db):
    """With ``--deep`` from nothing; a plain run brings the tables, which took a minute to make for the other tests."""
    if not deep:
        (serving.folder / "demo").mkdir()
        shutil.copyfile(database_copies.source, serving.folder / "demo" / "portal.sqlite3")
    took = serving.start("--demo", seconds=COLD)
    address = f"http://localhost:{serving.port}"
    assert f"The portal answers on {address} (Ctrl-C stops it)" in serving.text
    accounts = ACCOUNT.findall(serving.text)
    assert len(accounts) == len(ROLES)
    for host in ("localhost", "127.0.0.1"):
        assert serving.get("/km/", host).status == 200
    sheet = re.search(r'/static/css/[^"]+\.css', serving.get("/accounts/login/").body).group()
    assert serving.get(sheet).status == 200
    assert len(serving.processes()) >= 4  # this one, the web server with a worker, the job worker

    assert serving.stop(signal.SIGINT) == 0
    assert serving.processes() == {}

    again = serving.start("--demo", seconds=WARM)
    assert again < WARM
    assert ACCOUNT.findall(serving.text) == accounts  # the data were kept
    assert "…" not in serving.text.split("The portal answers")[0]  # no step was done again
    there = "the environment was" if deep else "the environment and the tables were"
    figure(f"serve --demo: first start {took:.1f} s ({there} there), second start {again:.1f} s")

    other = serving.run(MANAGE, "serve", "--demo", "--port", str(serving.port))
    assert other.returncode == 1
    assert f"Port {serving.port} is taken" in other.stderr

    server = next(pid for pid, command in serving.processes().items() if "granian" in command)
    os.kill(server, signal.SIGKILL)
    assert serving.process.wait(timeout=40) == 1
    assert "The web server ended by itself" in serving.output.read_text()
    assert serving.processes() == {}

    demo = {"DATABASE_URL": f"sqlite:///{serving.folder}/demo/portal.sqlite3"}
    refused = serving.run(MANAGE, "serve", "--port", str(serving.port), **demo)
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith(HOLDS_DEMO)
    production = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PYTHONPATH": f"{ROOT}:{ROOT}/site",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "portal.example.org",
        "PUBLIC_URL": "https://portal.example.org",
    }
    refused = serving.run("-c", "import portal.wsgi", **production, **demo)
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith(HOLDS_DEMO)


def test_empty_start_gives_a_link_for_the_first_administrator(serving, database_copies, db):
    prepared = serving.folder / "portal.sqlite3"
    shutil.copyfile(database_copies.source, prepared)
    with contextlib.closing(sqlite3.connect(prepared)) as behind, behind:  # the start of the demo makes them
        done = [(name, digest("content"), "2026-01-01") for name in PAGES]
        behind.executemany("INSERT INTO portal_setupstep (name, source, done_at) VALUES (?, ?, ?)", done)
    serving.start(seconds=COLD)
    assert "Starter pages …" in serving.text
    assert "Pages about rights …" not in serving.text
    link = re.search(rf"^  http://localhost:{serving.port}(/\S+)$", serving.text, re.M).group(1)
    for _time in range(2):  # looking changes nothing
        page = serving.get(link)
        assert page.status == 200
        assert "<form" in page.body
    assert "Demo accounts" not in serving.text
    assert serving.stop(signal.SIGTERM) == 0
    assert serving.processes() == {}

    serving.start(seconds=WARM)
    assert f"localhost:{serving.port}{link}" not in serving.text
    assert serving.get(link).status == 410  # a new link ends the one before
    assert serving.stop() == 0


def test_demo_is_for_this_machine_only(serving):
    refused = serving.run(MANAGE, "serve", "--demo", "--host", "0.0.0.0")
    assert refused.returncode == 1
    assert refused.stderr.strip() == "CommandError: Demo accounts are for this machine only: leave --host away."
