"""The desk of networks: the list, one network for readers with and without names, neighbours, and the notice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from participation.models import Kind
from protection.models import StandsBeside
from tests.accounts.downloads.reading import rows_in
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline
from tests.factories.networks import make_beside, make_network, make_place, make_training
from tests.factories.participation import make_facilitation, make_group, make_membership, make_plan, make_post
from tests.factories.people import make_person
from tests.factories.places import make_area, make_village
from tests.factories.services import make_coverage, make_service
from tests.protection.conftest import browser

pytestmark = pytest.mark.django_db
LIST = reverse("networks:list")


class Around:
    """A network here with an adult and a child, one there, and who reads."""

    def __init__(self) -> None:
        self.village = make_village("05060101")
        self.commune = self.village.parent
        self.network = make_network(area=self.village, name_km="បណ្តាញសេះបង្កង់", name_latin="Zebra network")
        self.foreign = make_network(area=make_village("10010101"), name_latin="Quagga network")
        self.adult = make_person(family_name="សុខ", given_name="សម្ងាត់", birth_year=1980, sex="male")
        self.child = make_person(family_name="កែវ", given_name="តូចតាច", birth_year=2013)
        for person, post in ((self.adult, "coordinator"), (self.child, "child_representative")):
            make_membership(group=self.network, person=person, post=make_post(Kind.NETWORK, post))
        make_post(Kind.NETWORK, "police_post")

    def reader(self, role):
        return browser(make_user(role, area=make_area("0506")))

    def url(self, name):
        return reverse(f"networks:{name}", args=[self.network.pk])


@pytest.fixture
def around():
    return Around()


def test_list_counts_women_men_youth_girls_and_boys_by_themselves(around):
    for birth_year, sex in ((1990, "female"), (2004, "female"), (2005, "male"), (2014, "male")):
        make_membership(
            group=around.network,
            person=make_person(birth_year=birth_year, sex=sex),
            post=make_post(Kind.NETWORK, "member"),
        )
    make_place(person=around.adult), make_place(person=around.adult)
    page = around.reader("area_officer").get(LIST)
    (row,) = page.context["rows"]
    counts = row.counts
    assert (counts.women, counts.men, counts.young_women, counts.young_men, counts.girls, counts.boys) == (
        *(1, 1, 1, 1, 1, 1),
    )
    assert (row.held, row.roles, [post.code for post in row.free], row.trained) == (2, 3, ["police_post"], 1)
    assert "Quagga" not in page.text


def test_list_is_narrowed(around):
    other = make_network(area=around.village, last_met_on=timezone.localdate())
    make_beside(around.network)
    client = around.reader("programme_officer")

    def shown(query):
        return [row.group.pk for row in client.get(f"{LIST}?{query}").context["rows"]]

    assert shown("show=leaderless") == [other.pk]
    assert shown("show=alone") == [other.pk]
    assert shown("show=overdue") == [around.network.pk]
    assert shown("q=Zebra") == [around.network.pk]
    assert shown("status=paused") == []
    assert "No network fits all of this." in client.get(f"{LIST}?status=paused").text
    assert len(shown(f"area={around.commune.pk}")) == 2


def test_names_are_for_those_who_may_and_others_see_that_they_are_hidden(around):
    with_names = around.reader("programme_officer").get(around.url("page"))
    assert around.adult.name in with_names.text
    assert JournalEntry.objects.filter(verb="network.read", people=2).count() == 1
    without = around.reader("focal_point").get(around.url("page"))
    assert "hidden from you" in without.text
    assert "Coordinator" in without.text
    for secret in (around.adult.given_name, around.child.given_name, around.adult.code):
        assert secret not in without.text
    roles = {row.post.code: [holder.sex for holder in row.holders] for row in without.context["page"].roles}
    assert roles == {"coordinator": ["male"], "child_representative": ["female"], "police_post": []}
    assert JournalEntry.objects.filter(verb="network.read").count() == 1


def test_page_tells_of_training_services_neighbours_and_the_next_meeting(around):
    make_place(training=make_training(area=make_area("10")), person=around.adult, sector="ccwc")
    service = make_service(area=around.commune, name_en="Near centre")
    make_coverage(service=service)
    unseen = make_service(area=around.commune, name_en="Unchecked office", is_checked=False)
    make_coverage(service=unseen)
    make_beside(around.network, make_group(area=around.village, name_latin="Otter club"))
    make_beside(around.network, make_group(area=make_area("1001"), name_latin="Far club"))
    make_plan(group=around.network, planned_on=timezone.localdate() + timedelta(days=5))
    text = around.reader("focal_point").get(around.url("page")).text
    for words in ("Child protection, the basics", "Near centre", "Unchecked office", "Otter club", "Next meeting"):
        assert words in text
    assert "a group outside your reach" in text
    assert "Far club" not in text
    facilitator = make_user("facilitator")
    make_facilitation(user=facilitator, group=around.network)
    own = browser(facilitator).get(around.url("page")).text
    assert "Near centre" in own
    assert "Unchecked office" not in own


def test_club_is_put_beside_and_ended(around):
    club, stranger = make_group(area=around.village), make_group(area=make_area("1001"))
    client, today = around.reader("area_officer"), timezone.localdate()
    for wrong in (stranger, around.network):
        answer = client.post(around.url("beside"), {"group": wrong.pk, "began_on": today})
        assert "group" in answer.context["form"].errors
    assert client.post(around.url("beside"), {"group": club.pk, "began_on": today}).url == around.url("page")
    beside = StandsBeside.objects.get()
    end = reverse("networks:end_beside", args=[beside.pk])
    assert around.reader("focal_point").post(end, {"ended_on": today}).status_code == 404
    client.post(end, {"ended_on": today})
    beside.refresh_from_db()
    assert beside.ended_on == today


def test_notice_names_roles_and_nobody_in_khmer_first(around):
    helpline(number="1280", verified_on=timezone.localdate(), next_check_on=timezone.localdate())
    client = around.reader("programme_officer")
    khmer, english = client.get(around.url("notice")).text, client.get(around.url("notice") + "?in=en").text
    assert "អ្នកសម្របសម្រួល" in khmer
    assert "Coordinator" in english
    assert "Officer of the police post" not in english
    assert "1280" in khmer
    for page in (khmer, english):
        assert around.adult.given_name not in page
        assert around.child.given_name not in page


def test_club_and_stranger_have_no_such_page(around):
    client = around.reader("programme_officer")
    for group in (make_group(area=around.village), around.foreign):
        for name in ("page", "notice", "beside"):
            assert client.get(reverse(f"networks:{name}", args=[group.pk])).status_code == 404


def test_page_of_the_group_leads_here(around):
    page = around.reader("focal_point").get(reverse("groups:page", args=[around.network.pk])).text
    assert around.url("page") in page


def test_page_of_a_club_names_the_networks_beside_it_as_far_as_the_reader_sees_them(around):
    club = make_group(area=around.village)
    address = reverse("groups:page", args=[club.pk])
    assert around.reader("focal_point").get(address).context["page"].sections == []
    make_beside(around.network, club), make_beside(around.foreign, club)
    make_beside(make_network(area=around.village, name_latin="Okapi network"), club, ended_on=timezone.localdate())
    page = around.reader("focal_point").get(address)
    (section,) = page.context["page"].sections
    assert [each.ended_on is None for each in section.periods] == [True, True, False]
    assert "Zebra network" in page.text
    assert around.url("page") in page.text
    assert "a network outside your reach" in page.text
    assert "Quagga" not in page.text
    of_network = reverse("groups:page", args=[around.network.pk])
    assert around.reader("focal_point").get(of_network).context["page"].sections == []


def test_list_is_taken_along_without_a_name(around):
    client = around.reader("programme_officer")
    for format in ("csv", "xlsx"):
        answer = client.get(reverse(f"networks:list_{format}"))
        (row,) = rows_in(answer)
        assert (row["Code of the group"], str(row["Men"]), str(row["Girls"])) == (around.network.code, "1", "1")
        assert row["Free roles"] == "Officer of the police post"


def test_list_costs_the_same_at_one_network_and_at_three(around, django_assert_num_queries):
    client = around.reader("programme_officer")
    client.get(LIST)
    with django_assert_num_queries(BUDGET):
        client.get(LIST)
    make_network(area=around.village), make_network(area=around.village)
    with django_assert_num_queries(BUDGET):
        assert len(client.get(LIST).context["rows"]) == 3


def test_page_costs_the_same_with_more_members_and_neighbours(around, django_assert_num_queries):
    make_beside(around.network, make_group(area=around.village))
    client = around.reader("programme_officer")
    client.get(around.url("page"))
    with django_assert_num_queries(PAGE_BUDGET):
        client.get(around.url("page"))
    for _turn in range(2):
        make_beside(around.network, make_group(area=around.village))
        make_membership(
            group=around.network, person=make_person(birth_year=1980), post=make_post(Kind.NETWORK, "police_post")
        )
    with django_assert_num_queries(PAGE_BUDGET):
        client.get(around.url("page"))


BUDGET = 12
PAGE_BUDGET = 19
