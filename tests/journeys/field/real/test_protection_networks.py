"""A family protection network on the phone: adults, youth and children in one list, and a calm word about conduct."""

from collections import Counter

from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Notice
from participation.models import Attendance, Kind
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.networks import make_network
from tests.factories.participation import make_facilitation, make_membership, make_post
from tests.factories.people import make_person
from tests.journeys.field.screens.conftest import Thumb, answer, fold, mark, record_button, save

from .conftest import marks_of, only_meeting

MEMBERS = (
    ("coordinator", "សុខ", "វណ្ណៈ", "male", 1975),
    ("police_post", "ហេង", "បូរី", "male", 1988),
    ("youth", "ចាន់", "កញ្ញា", "female", 2005),
    ("child_representative", "កែវ", "ដាលីន", "female", 2013),
)


def test_a_network_meets_without_network(new_phone, village, officer_page):
    network = make_network(area=village.group.area, name_km="បណ្តាញការពារគ្រួសារភូមិព្រែក", name_latin="Prek network")
    for post, family, given, sex, year in MEMBERS:
        person = make_person(family_name=family, given_name=given, sex=sex, birth_year=year)
        make_membership(group=network, person=person, post=make_post(Kind.NETWORK, post))
    make_post(Kind.NETWORK, "member")
    coordinator = make_user("facilitator", username="vanna", language="km", full_name="Vanna", checked=False)
    make_facilitation(user=coordinator, group=network)

    phone = new_phone()
    phone.sign_in(coordinator)
    page = phone.page
    expect(page.locator('.card[data-kind="network"]')).to_have_count(1)
    expect(page.locator('[data-at="notes"]')).to_contain_text("ក្រមប្រតិបត្តិ")
    phone.network(on=False)
    thumb = Thumb(page)
    thumb.tap(record_button(page))
    thumb.tap(mark(page, 1))
    thumb.tap(page.locator('[data-do="newcomer"]'))
    thumb.type("ទូច", then="Enter")
    thumb.type("សំណាង")
    thumb.tap(page.locator('.chip[value="male"]'))
    thumb.tap(page.locator('[data-at="birth_year"]'))
    thumb.type("១៩៥៦", then="Enter")
    thumb.tap(fold(page, "decisions").locator("summary"))
    thumb.type("បិទផ្សាយលេខទូរស័ព្ទជំនួយ")
    thumb.tap(fold(page, "decisions").locator('.chip[value="coordinator"]'))
    thumb.tap(save(page))
    thumb.tap(answer(page))
    expect(page.locator(".card").first).to_be_visible()
    phone.network(on=True)
    phone.kept("sent")

    meeting = only_meeting()
    assert (meeting.group, meeting.recorded_by) == (network, coordinator)
    assert marks_of(meeting) == {"absent": 1, "present": 4}
    ages = Counter(Attendance.objects.filter(meeting=meeting).values_list("age_group", flat=True))
    assert ages == {"25_up": 3, "18_24": 1, "10_14": 1}
    elder = Person.objects.get(given_name="សំណាង")
    assert (elder.birth_year, elder.memberships.get().post.code) == (1956, "member")
    assert meeting.decisions.get().post.code == "coordinator"
    notice = Notice.objects.get(text_key="recorded_without_checks")
    assert (notice.user, notice.link) == (village.officer, reverse("checks:person", args=[coordinator.pk]))
    officer_page.goto(reverse("networks:page", args=[network.pk]))
    expect(officer_page.locator("main")).to_contain_text("សុខ")
