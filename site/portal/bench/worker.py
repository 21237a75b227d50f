"""What a worker holds and how long it takes to start, beside a minimal Wagtail project started the same way."""

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings

MINIMAL = """
from django.conf import settings
settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="portal.bench.minimal", WAGTAIL_SITE_NAME="bench",
    WAGTAILADMIN_BASE_URL="http://localhost", STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        "wagtail.contrib.forms", "wagtail.contrib.redirects", "wagtail.embeds", "wagtail.sites", "wagtail.users",
        "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail",
        "modelcluster", "taggit", "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
        "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
)
"""
"""The applications of Wagtail's own starter project, with its administration's addresses."""

START = """
import time
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
get_wsgi_application()
get_resolver().url_patterns
get_resolver()._populate()
held = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS:"))
print(held, time.process_time())
"""
"""What a worker does before its first request: applications, middleware and addresses (see ``accounts.later``)."""

USE = """
from portal.bench.reader import sign_in_and_read
sign_in_and_read()
held = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS:"))
print(held, time.process_time())
"""
"""What loads the rest: somebody signs in with a second step, and reads the list of groups."""


@dataclass(frozen=True, slots=True)
class Worker:
    """The memory of a started worker, and the processor seconds that its start took."""

    megabytes: float
    seconds: float


def workers(*, rounds: int) -> tuple[Worker, Worker]:
    """A minimal Wagtail project's worker and ours, in turns."""
    taken = [(_started(MINIMAL + START), _started(START)) for _ in range(rounds)]
    return _middle([minimal for minimal, _ in taken]), _middle([ours for _, ours in taken])


def used_worker(*, rounds: int) -> Worker:
    """Our worker after somebody signed in there and read the list of groups."""
    return _middle([_started(START + USE) for _ in range(rounds)])


def _started(program: str) -> tuple[float, float]:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    environ["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)  # noqa: S603 — our own
    kilobytes, seconds = said.stdout.split()[-2:]
    return float(kilobytes) / 1000, float(seconds)


def _middle(taken: list[tuple[float, float]]) -> Worker:
    memory, seconds = zip(*taken, strict=True)
    return Worker(statistics.median(memory), min(seconds))
