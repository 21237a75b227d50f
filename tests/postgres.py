"""A PostgreSQL that lives as long as one command: ``python -m tests.postgres pytest tests/people``.

It is made from the server programs on this machine, listens on a Unix socket in its own folder only, and is thrown
away with it. The command finds it through PORTAL_TEST_DATABASE_URL.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "PORTAL_TEST_DATABASE_URL"
MISSING = "no PostgreSQL server programs (initdb, postgres) on this machine; Debian: apt-get install postgresql"

QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "''",
    "shared_buffers": "128MB",
    "max_wal_size": "4GB",
    "log_min_messages": "panic",
}


class NoServer(Exception):
    """The machine has no PostgreSQL server programs."""


def programs() -> Path:
    """The folder of initdb and postgres, the newest version first."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return (folder / "initdb").resolve().parent
    raise NoServer(MISSING)


def unprivileged() -> dict:
    """PostgreSQL refuses to run as root: the ``subprocess`` arguments that step down, empty for anybody else."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")  # made by the package that brings the server programs
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Starts a server and gives the URL of its maintenance database; stops it and removes its files at the end."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    data, steps_down, server = folder / "data", unprivileged(), None
    environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    try:
        where = programs()
        if steps_down:
            os.chown(folder, steps_down["user"], steps_down["group"])
        folder.chmod(0o755)  # the tests may run as another user than the server
        subprocess.run(
            [where / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            env=environ,
            **steps_down,
        )
        settings = [part for name, value in QUICK.items() for part in ("-c", f"{name}={value.strip(chr(39))}")]
        command = [where / "postgres", "-D", data, "-k", folder, *settings]
        # stdout is closed by the server when it is gone; the "ready" line is awaited through its own tool.
        server = subprocess.Popen(command, cwd=folder, env=environ, start_new_session=True, **steps_down)
        ready = [where / "pg_isready", "-q", "-h", folder, "-U", "portal", "-d", "postgres"]
        wait_until_ready(server, ready)
        yield f"postgresql://portal@/postgres?host={folder}"
    finally:
        if server:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(server: subprocess.Popen, question: list) -> None:
    """Asks until the server answers; a server that ended meanwhile is an error."""
    while subprocess.run(question, check=False).returncode:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = server.wait(timeout=0.05)
            raise RuntimeError(f"PostgreSQL ended with code {code} before it answered.")


def main(command: list[str]) -> int:
    """Runs a command with the server at its side; the exit code is the command's."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # so that the server is stopped then, too
    with cluster() as url:
        environ = {**os.environ, VARIABLE: url}
        program = [sys.executable, "-m", *command] if command[0] == "pytest" else command
        try:
            return subprocess.run(program, env=environ, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
