"""The work list of who is not heard: each kind of gap, within reach, page by page, and as a file."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from accounts.paging import page_of
from clubs.models import ClubProfile
from councils.models import CouncilProfile
from khmertext.dates import format_time
from participation.models import GapLook
from tests.accounts.downloads.reading import rows_in
from tests.councils.conftest import ago
from tests.factories.councils import make_council, make_mandate, make_profile, make_seat
from tests.factories.participation import make_closed_group, make_group
from tests.factories.places import make_area
from tests.participation.reaches import HERE

pytestmark = pytest.mark.django_db
URL = "/desk/councils/gaps/"


def shown(client, **asked):
    """The groups of a kind of gap, with what is missing."""
    return {group.pk: detail for group, _path, detail, _url in client.get(URL, asked).context["rows"]}


def test_councils_with_too_few_girls(officer, councils):
    assert shown(officer, show="girls") == {councils.council.pk: "1 girls, at least 2 are agreed"}
    councils.hold(councils.seats[2], "ស្រីមុំ", sex="female")
    assert shown(officer, show="girls") == {}


def test_a_council_whose_girls_have_left_has_too_few(officer, councils):
    councils.girl.delete()
    assert shown(officer, show="girls") == {councils.council.pk: "0 girls, at least 2 are agreed"}


def test_councils_with_empty_seats(officer, councils):
    full = make_council(area=make_area(HERE))
    councils.hold(make_seat(council=full, number=1), "ពេញ", sex="male")
    make_seat(council=full, number=2, ended_on=ago(1))
    make_council(area=make_area(HERE))
    assert shown(officer, show="vacant") == {councils.council.pk: "1 of 3 seats are empty"}


def test_terms_that_end_without_a_successor(officer, councils):
    make_mandate(seat=councils.seats[2], began_on=ago(700), ends_on=ago(350))
    detail = shown(officer, show="ending")[councils.council.pk]
    assert detail.startswith("1 term ends, on ")
    assert detail.endswith(" · 1 has ended without a successor")
    for seat in (councils.seats[0], councils.seats[2]):
        councils.hold(seat, "បន្ទាប់", sex="male", began_on=ago(-31), ends_on=ago(-300))
    assert shown(officer, show="ending") == {}


def test_a_term_that_ends_in_sixty_one_days_is_no_gap_yet(officer, councils):
    councils.girl.delete()
    type(councils.boy).objects.update(ends_on=ago(-61))
    assert shown(officer, show="ending") == {}
    type(councils.boy).objects.update(ends_on=ago(-60))
    assert list(shown(officer, show="ending")) == [councils.council.pk]


def test_clubs_that_no_council_hears(officer, councils):
    silent, heard, lost = (make_group(area=make_area(HERE)) for _turn in range(3))
    ClubProfile.objects.create(group=heard, feeds=councils.council)
    ClubProfile.objects.create(group=lost, feeds=make_closed_group(kind="council"))
    make_closed_group(area=make_area(HERE))
    assert set(shown(officer, show="unheard")) == {silent.pk, lost.pk}


def test_first_kind_is_shown_for_an_unknown_one(officer, councils):
    for asked in ({}, {"show": "moon"}, {"show": "\x00"}):
        assert officer.get(URL, asked).context["gap"].key == "girls"


def test_a_place_narrows_the_list_and_stays_with_the_other_kinds(officer, councils):
    area = make_area(HERE)
    answer = officer.get(URL, {"show": "vacant", "area": area.pk})
    assert [group for group, *_rest in answer.context["rows"]] == [councils.council]
    assert all(f"area={area.pk}" in tab["url"] for tab in answer.context["tabs"])
    assert shown(officer, show="vacant", area=make_area("050602").pk) == {}


def test_closed_and_foreign_councils_are_left_out(officer, nameless, councils):
    closed = make_closed_group(kind="council", area=make_area(HERE))
    make_profile(group=closed, girls_minimum=9)
    make_profile(group=councils.foreign, girls_minimum=9)
    make_seat(council=closed)
    for client in (officer, nameless):
        for show in ("girls", "vacant", "ending"):
            assert set(shown(client, show=show)) <= {councils.council.pk}
    assert "Quagga" not in officer.get(URL).content.decode()


def test_a_list_found_ahead_says_when_and_leaves_out_what_was_mended(officer, councils):
    call_command("look_for_gaps", verbosity=0)
    page = officer.get(URL, {"show": "girls"})
    at = format_time(timezone.localtime(GapLook.objects.get(key="girls").looked_at))
    assert page.context["found"] == f"1 group · looked for at {at}"
    assert shown(officer, show="girls") == {councils.council.pk: "1 girls, at least 2 are agreed"}
    councils.hold(councils.seats[2], "ស្រីមុំ", sex="female")
    assert shown(officer, show="girls") == {}


def test_a_page_of_which_all_was_mended_still_leads_on(officer, councils, monkeypatch):
    monkeypatch.setattr("accounts.paging.page_of.__kwdefaults__", {**page_of.__kwdefaults__, "size": 1})
    other = make_council(area=make_area(HERE))
    make_profile(group=other, girls_minimum=3)
    call_command("look_for_gaps", verbosity=0)
    first = officer.get(URL, {"show": "girls"})
    (shown_first,) = first.context["rows"]
    CouncilProfile.objects.filter(group=shown_first[0]).update(girls_minimum=0)
    page = officer.get(URL, {"show": "girls"})
    assert page.context["rows"] == []
    assert page.context["next_url"] in page.content.decode().replace("&amp;", "&")


def test_file_has_the_lines_of_the_screen(officer, councils):
    for format in ("csv", "xlsx"):
        (line,) = rows_in(officer.get(f"/desk/councils/gaps.{format}", {"show": "vacant"}))
        assert (line["Code of the group"], line["What is missing"]) == (councils.council.code, "Empty seats")
        assert line["Details"] == "1 of 3 seats are empty"
    line = JournalEntry.objects.filter(verb="list.exported").first()
    assert (line.details["table"], line.details["rows"], line.details["filters"]) == ("gaps-vacant", 1, ["show=vacant"])


@pytest.mark.parametrize(("show", "queries"), [("girls", 11), ("vacant", 11), ("ending", 10), ("unheard", 9)])
def test_list_costs_the_same_at_one_row_and_at_three(officer, councils, show, queries, django_assert_num_queries):
    make_group(area=make_area(HERE))
    officer.get(URL, {"show": show})
    with django_assert_num_queries(queries):
        officer.get(URL, {"show": show})
    for _turn in range(2):
        other = make_council(area=make_area(HERE))
        make_profile(group=other, girls_minimum=3)
        make_seat(council=other, number=1)
        councils.hold(make_seat(council=other, number=2), "ថ្មី", sex="male")
        make_group(area=make_area(HERE))
    assert len(shown(officer, show=show)) == 3
    with django_assert_num_queries(queries):
        officer.get(URL, {"show": show})


def test_desk_leads_to_the_list(officer, councils):
    assert reverse("councils:gaps") == URL
    assert URL in officer.get(reverse("desk")).content.decode()
