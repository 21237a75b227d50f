"""What every test stands on: a migrated database in no time, no network, no leftovers of the test before."""

import os

# The browser's driver runs an event loop in the test's thread; the database is used from that thread all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from freshness.marks import marks
from portal.catalogues import compile_catalogues
from tests.template import copies

pytest_plugins = ["tests.figures", "tests.made_once", "tests.sample", "tests.second_try"]

SLOW_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
hypothesis_settings.register_profile("ci", max_examples=30, derandomize=True, **SLOW_MACHINE)
hypothesis_settings.register_profile("deep", max_examples=1000, **SLOW_MACHINE)


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="full figures instead of a seeded sample; prints them")


def pytest_configure(config):
    hypothesis_settings.load_profile("deep" if config.getoption("--deep") else "ci")
    if not hasattr(config, "workerinput"):
        compile_catalogues()


@pytest.fixture(scope="session")
def deep(pytestconfig) -> bool:
    """Whether this run wants the full figures (``manage.py test --deep``)."""
    return pytestconfig.getoption("--deep")


@pytest.fixture(scope="session")
def database_copies(request):
    """The keeper of this worker's database."""
    workerinput = getattr(request.config, "workerinput", {})
    return copies(workerinput.get("workerid", "main"))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, database_copies):
    """Takes the place of pytest-django's: a copy of the migrated template instead of fresh migrations."""
    with django_db_blocker.unblock():
        database_copies.start()
        # Django empties every table after a test that commits, and with them the rows that migrations made (the site,
        # the languages, the root page). A new copy gives them back.
        emptying = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = lambda case: database_copies.renew()
    yield
    TransactionTestCase._fixture_teardown = emptying
    with django_db_blocker.unblock():
        database_copies.stop()


@pytest.fixture(autouse=True)
def nothing_left_over(settings, tmp_path_factory):
    """Language, cache and uploads of one test never reach the next."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
    settings.PRIVATE_ROOT = tmp_path_factory.getbasetemp() / "private"
    settings.MARKS_FILE = tmp_path_factory.getbasetemp() / "marks"
    marks().change_all()
    yield
    translation.deactivate()
    cache.clear()
