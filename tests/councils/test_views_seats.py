"""The seats of a council on screen and on paper, and the forms that change them."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from councils.models import Representation, Seat
from tests.councils.conftest import ago
from tests.factories.councils import make_body, make_mandate, make_seat
from tests.factories.participation import make_group
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import HERE

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"councils:{name}", args=[row.pk])


def rows(client, council, **asked):
    return client.get(url("seats", council), asked).context["page"].rows


# --- the page --------------------------------------------------------------------------------------------------------
def test_page_shows_who_sits_where(officer, councils):
    answer = officer.get(url("seats", councils.council))
    text = answer.content.decode()
    assert [row.holding and row.holding.person for row in answer.context["page"].rows] == [
        councils.girl.person,
        councils.boy.person,
        None,
    ]
    assert [row.ends_in for row in answer.context["page"].rows] == [30, None, None]
    for words in ("ends in 30 days", "vacant", "This council has agreed on at least 2"):
        assert words in text
    counts = answer.context["page"].counts
    assert (counts.seats, counts.held, counts.vacant, counts.girls, counts.girls_missing) == (3, 2, 1, 1, 1)
    line = JournalEntry.objects.get(verb="council.seats_read")
    assert (line.about_id, line.people) == (str(councils.council.pk), 2)


def test_names_are_hidden_from_who_sees_no_people(nameless, councils):
    answer = nameless.get(url("seats", councils.council))
    text = answer.content.decode()
    assert text.count("hidden from you") == 2
    assert "ស្រីនាង" not in text
    assert answer.context["page"].counts.girls == 1
    assert JournalEntry.objects.filter(verb="council.seats_read").count() == 0


def test_a_holder_who_left_long_ago_is_hidden_from_who_works_with_the_council(facilitator, councils):
    member = councils.join(make_person(given_name="យូរ"))
    type(member).objects.filter(pk=member.pk).update(began_on=ago(900), ended_on=ago(500), end_reason="moved_away")
    make_mandate(seat=councils.seats[2], person=member.person, began_on=ago(900), ends_on=ago(500))
    then = rows(facilitator, councils.council, on=ago(600).isoformat())
    assert [row.holding and row.holding.is_hidden for row in then] == [None, None, True]
    assert "យូរ" not in facilitator.get(url("seat", councils.seats[2])).content.decode()


def test_any_past_day_can_be_asked(officer, councils):
    earlier = councils.hold(councils.seats[2], "មុន", sex="female", began_on=ago(390), ends_on=ago(380))
    then = rows(officer, councils.council, on=ago(385).isoformat())
    assert [row.holding and row.holding.person for row in then] == [None, None, earlier.person]
    answer = officer.get(url("seats", councils.council), {"on": ago(-1).isoformat()})
    assert "This day has not come yet." in answer.content.decode()


def test_who_comes_next_is_told(officer, councils):
    following = councils.hold(councils.seats[0], "បន្ទាប់", sex="male", began_on=ago(-31), ends_on=ago(-300))
    row = rows(officer, councils.council)[0]
    assert (row.holding.person, row.next.person) == (councils.girl.person, following.person)
    text = officer.get(url("seat", councils.seats[0])).content.decode()
    assert "chosen, not yet in office" in text


def test_tab_of_the_seats_stands_on_councils_alone(officer, councils):
    club = make_group(area=make_area(HERE))
    page = officer.get(reverse("groups:page", args=[councils.council.pk])).content.decode()
    assert url("seats", councils.council) in page
    assert "/seats/" not in officer.get(reverse("groups:page", args=[club.pk])).content.decode()


def test_page_tells_where_the_council_is_heard_and_whom_it_hears(officer, councils):
    club = make_group(area=make_area(HERE), name_latin="Zebra club")
    officer.post(reverse("clubs:council", args=[club.pk]), {"council": councils.council.pk})
    body = make_body()
    given = {"body": body.pk, "seat": councils.seats[0].pk, "began_on": ago(5).isoformat()}
    assert officer.post(url("represent", councils.council), given).status_code == 302
    text = officer.get(url("seats", councils.council)).content.decode()
    assert "Zebra club" in text
    assert "CCWC" in text
    voice = Representation.objects.get()
    assert officer.post(url("end_representation", voice), {"ended_on": ago(1).isoformat()}).status_code == 302
    assert "CCWC" not in officer.get(url("seats", councils.council)).content.decode()


def test_paper_is_in_khmer_and_in_english(officer, nameless, councils):
    for asked, vacant in (({}, "ទំនេរ"), ({"in": "en"}, "vacant")):
        text = officer.get(url("seats_paper", councils.council), asked).content.decode()
        assert "ស្រីនាង" in text
        assert vacant in text
    assert nameless.get(url("seats_paper", councils.council)).status_code == 404
    assert [line.people for line in JournalEntry.objects.filter(verb="council.seats_read")] == [2, 2]


# --- changing seats --------------------------------------------------------------------------------------------------
def test_seats_are_set_up_from_the_page(officer, councils):
    answer = officer.post(url("set_up", councils.council), {"count": "៤", "began_on": ago(1).isoformat()})
    assert answer.url == url("seats", councils.council)
    assert Seat.objects.filter(council=councils.council).count() == 7


def test_a_seat_is_added_changed_closed_and_taken_up_again(officer, councils):
    given = {"number": "9", "kept_for": "class", "kept_label": "5A", "began_on": ago(1).isoformat()}
    assert officer.post(url("add_seat", councils.council), given).status_code == 302
    seat = Seat.objects.get(council=councils.council, number=9)
    page = url("seat", seat)
    assert officer.get(url("change_seat", seat)).context["form"].initial["kept_label"] == "5A"
    assert officer.post(url("change_seat", seat), {**given, "kept_label": "5B"}).url == page
    assert officer.post(url("close_seat", seat), {"ended_on": ago(0).isoformat()}).url == page
    assert officer.post(url("reopen_seat", seat)).url == page
    seat.refresh_from_db()
    assert (seat.kept_label, seat.ended_on) == ("5B", None)


def test_what_is_refused_stands_at_its_field(officer, councils):
    given = {"number": "1", "kept_for": "club", "began_on": ago(1).isoformat()}
    form = officer.post(url("add_seat", councils.council), given).context["form"]
    assert form.errors == {"kept_club": ["Say for which club the seat is kept."]}
    form = officer.post(url("close_seat", councils.seats[0]), {"ended_on": ago(1).isoformat()}).context["form"]
    assert list(form.errors) == ["ended_on"]


def test_only_clubs_of_the_district_within_reach_are_offered(officer, councils):
    club = make_group(area=make_area(HERE))
    make_group(area=make_area("100101"))
    assert list(officer.get(url("add_seat", councils.council)).context["form"].fields["kept_club"].queryset) == [club]


# --- the border ------------------------------------------------------------------------------------------------------
def test_foreign_councils_and_other_kinds_are_not_found(officer, councils):
    club = make_group(area=make_area(HERE))
    for council in (councils.foreign, club):
        for name in ("seats", "seats_paper", "set_up", "add_seat", "represent"):
            assert officer.get(url(name, council)).status_code == 404, name
    for name in ("seat", "change_seat", "close_seat", "reopen_seat", "fill"):
        assert officer.get(url(name, councils.stranger.seat)).status_code == 404, name


def test_a_facilitator_fills_seats_and_does_not_make_them(facilitator, councils):
    assert facilitator.get(url("seats", councils.council)).status_code == 200
    assert facilitator.get(url("fill", councils.seats[2])).status_code == 200
    for name, row in (("set_up", councils.council), ("change_seat", councils.seats[2])):
        assert facilitator.get(url(name, row)).status_code == 404


# --- what it costs ---------------------------------------------------------------------------------------------------
def test_page_costs_the_same_at_one_row_and_at_three(officer, councils, django_assert_num_queries):
    address = url("seats", councils.foreign)
    other = url("seats", councils.council)
    officer.get(other)
    with django_assert_num_queries(15):
        officer.get(other)
    for number in range(10, 13):
        councils.hold(make_seat(council=councils.council, number=number), "ថ្មី", sex="female")
    with django_assert_num_queries(15):
        officer.get(other)
    assert officer.get(address).status_code == 404


def test_history_of_a_seat_costs_the_same_at_one_row_and_at_three(officer, councils, django_assert_num_queries):
    address = url("seat", councils.seats[0])
    officer.get(address)
    with django_assert_num_queries(9):
        officer.get(address)
    for number in range(2):
        make_mandate(seat=councils.seats[0], began_on=ago(700 + number * 50), ends_on=ago(690 + number * 50))
    with django_assert_num_queries(9):
        officer.get(address)
