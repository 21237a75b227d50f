"""Starting and stopping processes: whatever happens, none is left."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from portal.processes import CannotListen, Children, Relay, free_port, refuse_taken_port

pytestmark = pytest.mark.once

SITE = Path(__file__).resolve().parents[2] / "site"

# Parent and children share one pipe, and no order among them is promised. A line is one write, because `print` makes
# several of it where PYTHONUNBUFFERED is set, and lines of two processes then mix.
PARENT = """
import os, signal, sys
import portal.processes
from portal.processes import Children, Stopped, stopped_by_signals
portal.processes.PATIENCE = 2
signal.signal(signal.SIGHUP, signal.SIG_IGN if "nohup" in sys.argv[2:] else signal.SIG_DFL)
children = Children()
say = lambda *words: os.write(1, (" ".join(map(str, words)) + "\\n").encode())
with stopped_by_signals():
    try:
        children.start("family", ["sh", "-c", "sleep 60 & echo family $$ $!; wait"], dict(os.environ))
        children.start("stubborn", [sys.executable, "-c", sys.argv[1]], dict(os.environ))
        say("parent", *[process.pid for process in children.processes.values()])
        say("ended:", children.wait())
    except Stopped:
        say("asked")
    finally:
        children.stop()
"""

LONG = "import time; time.sleep(300)"
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(1, b"stubborn stays\\n")
time.sleep(300)
"""
SHORT = "import time; time.sleep(0.5)"


def runs(pid: int) -> bool:
    """Whether a process is there; one that ended and waits to be noticed is not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition, seconds=15.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def family():
    """Starts the parent above; gives it, once all it awaits have spoken, with the numbers of all its descendants."""
    started = []

    def start(second_child: str, *under: str, awaited=("parent", "family")) -> tuple[subprocess.Popen, set[int]]:
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, second_child, *under],
            env={**os.environ, "PYTHONPATH": str(SITE)},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        lines = [parent.stdout.readline().split() for _ in awaited]
        pids = {int(word) for line in lines for word in line if word.isdigit()}
        started.append((parent, pids))
        assert {line[0] for line in lines if line} == set(awaited), lines
        assert len(pids) == 3, lines
        return parent, pids

    yield start
    for parent, pids in started:
        for pid in {parent.pid} | pids:
            if runs(pid):
                os.kill(pid, signal.SIGKILL)
        parent.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_child(family, number):
    parent, pids = family(LONG)
    assert all(runs(pid) for pid in pids)
    parent.send_signal(number)
    assert parent.communicate(timeout=20)[0] == "asked\n"
    assert [pid for pid in pids if runs(pid)] == []


def test_closed_terminal_is_ignored_under_nohup(family):
    parent, pids = family(LONG, "nohup")
    parent.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        parent.communicate(timeout=1)
    assert all(runs(pid) for pid in pids)
    parent.send_signal(signal.SIGTERM)
    assert parent.communicate(timeout=20)[0] == "asked\n"


def test_a_child_that_ignores_the_signal_is_ended(family):
    parent, pids = family(STUBBORN, awaited=("parent", "family", "stubborn"))
    parent.send_signal(signal.SIGTERM)
    assert parent.communicate(timeout=30)[0] == "asked\n"
    assert [pid for pid in pids if runs(pid)] == []


def test_a_child_that_ends_stops_the_others(family):
    parent, pids = family(SHORT)
    assert parent.communicate(timeout=20)[0] == "ended: stubborn\n"
    assert [pid for pid in pids if runs(pid)] == []


def test_children_end_with_a_parent_that_was_killed(family):
    """By the kernel (Linux). Grandchildren are their own parents' care: the web server ends its workers."""
    parent, pids = family(LONG)
    parent.kill()
    parent.wait()
    assert wait_until(lambda: sum(runs(pid) for pid in pids) <= 1)


def test_stopping_children_that_are_gone_is_no_error():
    children = Children()
    children.start("short", [sys.executable, "-c", ""], dict(os.environ))
    assert children.wait() == "short"
    children.stop()
    children.stop()


def test_a_taken_port_is_refused_with_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen) as refusal:
            refuse_taken_port("127.0.0.1", port)
    assert str(refusal.value) == (
        f"Port {port} is taken, perhaps by a portal that runs already: stop it or choose another --port."
    )
    refuse_taken_port("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("192.0.2.1", 8000)])
def test_an_impossible_address_is_refused_with_a_sentence(host, port):
    with pytest.raises(CannotListen, match=f"Nothing can listen on {host} port {port}"):
        refuse_taken_port(host, port)


def test_the_relay_answers_on_ipv6(tmp_path):
    (tmp_path / "word").write_text("hello " * 50_000)
    port = free_port()
    children = Children()
    server = ["-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    children.start("server", [sys.executable, *server], {**os.environ, "PYTHONWARNINGS": "ignore"})
    try:
        Relay(port).start()
        assert wait_until(lambda: answers(port))
        with urllib.request.urlopen(f"http://[::1]:{port}/word", timeout=10) as answer:
            assert answer.read() == b"hello " * 50_000
    finally:
        children.stop()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://[::1]:{port}/word", timeout=10):
            return True
    except OSError:
        return False
