"""Peer clubs at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from clubs.models import PeerClubs
from tests.accounts.downloads.reading import rows_in
from tests.factories.clubs import make_peers
from tests.factories.participation import make_closed_group, make_group
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def url(name, row):
    return reverse(f"clubs:{name}", args=[row.pk])


def test_pair_is_made_shown_on_both_pages_and_ended(reach, officer):
    other = make_group(area=make_area(HERE), name_km="ក្លឹបមិត្ត")
    closed = make_closed_group(area=make_area(HERE))
    form = officer.get(url("pair", reach.group)).context["form"]
    assert list(form.fields["other"].queryset) == [other]
    today = timezone.localdate()
    for wrong in (closed, reach.foreign_group, reach.group):
        data = {"other": wrong.pk, "began_on": today}
        assert "other" in officer.post(url("pair", reach.group), data).context["form"].errors
    assert officer.post(url("pair", reach.group), {"other": other.pk, "began_on": today}).url == url(
        "peers", reach.group
    )
    pair = PeerClubs.objects.get()
    for here, there in ((reach.group, other), (other, reach.group)):
        assert there.name_km in officer.get(url("peers", here)).text
        assert url("peers", here) in officer.get(reverse("groups:page", args=[here.pk])).text
    officer.post(url("end_pair", pair), {"ended_on": today})
    pair.refresh_from_db()
    assert pair.ended_on == today


def test_peer_outside_the_reach_has_no_name(reach, officer):
    make_peers(reach.group, reach.foreign_group)
    for address in (url("peers", reach.group), reverse("groups:page", args=[reach.group.pk])):
        page = officer.get(address)
        assert page.status_code == 200
        assert reach.foreign_group.name_km not in page.text
    assert "a club outside your reach" in officer.get(url("peers", reach.group)).text


def test_peers_are_taken_along_without_the_name_of_one_outside_the_reach(reach, officer):
    near = make_group(area=make_area(HERE), name_km="ក្លឹបមិត្ត")
    make_peers(reach.group, near, began_on=timezone.localdate())
    make_peers(reach.group, reach.foreign_group, began_on=timezone.localdate() - timedelta(days=900))
    for format in ("csv", "xlsx"):
        first, second = rows_in(officer.get(url(f"peers_{format}", reach.group)))
        assert first["Code of the group"] == reach.group.code
        assert (first["Code of the peer club"], first["Peer club"]) == (near.code, near.name)
        assert (second["Code of the peer club"] or "", second["Peer club"]) == ("", "a club outside your reach")
    (line,) = JournalEntry.objects.filter(verb="list.exported", details__format="csv")
    assert (line.details["table"], line.details["rows"]) == ("peer-clubs", 2)


def test_pair_is_ended_by_who_records_in_one_of_the_two(reach):
    pair = make_peers(reach.group, reach.foreign_group)
    today = timezone.localdate()
    nameless = browser(reach.nameless())
    assert nameless.post(url("end_pair", pair), {"ended_on": today}).status_code == 404
    assert browser(reach.facilitator()).post(url("end_pair", pair), {"ended_on": today}).status_code == 302


def test_list_costs_the_same_at_one_pair_and_at_three(reach, officer, django_assert_num_queries):
    make_peers(reach.group, make_group(area=make_area(HERE)))
    officer.get(url("peers", reach.group))
    with django_assert_num_queries(BUDGET):
        officer.get(url("peers", reach.group))
    for _number in range(2):
        make_peers(reach.group, make_group(area=make_area(HERE)))
    with django_assert_num_queries(BUDGET):
        assert len(officer.get(url("peers", reach.group)).context["rows"]) == 3


BUDGET = 8
