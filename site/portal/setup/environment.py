"""Makes the project's own .venv from the lock and starts the command again inside it."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

from portal.setup.installing import CannotInstall, pip_install
from portal.setup.pythons import NoPython, ask, find, new_enough
from portal.setup.uv import fetch_python, run

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
RECORD = "installed.json"
"""In .venv: the digest of each lock that is installed. Written last: without it nothing counts as installed."""

UNFINISHED = "unfinished"
"""In .venv while it is being made; one that still has it was broken off and is made anew."""


def say(text):
    """Progress goes to stderr: what a command prints may be read by another program."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def digest(path):
    with open(path, "rb") as lock:
        return hashlib.sha256(lock.read()).hexdigest()


class Environment:
    """The .venv of one checkout."""

    def __init__(self, root):
        self.root = root
        self.folder = os.path.join(root, ".venv")
        self.python = os.path.join(self.folder, "bin", "python")

    def lock(self, name):
        return os.path.join(self.root, name)

    def inside(self, name):
        return os.path.join(self.folder, name)

    def is_running(self):
        return os.path.realpath(sys.prefix) == os.path.realpath(self.folder)

    def installed(self):
        """Digest by lock name, as recorded when the installation ended."""
        try:
            with open(self.inside(RECORD)) as record:
                found = json.load(record)
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def has(self, lock):
        return (
            os.path.exists(self.python)
            and not os.path.exists(self.inside(UNFINISHED))
            and self.installed().get(lock) == digest(self.lock(lock))
        )

    def make(self, lock, environ):
        """Installs a lock, into a new .venv where there is none that works."""
        was_whole = self.works(environ)
        if not was_whole:
            self.make_folder(environ)
        self.begin()
        try:
            pip_install(self.python, self.lock(lock), environ, say=say)
        except CannotInstall:
            if was_whole:  # pip gave up by itself, before it changed anything
                os.remove(self.inside(UNFINISHED))
            raise
        self.record([lock] if lock == RUNTIME else [RUNTIME, DEVELOPMENT])
        os.remove(self.inside(UNFINISHED))

    def works(self, environ):
        """Whether there is a .venv that was made to the end, with a Python that runs and is new enough, and pip."""
        return (
            not os.path.exists(self.inside(UNFINISHED))
            and new_enough(ask(self.python))
            and run([self.python, "-m", "pip", "--version"], environ) is not None
        )

    def begin(self):
        with open(self.inside(UNFINISHED), "w"):
            pass

    def make_folder(self, environ):
        python = find_or_fetch(environ)
        say("Making .venv with Python {}.{}.{} ({})".format(*(python.version + (python.path,))))
        if os.path.lexists(self.folder):
            shutil.rmtree(self.folder)
        os.mkdir(self.folder)
        self.begin()
        done = subprocess.run(
            [python.path, "-m", "venv", self.folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environ,
            close_fds=False,
        )
        if done.returncode:
            last = done.stdout.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise CannotInstall("{} could not make .venv: {}".format(python.path, "".join(last)))

    def record(self, names):
        """Notes what is installed now; the development lock holds the runtime lock, so it counts for both."""
        handle, path = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "w") as record:
            json.dump({name: digest(self.lock(name)) for name in names}, record)
        os.replace(path, self.inside(RECORD))


def find_or_fetch(environ):
    """A Python of this machine, else one that uv fetches; raises ``NoPython`` with what to install."""
    try:
        return find(environ)
    except NoPython:
        if environ.get("PORTAL_PYTHON"):
            raise
        python = fetch_python(environ, say=say)
        if python is None:
            raise
        return python


@contextlib.contextmanager
def one_at_a_time(root):
    """Holds other starts back while one makes .venv.

    The folder itself is locked, so no file is left behind; the children inherit the lock, so that a pip which outlives
    its killed parent is waited for as well.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(root, os.O_RDONLY)
    os.set_inheritable(handle, True)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another start is making .venv; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def enter(root, argv):
    """Returns when this process runs in .venv with the lock installed; else makes it so and starts again there."""
    lock = DEVELOPMENT if argv[1:2] == ["test"] else RUNTIME
    environment = Environment(root)
    if not environment.has(lock):
        prepare(environment, lock)
    if not environment.is_running():
        os.execv(environment.python, [environment.python] + argv)


def prepare(environment, lock):
    """Makes what is missing; every way to fail ends in one sentence."""
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    try:
        with one_at_a_time(environment.root):
            if not environment.has(lock):  # another start may have made it meanwhile
                environment.make(lock, environ)
    except (NoPython, CannotInstall) as refusal:
        sys.exit(str(refusal))
    except PermissionError as error:
        sys.exit("{} cannot be written: start this as the user who owns {}.".format(error.filename, environment.root))
    except OSError as error:
        sys.exit("Setting up .venv failed: {}.".format(error))
    except KeyboardInterrupt:
        sys.exit("Stopped; the next start makes .venv anew.")
