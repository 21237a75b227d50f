"""Time for tests of codes, and the people that most of them need."""

import pytest

from tests.factories.accounts import make_user


@pytest.fixture
def administrator(db):
    return make_user("administrator")


@pytest.fixture
def safeguarding_officer(db):
    return make_user("safeguarding_officer")


@pytest.fixture
def facilitator(db):
    return make_user("facilitator")


@pytest.fixture
def sealing(settings, tmp_path, db):
    """A folder of one's own for the key and the heads: those of another test are about another journal."""
    settings.JOURNAL_DIR = tmp_path / "journal"
    settings.JOURNAL_KEY = ""
    return settings.JOURNAL_DIR
