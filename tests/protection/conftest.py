"""People and helplines of the protection tests."""

from datetime import date

import pytest

from accounts.models import User
from protection.models import HelpLine
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline


@pytest.fixture
def officer(db) -> User:
    return make_user("safeguarding_officer", username="officer")


@pytest.fixture
def confirmed(db) -> HelpLine:
    return helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))


@pytest.fixture
def unconfirmed(db) -> HelpLine:
    return helpline(number="1288")
