"""Installs a lock with pip, as this machine's pip is set up, and tells how far it is."""

import collections
import os
import re
import subprocess
import sys

STEP = re.compile(r"^(Collecting|Requirement already satisfied:|Ignoring) ([A-Za-z0-9_.-]+)")
NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure|Connection refused|ConnectTimeout|ReadTimeout"
    r"|No matching distribution|Network is unreachable|SSLError|ProxyError"
)


class CannotInstall(Exception):
    """The packages could not be installed; the text is one sentence that says what to do."""


class Progress:
    """One line that grows on a terminal; now and then a line elsewhere."""

    def __init__(self, total, say):
        self.total, self.done, self.say = total, 0, say
        self.on_terminal = sys.stderr.isatty()

    def step(self, name):
        self.done = min(self.done + 1, self.total)
        if self.on_terminal:
            sys.stderr.write("\r\033[K  {} of {}: {}".format(self.done, self.total, name))
            sys.stderr.flush()
        elif self.done % 25 == 0:
            self.say("  {} of {} packages".format(self.done, self.total))

    def unpacking(self):
        if self.on_terminal:
            sys.stderr.write("\r\033[K")
        self.say("  unpacking, about half a minute")


def names_in(lock):
    """The packages that a lock names."""
    with open(lock) as lines:
        return [line.split("==")[0] for line in lines if re.match(r"[A-Za-z0-9].*==", line)]


def pip_install(python, lock, environ, say):
    """Installs every package of the lock, each with a hash that must fit; raises ``CannotInstall``."""
    progress = Progress(len(names_in(lock)), say)
    name = os.path.basename(lock)
    say("Installing {} packages from {} (once; the next start takes seconds)".format(progress.total, name))
    command = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    pip = subprocess.Popen(
        command + ["--require-hashes", "-r", lock],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environ, PIP_USER="0", PYTHONUNBUFFERED="1"),
        close_fds=False,
    )
    last = collections.deque(maxlen=200)
    try:
        for line in pip.stdout:
            line = line.decode("utf-8", "replace").rstrip()
            last.append(line)
            step = STEP.match(line)
            if step:
                progress.step(step.group(2))
            elif line.startswith("Installing collected packages"):
                progress.unpacking()
    except BaseException:
        pip.terminate()
        raise
    finally:
        pip.stdout.close()
        failed = pip.wait()
    if failed:
        raise CannotInstall(why_it_failed(list(last)))


def why_it_failed(lines):
    """What pip said, as one sentence that says what to do."""
    errors = [line for line in lines if line.startswith("ERROR:")] or [line for line in lines if line][-1:]
    if any(NO_NETWORK.search(line) for line in lines):
        return (
            "The packages could not be fetched: connect this machine to the network, or set up pip for a package "
            "index that it reaches, and start again. pip said: {}".format(errors[0] if errors else "nothing")
        )
    return "Installing the packages failed, start again or name another Python with PORTAL_PYTHON. pip said: {}".format(
        " ".join(errors[:3]) or "nothing"
    )
