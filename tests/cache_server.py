"""A real cache server (Valkey or Redis) that lives as long as a test, on a socket in a folder of its own."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.machine import cache_server

SECONDS_TO_START = 20


class CacheServer:
    """It keeps nothing on disk, as deploy/compose.yaml starts it: stopped and started again, it has lost everything."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "cache.sock"
        self.running: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        command = [cache_server(), "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no"]
        self.running = subprocess.Popen(
            command, cwd=self.socket.parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + SECONDS_TO_START
        while not self.socket.exists():
            assert self.running.poll() is None, "the cache server ended before it answered"
            assert time.monotonic() < until, "the cache server did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            self.socket.unlink(missing_ok=True)
            self.running = None


@contextmanager
def a_cache_server() -> Iterator[CacheServer]:
    if cache_server() is None and not os.environ.get("CI"):
        pytest.skip("no Valkey or Redis on this machine; Debian: apt-get install redis-server")
    with tempfile.TemporaryDirectory(prefix="cache-") as folder:
        server = CacheServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def shared_cache() -> Iterator[CacheServer]:
    """One for all tests of a run that empty it themselves."""
    with a_cache_server() as server:
        yield server
