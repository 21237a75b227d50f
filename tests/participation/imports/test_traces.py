"""Traces as rows, also those of imports made when they were one text."""

from importlib import import_module

import pytest
from django.apps import apps

from participation.imports.applying import apply_import
from participation.imports.traces import numbers_of
from participation.imports.undoing import undo_import
from participation.models import ImportTrace, Kind
from people.models import Person
from tests.factories.participation import make_post, make_rule
from tests.factories.places import make_area
from tests.participation.imports.files import row
from tests.participation.imports.test_applying import changed_row, draft
from tests.participation.reaches import HERE, Reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    for kind in Kind.values:
        make_rule(kind)
        make_post(kind)
    make_area(HERE + "01")
    return Reach()


def rows_of(run):
    return sorted(run.traces.values_list("kind", "record", "is_made", "version", "post", "before", "after", "opened"))


def test_traces_of_before_become_rows_and_go_back(reach):
    officer = reach.officer()
    moved = changed_row(reach, post="leader", began_on="01/05/2023", given_name="ដារ៉ា")
    run = apply_import(run=draft(officer, row(), moved), by=officer)
    of_now, hanging = rows_of(run), run.hanging
    assert numbers_of(run) == {"groups": 1, "persons": 1, "memberships": 2, "changed": 3}
    migration = import_module("participation.migrations.0008_traces_of_earlier_imports")
    migration.into_text(apps, None)
    run.refresh_from_db()
    assert (run.hanging["hanging"], len(run.hanging["memberships"])) == (hanging, 2)
    assert not ImportTrace.objects.exists()
    migration.into_rows(apps, None)
    run.refresh_from_db()
    assert (rows_of(run), run.hanging) == (of_now, hanging)
    undo_import(run=run, by=officer)
    assert not Person.objects.filter(given_name="ដារ៉ា").exists()
