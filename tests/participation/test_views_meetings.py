"""The list of meetings, the page of one, approving, removing: at the desk."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from participation.models import Meeting
from tests.factories.accounts import make_grant
from tests.factories.participation import (
    make_decision,
    make_facilitation,
    make_group,
    make_head_count,
    make_mark,
    make_meeting,
    make_topic,
)
from tests.factories.places import make_area
from tests.participation.reaches import Reach, browser, journal_rows

pytestmark = pytest.mark.django_db

LIST = "/desk/meetings/"
SECRET = "ការសម្រេចចិត្តសម្ងាត់"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def meeting(reach):
    meeting = make_meeting(group=reach.group, held_on=date(2024, 5, 4), summary="សេចក្តីសង្ខេប", place_text="ផ្ទះមេភូមិ")
    make_mark(meeting=meeting, person=reach.person)
    make_head_count(meeting=meeting, number=7)
    make_decision(meeting=meeting, text=SECRET)
    return meeting


@pytest.fixture
def foreign(reach):
    meeting = make_meeting(group=reach.foreign_group, held_on=date(2024, 5, 5))
    make_mark(meeting=meeting, person=reach.stranger)
    return meeting


def url(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.pk])


def listed(answer):
    return re.findall(r"/desk/meetings/([0-9a-f-]{36})/", answer.text)


# --- the list --------------------------------------------------------------------------------------------------------
def test_list_shows_meetings_in_reach_newest_first(reach, meeting, foreign):
    newer = make_meeting(group=reach.group, held_on=date(2024, 6, 1))
    same_day = make_meeting(group=reach.group, held_on=date(2024, 6, 1), slot=2)
    answer = browser(reach.nameless()).get(LIST)
    assert listed(answer) == [str(same_day.pk), str(newer.pk), str(meeting.pk)]


def test_list_filters(reach, meeting):
    council = make_group(kind="council", area=make_area("05060201"))
    other = make_meeting(group=council, held_on=date(2024, 5, 20))
    client = browser(reach.officer())
    keys = {"meeting": str(meeting.pk), "other": str(other.pk)}

    def shown(**filters):
        found = listed(client.get(LIST, filters))
        return [name for name, key in keys.items() if key in found]

    assert shown() == ["meeting", "other"]
    assert shown(group=reach.group.pk) == ["meeting"]
    assert shown(kind="council") == ["other"]
    assert shown(area="mef050602") == ["other"]
    topic = make_topic()
    other.topics.add(topic)
    assert shown(topic=topic.code) == ["other"]
    assert shown(since="2024-05-05") == ["other"]
    assert shown(until="2024-05-05") == ["meeting"]


def test_list_of_a_foreign_group_is_not_found(reach, foreign):
    assert browser(reach.officer()).get(LIST, {"group": reach.foreign_group.pk}).status_code == 404


@pytest.mark.parametrize(
    "filters",
    [
        {"group": "x"},
        {"kind": "\x00"},
        {"area": "mef'; --"},
        {"since": "31/02/2024"},
        {"topic": "nothing"},
        {"until": "9" * 50},
        {"after": "x"},
        {"before": "\x00"},
        {"after": str(uuid.uuid4())},
        {"since": "2024-05-05", "until": "2024-05-01"},
    ],
)
def test_list_with_odd_filters_is_no_error(reach, meeting, filters):
    assert browser(reach.officer()).get(LIST, filters).status_code == 200


def test_list_pages_by_key_without_losing_a_meeting(reach):
    first = date(2024, 1, 1)
    made = [make_meeting(group=reach.group, held_on=first + timedelta(days=number)) for number in range(51)]
    client = browser(reach.officer())
    page = client.get(LIST)
    assert len(listed(page)) == 50
    second = client.get(LIST + re.search(r'href="(\?after=[^"]+)"', page.text)[1])
    assert listed(second) == [str(made[0].pk)]
    back = client.get(LIST + re.search(r'href="(\?before=[^"]+)"', second.text)[1])
    assert listed(back) == listed(page)


def test_list_counts_members_and_guests_apart(reach, meeting):
    text = browser(reach.nameless()).get(LIST).text
    assert "1 of 1" in text
    assert re.search(r'data-label="Guests">\s*7\s*<', text)
    assert reach.person.name not in text


def test_list_costs_the_same_for_one_meeting_and_for_three(reach, meeting, django_assert_max_num_queries):
    client = browser(reach.facilitator())
    client.get(LIST)
    with django_assert_max_num_queries(10) as one:
        client.get(LIST)
    for _more in range(2):
        another = make_meeting(group=reach.group)
        make_mark(meeting=another, person=reach.person)
        make_head_count(meeting=another)
    with django_assert_max_num_queries(10) as three:
        client.get(LIST)
    assert len(three) == len(one)


# --- the page --------------------------------------------------------------------------------------------------------
def test_page_shows_names_to_who_may_see_them_and_leaves_a_line(reach, meeting):
    text = browser(reach.reader()).get(url("page", meeting)).text
    for words in (reach.person.name, SECRET, meeting.summary, meeting.place_text):
        assert words in text
    (row,) = journal_rows("meeting.read")
    assert (row.about_id, row.people) == (str(meeting.pk), 1)


def test_page_hides_names_and_texts_but_not_numbers(reach, meeting):
    meeting.topics.add(make_topic(name_en="Clean water"))
    text = browser(reach.nameless()).get(url("page", meeting)).text
    for words in (reach.person.name, str(reach.person.pk), SECRET, meeting.summary, meeting.place_text):
        assert words not in text
    assert "Clean water" in text
    assert "The names are hidden from you." in text
    assert "1 decision." in text
    assert journal_rows("meeting.read") == []


def test_page_tells_of_difficulties_only_to_who_sees_names(reach, meeting):
    meeting.marks.update(difficulty="yes")
    assert "With a difficulty: 1" in browser(reach.reader()).get(url("page", meeting)).text
    assert "With a difficulty" not in browser(reach.nameless()).get(url("page", meeting)).text


def test_page_of_a_role_split_between_two_reaches_hides_names(reach, meeting):
    """Names in another group and numbers in this one do not add up to names in this one."""
    user = reach.nameless()
    make_facilitation(user=user, group=reach.foreign_group)
    make_grant(user, "facilitator")
    assert reach.person.name not in browser(user).get(url("page", meeting)).text


def test_page_out_of_reach_is_not_found(reach, foreign):
    for user in (reach.facilitator(), reach.officer(), reach.nameless()):
        client = browser(user)
        for name in ("page", "correct", "withdraw"):
            assert client.get(url(name, foreign)).status_code == 404
        for name in ("approve", "reopen", "withdraw", "correct"):
            assert client.post(url(name, foreign), {"reason": "twice"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == "recorded"


def test_page_costs_the_same_for_one_mark_and_for_three(reach, meeting, django_assert_max_num_queries):
    client = browser(reach.facilitator())
    client.get(url("page", meeting))
    with django_assert_max_num_queries(25) as one:
        client.get(url("page", meeting))
    for _more in range(2):
        make_mark(meeting=meeting, person=reach.add_member().person)
        make_decision(meeting=meeting)
    with django_assert_max_num_queries(25) as three:
        client.get(url("page", meeting))
    assert len(three) == len(one)


# --- approve, reopen, remove -----------------------------------------------------------------------------------------
def test_approve_and_reopen(reach, meeting):
    client = browser(reach.officer())
    assert client.post(url("approve", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "approved"
    assert client.post(url("reopen", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "recorded"


def test_approving_twice_is_a_sentence(reach, meeting):
    client = browser(reach.officer())
    client.post(url("approve", meeting))
    answer = client.post(url("approve", meeting), follow=True)
    assert "This meeting is approved." in answer.text


def test_approve_is_no_get_and_closed_to_who_only_sees(reach, meeting):
    assert browser(reach.officer()).get(url("approve", meeting)).status_code == 405
    for user in (reach.nameless(), reach.reader()):
        client = browser(user)
        assert client.post(url("approve", meeting)).status_code == 404
        assert client.post(url("withdraw", meeting), {"reason": "twice"}).status_code == 404
    meeting.refresh_from_db()
    assert meeting.status == "recorded"


def test_remove_needs_a_reason_from_the_list(reach, meeting):
    client = browser(reach.officer())
    assert "goes away" in client.get(url("withdraw", meeting)).text
    for reason in ("", "because", "\x00"):
        assert client.post(url("withdraw", meeting), {"reason": reason}).status_code == 200
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    assert client.post(url("withdraw", meeting), {"reason": "twice"}).status_code == 302
    assert not Meeting.objects.filter(pk=meeting.pk).exists()
    (row,) = journal_rows("meeting.withdrawn")
    assert row.details["reason"] == "twice"


def test_an_approved_meeting_is_not_removed(reach, meeting):
    Meeting.objects.update(status="approved")
    answer = browser(reach.officer()).post(url("withdraw", meeting), {"reason": "twice"})
    assert answer.status_code == 200
    assert Meeting.objects.filter(pk=meeting.pk).exists()
