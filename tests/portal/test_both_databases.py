"""The run is worth what it says only if both databases were tried."""

import os
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from portal.machine import has_postgres
from tests.postgres import MISSING, VARIABLE, cluster


@pytest.mark.once
def test_the_whole_run_is_tried_on_postgresql_first():
    """``manage.py test`` says what it did; a run of a few tests by hand says nothing and is believed."""
    tried = os.environ.get("PORTAL_TESTED_ON_POSTGRESQL", "by hand")
    if not tried and not os.environ.get("CI"):
        pytest.skip(MISSING)
    assert tried, MISSING


def test_this_run_uses_the_database_it_was_told(db):
    assert connection.vendor == ("postgresql" if os.environ.get(VARIABLE) else "sqlite")


@pytest.mark.once
def test_a_cluster_answers_and_leaves_nothing():
    if not has_postgres():
        pytest.skip(MISSING)
    with cluster() as url, psycopg.connect(url) as server:
        folder = server.info.host
        assert server.execute("SHOW listen_addresses").fetchone() == ("",)
        assert server.execute("SHOW data_directory").fetchone()[0].startswith(folder)
    assert not Path(folder).exists()
