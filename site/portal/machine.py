"""What tests need of the machine beside Python: a browser, a database server; with ``--deep`` npm, nginx, scanners."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

WITHOUT_WINDOW = "chromium-headless-shell"
"""The same Chromium, built without its window: the journeys then take a third less of the processor."""
BROWSERS = (WITHOUT_WINDOW, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@dataclass(frozen=True)
class Need:
    """A program, how to see that it is there, and the Debian package that has it."""

    name: str
    is_there: Callable[[], bool]
    package: str


class Missing(Exception):
    """The machine lacks something; the text says which line to type."""


def browser() -> str | None:
    """The Chromium of this machine."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_postgres() -> bool:
    on_path = shutil.which("initdb") and shutil.which("postgres")
    return bool(on_path) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def nginx() -> str | None:
    """The nginx of this machine, which Debian keeps from the path of who is not root."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


APT = ["-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
"""Without what packages only recommend, which is half of a desktop. A machine that is updating itself is waited for."""

# No Khmer font is needed: the pages bring their own, and the tests must see whether they do.
CHROMIUM = Need("Chromium", lambda: browser() is not None, WITHOUT_WINDOW)
POSTGRESQL = Need("PostgreSQL server", has_postgres, "postgresql")
NGINX = Need("nginx", lambda: nginx() is not None, "nginx-light")
NODE = Need("npm", lambda: bool(shutil.which("node") and shutil.which("npm")), "npm")


def provide(needs: list[Need], say: Callable[[str], None]) -> None:
    """Installs what is missing where that is allowed (root on Debian); else raises ``Missing``: the line to type."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    packages = [need.package for need in missing]
    names = " and ".join(need.name for need in missing)
    by_hand = f"The tests need {names}. Type as root: apt-get install {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(by_hand)
    say(f"Installing {names} with apt-get …")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", *APT], ["apt-get", "install", "-y", *APT, *packages]):
        done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode or not all(need.is_there() for need in missing):
        raise Missing(f"{by_hand} (apt-get could not do it here; its lines stand above)")


def lighthouse(listed: Path, folder: Path) -> list[str]:
    """The command of Lighthouse, installed in ``folder`` exactly as the two files of npm in ``listed`` say."""
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    files = ("package.json", "package-lock.json")
    is_same = all(
        (folder / name).exists() and (folder / name).read_bytes() == (listed / name).read_bytes() for name in files
    )
    if not (is_same and program.exists()):
        if not NODE.is_there():
            raise Missing(f"Lighthouse needs {NODE.name}. Type as root: apt-get install {NODE.package}")
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            shutil.copy(listed / name, folder / name)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(
            [shutil.which("npm"), *command[1:]], cwd=folder, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
        )
        if done.returncode or not program.exists():
            raise Missing(f"Lighthouse could not be installed: {' '.join(command)} (its lines stand above)")
    return [shutil.which("node"), str(program)]


def scanner(lock: Path, folder: Path, program: str) -> str:
    """The path of a Python program, installed in an environment of its own exactly as ``lock`` says."""
    path, mark = folder / "bin" / program, folder / lock.name
    if not (mark.exists() and mark.read_bytes() == lock.read_bytes() and path.exists()):
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(lock)]
        done = subprocess.run(
            [folder / "bin" / "python", *install], stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
        )
        if done.returncode or not path.exists():
            raise Missing(f"{program} could not be installed: pip install -r {lock.name} (its lines stand above)")
        shutil.copy(lock, mark)
    return str(path)
