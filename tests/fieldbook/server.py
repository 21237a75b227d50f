"""The portal as a process of its own, on the database of the test that starts it; it can be killed and begun again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.processes import free_port

SECONDS_TO_ANSWER = 90


class Server:
    """Granian with the portal, as ``serve`` starts it. What it says goes to ``log``."""

    def __init__(self, log: Path, *, processes: int = 1, **variables: str) -> None:
        self.port, self.log, self.processes, self.variables = free_port(), log, processes, variables
        self.running: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.begin()
        self.await_answer()

    def begin(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", str(self.processes), "--blocking-threads", "4", "--no-ws"]
        command += ["--log-level", "warning", "portal.wsgi:application"]
        self.running = started(command, self.log, **self.variables)

    def await_answer(self) -> None:
        until = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < until and self.running.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                return
            time.sleep(0.05)
        raise AssertionError(f"the server did not start: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """SIGKILL to the whole group, in the middle of whatever it does."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None


def started(command: list[str], log: Path, **variables: str) -> subprocess.Popen:
    """A program of ours on the database of the test."""
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), str(settings.BASE_DIR / "site")]),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "PHONE_KEYS_DIR": str(settings.PHONE_KEYS_DIR),
        **variables,
    }
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 — our own program
            command, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
