"""What is copied is what the functions would have made."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from tests.made_once import Shelf, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path)


def test_rows_come_back_as_they_were_made_and_those_that_went_stay_away(shelf, starter_of_groups):
    make, undo = starter_of_groups
    before = everything()
    assert shelf.made(make) == "made"
    made = everything()
    undo()
    assert everything() == before
    assert Shelf(shelf.folder).made(make) == "made"  # another worker
    assert everything() == made
    assert make.called == 1
    Group.objects.create(name="The next key is free")


def test_on_other_ground_the_functions_are_called(shelf, starter_of_groups):
    make, undo = starter_of_groups
    shelf.made(make)
    undo()
    Group.objects.create(name="somebody else's")
    shelf.made(make)
    assert make.called == 2


@pytest.fixture
def starter_of_groups():
    """A function that adds, changes and deletes rows, and the way back to before it."""
    leaving = Group.objects.create(name="leaves")
    known, root = set(Group.objects.values_list("pk", flat=True)), Page.get_first_root_node()

    def make():
        make.called += 1
        Group.objects.create(name="comes")
        Group.objects.filter(pk=leaving.pk).delete()
        Page.objects.filter(pk=root.pk).update(title="changed")
        return "made"

    def undo():
        Group.objects.exclude(pk__in=known).delete()
        Group.objects.create(pk=leaving.pk, name="leaves")
        Page.objects.filter(pk=root.pk).update(title=root.title)

    make.called = 0
    return make, undo
