"""Doubles in a browser, in Khmer: found in the list, told apart, made one, and made two again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from people.models import NotTheSame, Person
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_mark, make_meeting, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_area, make_village
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/desk/people/likenesses/"


@pytest.fixture
def pairs(transactional_db):
    """Two pairs of likely doubles in one club; and who keeps its register."""
    group = make_group(area=make_village("05060101"), name_km="ក្លឹបកុមារភូមិព្រែកតាមាក់")
    found = []
    for family, given, other in (("សុខ", "ស្រីនាង", "ស្រិនាង"), ("ចាន់", "ដារា", "ដារ៉ា")):
        pair = [make_person(family_name=family, given_name=name) for name in (given, other)]
        for person in pair:
            make_membership(group=group, person=person)
        found.append(pair)
    make_mark(meeting=make_meeting(group=group), person=found[0][1])
    return make_user("programme_officer", area=make_area("05"), language="km"), found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_doubles_are_resolved_and_taken_back(new_page, enter_as, violations, overflow, pairs, size):
    officer, ((one, twin), (other, _alike)) = pairs
    page = new_page(size)

    def is_fine() -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    def open_pair(person: Person) -> None:
        page.goto(LIST)
        page.locator(f"a[href^='{LIST}'][href*='{person.pk}']").first.click()
        page.wait_for_url(f"**{person.pk}**")

    enter_as(page, officer)
    page.goto(LIST)
    rows = page.locator("main .pick-row")
    expect(rows).to_have_count(2)
    is_fine()

    open_pair(other)
    is_fine()
    page.locator("[name=answer][value=not_the_same]").click()
    page.wait_for_url(f"**{LIST}")
    expect(rows).to_have_count(1)
    assert NotTheSame.objects.count() == 1

    open_pair(one)
    keeps_first = f"/{one.pk}/{twin.pk}/" in page.url
    page.locator(f"[name=answer][value={'keep_one' if keeps_first else 'keep_other'}]").click()
    page.wait_for_url(f"**{reverse('people:page', args=[one.pk])}")
    is_fine()
    assert not Person.objects.filter(pk=twin.pk).exists()
    page.goto(reverse("people:page", args=[twin.pk]))
    expect(page).to_have_url(f"{page.url.split('/desk/')[0]}{reverse('people:page', args=[one.pk])}")
    page.goto(LIST)
    expect(rows).to_have_count(0)

    page.goto(reverse("people:page", args=[one.pk]))
    page.locator(f"a[href^='{LIST}merges/']").click()
    page.wait_for_url("**/undo/")
    is_fine()
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url(f"**{reverse('people:page', args=[one.pk])}")
    assert Person.objects.filter(pk=twin.pk).exists()
    page.goto(LIST)
    expect(rows).to_have_count(1)
