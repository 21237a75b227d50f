"""The kept database: what migrations made is there, also after a test that commits."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page


def test_migrated_rows_are_there(db):
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_migrated_rows_survive_a_test_that_commits(transactional_db, turn):
    assert Page.objects.filter(depth=1).count() == 1
    assert not Locale.objects.filter(language_code="xx").exists()
    Locale.objects.create(language_code="xx")
    ContentType.objects.filter(app_label="wagtailcore", model="locale").delete()
