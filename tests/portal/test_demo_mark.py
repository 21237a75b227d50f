"""Demo data and real data never share a database."""

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from portal.demo_mark import HOLDS_DEMO, HOLDS_REAL, is_marked, mark, refuse_mixing, why_refused

pytestmark = pytest.mark.django_db


def test_real_settings_refuse_a_demo_database(settings):
    settings.IS_DEMO = False
    assert why_refused() == ""
    mark()
    assert is_marked()
    assert why_refused() == HOLDS_DEMO
    with pytest.raises(ImproperlyConfigured, match="holds demo data"):
        refuse_mixing()


def test_demo_is_not_loaded_beside_real_accounts(settings):
    settings.IS_DEMO = True
    assert why_refused() == ""
    get_user_model().objects.create(username="dara")
    assert why_refused() == HOLDS_REAL
    mark()
    assert why_refused() == ""


def test_the_check_of_the_database_says_so_too(settings):
    settings.IS_DEMO = False
    assert [error.id for error in run_checks(tags=["database"], databases=["default"]) if "E001" in error.id] == []
    mark()
    found = run_checks(tags=["database"], databases=["default"])
    assert [error.msg for error in found if error.id == "portal.E001"] == [HOLDS_DEMO]
