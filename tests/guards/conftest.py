"""The two provinces of the permission matrix, for every guard that walks through all addresses."""

import os
from copy import deepcopy

import pytest
from django.utils import timezone

from tests.guards.matrix.world import World, make_world


@pytest.fixture
def world(made_once) -> World:
    """Made once by each worker, whose folder holds its photo, and anew after midnight: it speaks of yesterday."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return deepcopy(made_once(make_world, of=f"{worker} {timezone.localdate()}"))
