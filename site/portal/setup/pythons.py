"""Finds a Python that is new enough, by running what lies in the usual places and asking it."""

import glob
import json
import os
import re
import subprocess
from collections import namedtuple

OLDEST = (3, 12)
TRIED = ((3, 13), (3, 12), (3, 14))
"""Versions the locked packages were tried with; a newer one is taken only where none of these is found."""

NAMES = ("python3.13", "python3.12", "python3.14", "python3.15", "python3", "python")

QUESTION = """
import json, sys
missing = []
for name in ("venv", "ensurepip", "ssl", "sqlite3"):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
where = getattr(sys, "_base_executable", None) or sys.executable
print(json.dumps({"where": where, "version": list(sys.version_info[:3]), "missing": missing}))
"""

Python = namedtuple("Python", "path version missing")


class NoPython(Exception):
    """There is no fitting Python; the text is one sentence that says what to install."""


def ask(path):
    """The ``Python`` behind a path, or None when it does not run (as the shim of a version that is not selected)."""
    try:
        done = subprocess.run(
            [path, "-I", "-c", QUESTION],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
        )
        answer = json.loads(done.stdout.decode("utf-8"))
        return Python(answer["where"], tuple(answer["version"]), tuple(answer["missing"]))
    except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError):
        return None


def home_folders(environ):
    """The home folder of the environment and that of the password database: they differ under sudo and in services."""
    homes = [environ.get("HOME", "")]
    try:
        import pwd  # there is none on Windows

        homes.append(pwd.getpwuid(os.getuid()).pw_dir)
    except (ImportError, KeyError):
        pass
    return list(dict.fromkeys(home for home in homes if home))


def newest_first(paths):
    """Sorts paths by the version that they name, so that 3.13 stands before 3.9."""
    return sorted(paths, key=lambda path: [int(number) for number in re.findall(r"\d+", path)], reverse=True)


def pyenv_folders(environ):
    """Folders of pyenv: beside a shim on the PATH, as set, and under the home folders."""
    for folder in environ.get("PATH", "").split(os.pathsep):
        if os.path.basename(folder.rstrip(os.sep)) == "shims":
            yield os.path.dirname(folder.rstrip(os.sep))
    if environ.get("PYENV_ROOT"):
        yield environ["PYENV_ROOT"]
    for home in home_folders(environ):
        yield os.path.join(home, ".pyenv")


def uv_folders(environ):
    """Folders in which uv keeps the Pythons that it fetched."""
    if environ.get("UV_PYTHON_INSTALL_DIR"):
        yield environ["UV_PYTHON_INSTALL_DIR"]
    if environ.get("XDG_DATA_HOME"):
        yield os.path.join(environ["XDG_DATA_HOME"], "uv", "python")
    for home in home_folders(environ):
        yield os.path.join(home, ".local", "share", "uv", "python")


def likely_places(environ, outside="/"):
    """Every path at which a Python may lie, the likeliest first. ``outside`` is the root of the file system."""
    for name in NAMES:
        for folder in environ.get("PATH", "").split(os.pathsep):
            if folder:
                yield os.path.join(folder, name)
    patterns = [os.path.join(folder, "versions", "3.*", "bin", "python3") for folder in pyenv_folders(environ)]
    patterns += [os.path.join(folder, "*", "bin", "python3") for folder in uv_folders(environ)]
    patterns += [
        os.path.join(outside, *parts)
        for parts in (
            ("usr", "local", "bin", "python3.[0-9]*"),
            ("usr", "bin", "python3.[0-9]*"),
            ("opt", "*", "bin", "python3"),
            ("opt", "*", "bin", "python3.[0-9]*"),
            ("opt", "*", "*", "bin", "python3"),
            ("opt", "*", "*", "*", "bin", "python3"),
        )
    ]
    for pattern in patterns:
        for path in newest_first(glob.glob(pattern)):
            yield path


def runnable(paths):
    """The paths that can be run, each file once even where several names point at it."""
    seen = set()
    for path in paths:
        if os.path.isfile(path) and os.access(path, os.X_OK) and not path.endswith("-config"):
            real = os.path.realpath(path)
            # A shim is one script under many names and answers by its name, so it is not the same as its target.
            key = path if "shims" in path.split(os.sep) else real
            if key not in seen:
                seen.add(key)
                yield path


def new_enough(python):
    return python is not None and python.version >= OLDEST


def chosen(environ):
    """The Python that ``PORTAL_PYTHON`` names; a wrong one stops with a sentence, as the operator meant it."""
    path = environ["PORTAL_PYTHON"]
    python = ask(path)
    if not new_enough(python):
        raise NoPython("PORTAL_PYTHON is {}, which is not a Python 3.12 or newer that runs.".format(path))
    if python.missing:
        raise NoPython("PORTAL_PYTHON is {}, which lacks {}.".format(path, " and ".join(python.missing)))
    return python


def find(environ, paths=None):
    """The best ``Python`` of this machine; raises ``NoPython`` with a sentence when there is none."""
    if environ.get("PORTAL_PYTHON"):
        return chosen(environ)
    newer = lacking = None
    for path in runnable(likely_places(environ) if paths is None else paths):
        python = ask(path)
        if not new_enough(python):
            continue
        if python.missing:
            lacking = lacking or python
        elif python.version[:2] in TRIED:
            return python
        else:
            newer = newer or python
    if newer:
        return newer
    raise NoPython(what_to_install(lacking))


def what_to_install(lacking=None):
    """One sentence for a machine without a fitting Python."""
    if lacking:
        return "{} lacks {}: install the missing part (Debian: apt-get install python{}.{}-venv).".format(
            lacking.path, " and ".join(lacking.missing), *lacking.version[:2]
        )
    return (
        "This needs Python 3.12 or newer and found none: install one "
        "(Debian: apt-get install python3.12 python3.12-venv) or set PORTAL_PYTHON to its path."
    )
