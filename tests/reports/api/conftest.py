"""A country on a fixed day, and callers that begin anew."""

from copy import deepcopy

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
def country(made_once, worker_id):
    """Made once by each worker: what another one made would meet the numbers of this one's factories."""
    with time_machine.travel(NOW, tick=False):
        yield deepcopy(made_once(make_country, of=worker_id))
