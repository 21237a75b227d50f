"""Lets uv fetch a Python where the machine has none that is new enough."""

import os
import shutil
import subprocess
import sys
import tempfile

from portal.setup.pythons import ask, home_folders, new_enough

VERSION = "3.13"


def uv_of_this_machine(environ):
    """The path of uv, or None."""
    found = shutil.which("uv", path=environ.get("PATH"))
    if found:
        return found
    for home in home_folders(environ):
        for folder in (".local", ".cargo"):
            path = os.path.join(home, folder, "bin", "uv")
            if os.access(path, os.X_OK):
                return path
    return None


def run(command, environ, timeout=900):
    """What a command prints, or None when it fails."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environ,
            timeout=timeout,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return None if done.returncode else done.stdout.decode("utf-8", "replace").strip()


def fetch_with(uv, environ):
    """The Python that uv fetched into its own folder, or None."""
    if run([uv, "python", "install", VERSION], environ) is None:
        return None
    path = run([uv, "python", "find", "--managed-python", "--no-project", VERSION], environ)
    python = ask(path) if path else None
    return python if new_enough(python) and not python.missing else None


def fetch_python(environ, say):
    """A Python by uv, which is installed for this one purpose into a folder that is thrown away; None if that fails."""
    uv = uv_of_this_machine(environ)
    if uv:
        say("No Python 3.12 or newer here; letting uv fetch Python {}".format(VERSION))
        return fetch_with(uv, environ)
    say("No Python 3.12 or newer here; trying to fetch Python {} with uv".format(VERSION))
    folder = tempfile.mkdtemp(prefix="portal-uv-")
    try:
        python = os.path.join(folder, "bin", "python")
        if run([sys.executable, "-m", "venv", folder], environ) is None:
            return None
        quick = ["--no-input", "--disable-pip-version-check", "--retries", "1", "--timeout", "15"]
        if run([python, "-m", "pip", "install"] + quick + ["uv"], environ) is None:
            return None
        return fetch_with(os.path.join(folder, "bin", "uv"), environ)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
