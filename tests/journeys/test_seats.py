"""Seats of a council in a browser, in Khmer: set up, filled, handed over, taken over; and who is not heard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from councils.models import Mandate, Seat
from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_method, make_profile
from tests.factories.participation import make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def council(transactional_db):
    """A council with two members and no seats yet; and who keeps its register."""
    council = make_council(area=make_commune("050601"), name_km="ក្រុមប្រឹក្សាកុមារឃុំព្រែកតាមាក់")
    make_profile(group=council, girls_minimum=1)
    for code in ("ballot", "consensus"):
        make_method(code)
    post = make_post(Kind.COUNCIL, "member")
    people = [make_person(family_name="សុខ", given_name=name) for name in ("ស្រីនាង", "ដារា")]
    for person in people:
        make_membership(group=council, person=person, post=post)
    return council, people, make_user("programme_officer", area=make_area("05"), language="km")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_seat_is_filled_handed_over_and_taken_over(new_page, enter_as, violations, overflow, council, size):
    council, (first, second), officer = council
    page = new_page(size)
    seats = reverse("councils:seats", args=[council.pk])
    today = timezone.localdate()

    def is_fine() -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    def go(name: str, row: object) -> None:
        page.goto(reverse(f"councils:{name}", args=[row.pk]))
        is_fine()

    def send() -> None:
        page.locator("main form .button-primary").first.click()

    enter_as(page, officer)
    page.goto(reverse("groups:page", args=[council.pk]))
    page.locator(f".tabs a[href='{seats}']").click()
    page.wait_for_url(f"**{seats}")
    is_fine()
    page.locator("main a[href$='/seats/set-up/']").click()
    page.wait_for_url("**/set-up/")
    is_fine()
    page.locator("[name=count]").fill("៣")
    page.locator("[name=began_on]").fill((today - timedelta(days=100)).isoformat())
    send()
    page.wait_for_url(f"**{seats}")
    expect(page.locator("main tbody tr")).to_have_count(3)
    is_fine()

    seat = Seat.objects.get(council=council, number=1)
    page.locator(f"main a[href='{reverse('councils:fill', args=[seat.pk])}']").click()
    page.wait_for_url("**/fill/")
    is_fine()
    page.locator("[name=person]").select_option(str(first.pk))
    page.locator("[name=began_on]").fill((today - timedelta(days=50)).isoformat())
    send()
    page.wait_for_url(f"**{seats}")
    expect(page.locator("main tbody")).to_contain_text("ស្រីនាង")
    is_fine()

    mandate = Mandate.objects.get()
    go("handover", mandate)
    page.locator("[name=handover_1]").fill("ផ្លូវទៅសាលា")
    send()
    page.wait_for_url(f"**{reverse('councils:seat', args=[seat.pk])}")
    expect(page.locator("main .timeline")).to_contain_text("ផ្លូវទៅសាលា")
    is_fine()

    go("end", mandate)
    page.locator("[name=ended_on]").fill((today - timedelta(days=1)).isoformat())
    page.locator("[name=end_reason][value=moved]").check()
    page.locator("[name=successor]").select_option(str(second.pk))
    page.locator("[name=method]").select_option(label="ជ្រើសរើសរួមគ្នា")
    send()
    page.wait_for_url(f"**{reverse('councils:seat', args=[seat.pk])}")
    expect(page.locator("main .timeline-item")).to_have_count(2)
    is_fine()
    assert list(Mandate.objects.order_by("began_on").values_list("person", flat=True)) == [first.pk, second.pk]

    page.goto(seats)
    expect(page.locator("main tbody")).to_contain_text("ដារា")
    for name in ("seats_paper", "add_seat", "represent", "profile"):
        go(name, council)
    for name in ("change_seat", "close_seat", "fill"):
        go(name, seat)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_who_is_not_heard_is_listed_by_kind(new_page, enter_as, violations, overflow, council, size):
    council, _people, officer = council
    page = new_page(size)
    enter_as(page, officer)
    page.goto(reverse("councils:gaps"))
    expect(page.locator("main tbody tr")).to_have_count(1)
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".tabs a").nth(1).click()
    page.wait_for_url("**?show=vacant*")
    expect(page.locator("main .empty-state")).to_have_count(1)
    assert (violations(page), overflow(page)) == ([], 0)
