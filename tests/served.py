"""The database of a test behind the real web server, as ``serve`` starts it: for programs that come from outside."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.bench.visits import server

SERVED = "portal.settings.embedded"


@contextmanager
def served(folder: Path, **more: str) -> Iterator[str]:
    """The address of a server with what this test committed; SQLite only. ``more`` goes into its environment."""
    database = f"sqlite:///{connection.settings_dict['NAME']}"
    own = {
        "DJANGO_SETTINGS_MODULE": SERVED,
        "PORTAL_VAR": str(folder),
        "DATABASE_URL": database,
        "SECRET_KEY": settings.SECRET_KEY,
        **more,
    }
    for made in (["createcachetable"], ["collectstatic", "--no-input"]):
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *made],
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with server(**own) as (_children, address):
        yield address
