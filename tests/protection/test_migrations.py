"""The tables of services go and come again, with rows in them; helplines and imports of the register stay."""

import pytest
from django.core.management import call_command
from django.db import connection

from participation.models import ImportRun
from protection.models import HelpLine, Service
from tests.factories.helplines import helpline
from tests.factories.participation import make_import
from tests.factories.services import make_coverage

pytestmark = pytest.mark.deep  # a minute of going back and forth on each database


def go(app: str, name: str | None = None) -> None:
    call_command("migrate", app, *([name] if name else []), verbosity=0, interactive=False)


@pytest.fixture
def forwards_again(transactional_db):
    yield
    go("protection")
    go("participation")


def test_services_can_be_taken_out_and_put_in_again(forwards_again):
    line, run = helpline(), make_import()
    make_coverage()
    go("protection", "0001_initial")
    go("participation", "0013_issue_without_a_status")
    assert not {name for name in connection.introspection.table_names() if name.startswith("protection_service")}
    go("participation")
    go("protection")
    assert (HelpLine.objects.get().pk, ImportRun.objects.get().subject) == (line.pk, "register")
    assert ImportRun.objects.get().pk == run.pk
    assert not Service.objects.exists()
    make_coverage()
