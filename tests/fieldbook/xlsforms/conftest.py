"""Readers and groups, and the language in which sentences are compared."""

import pytest
from django.utils import translation

from participation.models import Kind
from tests.factories.participation import make_post, make_topic
from tests.participation.reaches import Reach


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def reach():
    """A group here and one there, an officer of here, a post of councils and an article."""
    reach = Reach()
    make_post(Kind.COUNCIL, "leader")
    make_topic(type="article", number=12, code="article-12", name_km="ការស្តាប់", name_en="Being heard")
    reach.user = reach.officer()
    return reach
