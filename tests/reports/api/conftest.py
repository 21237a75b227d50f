"""A country on a fixed day, and callers that begin anew."""

import pytest
import time_machine

from accounts.api import limits
from tests.reports.api.country import NOW, make_country


@pytest.fixture(autouse=True)
def nobody_has_called():
    limits.forget()
    yield
    limits.forget()


@pytest.fixture
def country(db):
    with time_machine.travel(NOW, tick=False):
        yield make_country()
