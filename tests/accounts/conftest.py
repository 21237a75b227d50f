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
