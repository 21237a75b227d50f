"""A small country for the demo."""

from datetime import date

import pytest

from participation.seeds.planting import plant
from portal.demo import shape
from portal.demo.accounts import make_facilitators
from portal.demo.load import Writer
from portal.demo.rows import OrmRows
from tests.factories.places import make_village

TODAY = date(2026, 6, 1)


@pytest.fixture
def facilitators(monkeypatch, db):
    """A country of two communes, with the demo's partners and projects; who works in it."""
    monkeypatch.setattr(shape, "COUNCILS", 2)
    monkeypatch.setattr(shape, "CLUBS", 3)
    monkeypatch.setattr(shape, "NETWORKS", 2)
    plant()
    for code in ("05060101", "05060102", "17010201", "17010202"):
        make_village(code)
    users = make_facilitators(2, TODAY)
    Writer(TODAY, users, OrmRows())
    return users
