"""The processes that ``serve`` starts together and stops together."""

import asyncio
import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

PATIENCE = 10
"""Seconds that a child gets to end by itself."""

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Stopped(BaseException):
    """Somebody asked this process to stop. Not an ``Exception``: nothing on the way may swallow it."""


class CannotListen(Exception):
    """The address is not free; the text is one sentence that says what to do."""


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Inside, Ctrl-C and the signals that end a process raise ``Stopped``, once: stopping is not broken off."""

    def stop(number, frame):
        for each in ASKED_TO_STOP:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    # Under nohup a closed terminal is to be ignored. An ignored SIGINT only means that a script started us with "&".
    wanted = [n for n in ASKED_TO_STOP if n != signal.SIGHUP or signal.getsignal(n) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with_parent() -> None:
    """In a new child: the kernel ends it when the parent is killed and cannot stop it any more."""
    if LIBC:
        LIBC.prctl(DIES_WITH_PARENT, signal.SIGTERM)
    for number in ASKED_TO_STOP:
        signal.signal(number, signal.SIG_DFL)


class Children:
    """Processes by name. Each leads a group of its own, so that its own children end with it."""

    def __init__(self):
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self, name: str, command: list[str], environ: dict[str, str]) -> None:
        self.processes[name] = subprocess.Popen(
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def ended(self) -> str | None:
        """The name of a child that is gone, None while all run."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def wait(self) -> str:
        """Sleeps until a child ends and gives its name."""
        while not (name := self.ended()):
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        return name

    def stop(self) -> None:
        """Asks every child to end, waits, and ends what is left of their groups by force."""
        for process in self.processes.values():
            tell_group(process, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, until - time.monotonic()))
            tell_group(process, signal.SIGKILL)
            process.wait()


def tell_group(process: subprocess.Popen, number: int) -> None:
    """Signals a child and its children; it is no error when they are gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refuse_taken_port(host: str, port: int) -> None:
    """Stops with a sentence before anything is set up for an address that cannot be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CannotListen(f"Port {port} needs more rights: choose one above 1023, such as --port 8000.") from error
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                text = f"Port {port} is taken, perhaps by a portal that runs already: stop it or choose another --port."
            else:
                text = f"Nothing can listen on {host} port {port}: choose another --host or --port."
            raise CannotListen(text) from error


class Relay(threading.Thread):
    """Answers on the IPv6 address of this machine too, for readers whose ``localhost`` is only that."""

    def __init__(self, port: int):
        super().__init__(daemon=True, name="relay")
        self.port = port

    def run(self) -> None:
        with contextlib.suppress(OSError):  # a machine without IPv6, or the address is taken: it is an extra
            asyncio.run(self.listen())

    async def listen(self) -> None:
        server = await asyncio.start_server(self.accept, "::1", self.port)
        await server.serve_forever()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_server, from_server = (await asyncio.open_connection("127.0.0.1", self.port))[::-1]
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, to_server), pump(from_server, writer))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copies one direction of a connection until it ends."""
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()
