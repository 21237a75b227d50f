"""Recording a meeting on one page, and correcting it: at the desk."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from participation.models import Attendance, Decision, HeadCount, Meeting
from tests.factories.participation import (
    make_closed_group,
    make_decision,
    make_group,
    make_meeting,
    make_membership,
    make_post,
    make_topic,
)
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows
from tests.participation.sheets import page_url, record_url, sheet, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def client(reach):
    return browser(reach.facilitator())


# --- who gets in -----------------------------------------------------------------------------------------------------
def test_recording_in_a_foreign_group_is_not_found(reach, client):
    assert client.get(record_url(reach.foreign_group)).status_code == 404
    assert client.post(record_url(reach.foreign_group), sheet([reach.stranger])).status_code == 404
    assert Meeting.objects.count() == 0


def test_recording_is_closed_to_who_only_sees(reach):
    for user in (reach.nameless(), reach.reader()):
        assert browser(user).get(record_url(reach.group)).status_code == 404
        assert browser(user).post(record_url(reach.group), sheet([reach.person])).status_code == 404


# --- the page --------------------------------------------------------------------------------------------------------
def test_page_lists_the_members_of_the_day_as_present(reach, client):
    gone = make_membership(group=reach.group, ended_on=timezone.localdate() - timedelta(days=1))
    text = client.get(record_url(reach.group)).text
    assert re.search(rf'name="mark-{reach.person.pk}" value="present" checked', text)
    assert str(gone.person_id) not in text
    assert str(reach.stranger.pk) not in text
    (row,) = journal_rows("roster.read")
    assert (row.about_id, row.people) == (str(reach.group.pk), 1)


def test_another_day_brings_its_list_and_keeps_what_was_typed(reach, client):
    yesterday = timezone.localdate() - timedelta(days=1)
    gone = make_membership(group=reach.group, ended_on=yesterday)
    typed = sheet(
        [reach.person],
        rows=[{"text": "ជីកអណ្តូង"}],
        step="roster",
        held_on=yesterday.isoformat(),
        summary="អ្វីដែលបានសរសេរ",
        guests_women="4",
        **{f"mark-{reach.person.pk}": "late"},
    )
    text = client.post(record_url(reach.group), typed).text
    assert re.search(rf'name="mark-{gone.person_id}" value="present" checked', text)
    assert re.search(rf'name="mark-{reach.person.pk}" value="late" checked', text)
    for words in ("អ្វីដែលបានសរសេរ", "ជីកអណ្តូង", f'value="{typed["id"]}"', f'value="{yesterday.isoformat()}"'):
        assert words in text
    assert "This field is required" not in text
    assert Meeting.objects.count() == 0


def test_one_more_decision_without_script(reach, client):
    typed = sheet([reach.person], rows=[{"text": "មួយ"}, {"text": ""}], step="decision")
    text = client.post(record_url(reach.group), typed).text
    assert 'name="decisions-1-text"' in text
    assert 'name="decisions-2-text"' in text
    assert "មួយ" in text


def test_topics_of_the_group_come_first(reach, client):
    used, unused = make_topic(name_en="Clean water"), make_topic(name_en="A play")
    make_meeting(group=reach.group).topics.add(used)
    make_meeting(group=reach.foreign_group).topics.add(unused)
    text = client.get(record_url(reach.group)).text
    assert text.index("Clean water") < text.index("More topics") < text.index("A play")


# --- recording -------------------------------------------------------------------------------------------------------
def test_record_a_whole_meeting(reach, client):
    late, excused, absent = (reach.add_member().person for _number in range(3))
    topic, leader = make_topic(), make_post(code="leader")
    earlier = make_decision(meeting=make_meeting(group=reach.group))
    today = timezone.localdate()
    data = sheet(
        [reach.person, late, excused, absent],
        rows=[{"text": "ជួសជុលរបង", "post": leader.pk, "due_on": "2099-01-31"}, {"text": ""}],
        topics=[topic.pk],
        started_at="8:30",
        ended_at="10:00",
        place_text="សាលាភូមិ",
        guests_women="៣",
        guests_women_difficulty="1",
        adults_present="2",
        felt_good="3",
        felt_bad="1",
        summary="បោសសម្អាត",
        done_decisions=[str(earlier.pk)],
        **{f"mark-{late.pk}": "late", f"mark-{excused.pk}": "excused", f"mark-{absent.pk}": "absent"},
    )
    answer = client.post(record_url(reach.group), data)
    meeting = Meeting.objects.get(pk=data["id"])
    assert answer.url == page_url(meeting)
    assert states(meeting) == {
        reach.person.pk: "present",
        late.pk: "late",
        excused.pk: "excused",
        absent.pk: "absent",
    }
    assert (meeting.held_on, meeting.place_text, meeting.felt_good, meeting.felt_bad) == (today, "សាលាភូមិ", 3, 1)
    assert list(meeting.topics.all()) == [topic]
    guests = HeadCount.objects.get()
    assert (guests.group, guests.number, guests.with_difficulty) == ("women", 3, 1)
    decision = meeting.decisions.get()
    assert (decision.text, decision.post) == ("ជួសជុលរបង", leader)
    earlier.refresh_from_db()
    assert earlier.done_on == today
    assert len(journal_rows("meeting.recorded")) == 1


def test_fewer_than_two_adults_is_a_warning_after_saving(reach, client):
    data = sheet([reach.person], adults_present="1")
    answer = client.post(record_url(reach.group), data, follow=True)
    assert "Fewer than two adults were there." in answer.text
    assert Meeting.objects.count() == 1


def test_a_day_before_the_founding_is_a_warning_after_saving(reach, client):
    sentence, founded = "This day lies before the founding of the group.", reach.group.founded_on
    on_the_day = client.post(record_url(reach.group), sheet([], held_on=founded.isoformat()), follow=True)
    assert sentence not in on_the_day.text
    before = founded - timedelta(days=1)
    answer = client.post(record_url(reach.group), sheet([], held_on=before.isoformat()), follow=True)
    assert sentence in answer.text
    assert Meeting.objects.count() == 2


def test_the_same_page_sent_twice_makes_one_meeting(reach, client):
    earlier = make_decision(meeting=make_meeting(group=reach.group))
    data = sheet([reach.person], done_decisions=[str(earlier.pk)])
    first, second = (client.post(record_url(reach.group), data, follow=True) for _time in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert "Nothing was saved twice." in second.text
    assert reach.group.meetings.filter(held_on=timezone.localdate()).count() == 1
    assert len(journal_rows("meeting.recorded")) == 1


def test_an_id_of_a_foreign_meeting_is_refused_and_tells_nothing(reach, client):
    foreign = make_meeting(group=reach.foreign_group)
    answer = client.post(record_url(reach.group), sheet([reach.person], id=str(foreign.pk)))
    assert answer.status_code == 200
    assert "cannot be saved under its number" in answer.text
    assert foreign.held_on.isoformat() not in answer.text
    assert Meeting.objects.count() == 1


def test_a_second_meeting_of_the_day_is_asked_about(reach, client):
    client.post(record_url(reach.group), sheet([reach.person]))
    data = sheet([reach.person])
    answer = client.post(record_url(reach.group), data)
    assert "Did the group meet twice on that day?" in answer.text
    assert Meeting.objects.count() == 1
    assert client.post(record_url(reach.group), {**data, "is_second": "on"}).status_code == 302
    assert sorted(Meeting.objects.values_list("slot", flat=True)) == [1, 2]


def test_a_closed_group_takes_meetings_up_to_its_last_day_only(reach):
    closed = make_closed_group(area=make_area(HERE))
    client = browser(reach.officer())
    assert "This group is closed" in client.post(record_url(closed), sheet()).text
    assert Meeting.objects.count() == 0


# --- marks -----------------------------------------------------------------------------------------------------------
def test_a_stranger_among_the_marks_saves_nothing(reach, client):
    answer = client.post(record_url(reach.group), sheet([reach.person, reach.stranger]))
    assert "The list of members is another one on that day." in answer.text
    assert reach.stranger.name not in answer.text
    assert Meeting.objects.count() == Attendance.objects.count() == 0


def test_somebody_enrolled_meanwhile_is_shown_before_saving(reach, client):
    data = sheet([reach.person], summary="ពាក្យរបស់ខ្ញុំ")
    newcomer = reach.add_member().person
    answer = client.post(record_url(reach.group), data)
    assert f'name="mark-{newcomer.pk}"' in answer.text
    assert "ពាក្យរបស់ខ្ញុំ" in answer.text
    assert Meeting.objects.count() == 0
    assert client.post(record_url(reach.group), {**data, f"mark-{newcomer.pk}": "present"}).status_code == 302


@pytest.mark.parametrize("state", ["", "here", "\x00", "present\n"])
def test_an_unknown_mark_saves_nothing(reach, client, state):
    data = sheet([reach.person]) | {f"mark-{reach.person.pk}": state}
    assert "none of the four" in client.post(record_url(reach.group), data).text
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("key", ["mark-", "mark-x", "mark-\x00", f"mark-{uuid.UUID(int=0)}"])
def test_a_mark_of_nobody_saves_nothing(reach, client, key):
    answer = client.post(record_url(reach.group), sheet([reach.person]) | {key: "present"})
    assert answer.status_code == 200
    assert Meeting.objects.count() == 0


def test_thousands_of_marks_save_nothing(reach, client):
    data = sheet([reach.person])
    many = {f"mark-{uuid.UUID(int=number)}": "present" for number in range(3500)}
    assert client.post(record_url(reach.group), data | many).status_code == 200
    more = {f"mark-{uuid.UUID(int=number)}": "present" for number in range(10_000)}
    assert client.post(record_url(reach.group), data | more).status_code == 400
    assert Meeting.objects.count() == 0


# --- bad input -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"held_on": "2199-01-01"}, "This day lies in the future"),
        ({"held_on": ""}, "This field is required"),
        ({"held_on": "31/02/2024"}, "Enter a valid date"),
        ({"held_on": "1979-12-31"}, "This year is too long ago"),
        ({"held_on": "9" * 400}, "Enter a valid date"),
        ({"kind": "party"}, "Select a valid choice"),
        ({"id": "x"}, "Enter a valid UUID"),
        ({"id": ""}, "This field is required"),
        ({"started_at": "25:00"}, "Enter a valid time"),
        ({"ended_at": "10:00"}, "Fill in when the meeting began"),
        ({"started_at": "10:00", "ended_at": "9:00"}, "The meeting ends before it begins"),
        ({"adults_present": "-1"}, "greater than or equal to 0"),
        ({"adults_present": "9" * 15}, "less than or equal to 200"),
        ({"felt_good": "99999"}, "less than or equal to 5000"),
        ({"guests_men": "1e5"}, "Enter a whole number"),
        ({"guests_men": "2", "guests_men_difficulty": "3"}, "more guests with a difficulty than guests"),
        ({"guests_men_difficulty": "3"}, "more guests with a difficulty than guests"),
        ({"topics": ["999999"]}, "Select a valid choice"),
        ({"topics": ["x"]}, "not a valid value"),
        ({"done_decisions": ["x"]}, "not a valid"),
        ({"done_decisions": [str(uuid.UUID(int=7))]}, "not one of the available choices"),
        ({"summary": "x" * 4001}, "at most 4000 characters"),
        ({"summary": "a\x00b"}, "Null characters are not allowed"),
        ({"place_text": "x" * 161}, "at most 160 characters"),
        ({"decisions-TOTAL_FORMS": "x"}, "The decisions did not arrive whole"),
        ({"decisions-TOTAL_FORMS": "999999999"}, "At most 20 decisions"),
        ({"decisions-0-text": "x" * 501}, "at most 500 characters"),
        ({"decisions-0-due_on": "2026-01-01"}, "Write what was decided"),
        ({"decisions-0-text": "a", "decisions-0-post": "999999"}, "Select a valid choice"),
        ({"decisions-0-text": "a", "decisions-0-id": "x"}, "Enter a valid UUID"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(reach, client, answers, sentence):
    answer = client.post(record_url(reach.group), sheet([reach.person]) | answers)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert Meeting.objects.count() == Attendance.objects.count() == 0


@pytest.mark.parametrize("step", ["roster", "decision", "", "\x00"])
@pytest.mark.parametrize(
    "answers",
    [
        {"held_on": "x" * 3000},
        {"held_on": "2199-01-01"},
        {"id": "\x00"},
        {"topics": ["x", "\x00"]},
        {"decisions-TOTAL_FORMS": "999999999"},
        {"decisions-TOTAL_FORMS": "x"},
        {"done_decisions": ["\x00"]},
    ],
)
def test_drawing_the_page_again_is_never_an_error(reach, client, step, answers):
    assert client.post(record_url(reach.group), sheet([reach.person]) | answers | {"step": step}).status_code == 200
    assert Meeting.objects.count() == 0


def test_a_post_of_another_kind_cannot_see_to_a_decision(reach, client):
    chair = make_post(kind="council", code="chair")
    rows = [{"text": "ជីកអណ្តូង", "post": chair.pk}]
    assert "Select a valid choice" in client.post(record_url(reach.group), sheet([reach.person], rows=rows)).text
    assert Decision.objects.count() == 0


def test_a_decision_of_a_foreign_group_cannot_be_ticked_off(reach, client):
    foreign = make_decision(meeting=make_meeting(group=reach.foreign_group))
    other = make_decision(meeting=make_meeting(group=make_group(area=make_area(HERE))))
    assert foreign.text not in client.get(record_url(reach.group)).text
    for decision in (foreign, other):
        answer = client.post(record_url(reach.group), sheet([reach.person], done_decisions=[str(decision.pk)]))
        assert answer.status_code == 200
        decision.refresh_from_db()
        assert decision.done_on is None
    assert reach.group.meetings.count() == 0


def test_a_refused_meeting_ticks_nothing_off(reach, client):
    earlier = make_decision(meeting=make_meeting(group=reach.group))
    client.post(record_url(reach.group), sheet([reach.person], held_on="2199-01-01", done_decisions=[str(earlier.pk)]))
    earlier.refresh_from_db()
    assert earlier.done_on is None


def test_a_decision_id_from_elsewhere_makes_a_new_one(reach, client):
    foreign = make_decision(meeting=make_meeting(group=reach.foreign_group), text="របស់គេ")
    rows = [{"text": "របស់យើង", "id": str(foreign.pk)}]
    assert client.post(record_url(reach.group), sheet([reach.person], rows=rows)).status_code == 302
    foreign.refresh_from_db()
    assert foreign.text == "របស់គេ"


def test_only_councils_are_asked_for_quorum_and_minutes(reach, client):
    council = make_group(kind="council", area=make_area(HERE))
    officer = browser(reach.officer())
    assert 'name="quorum_met"' not in officer.get(record_url(reach.group)).text
    assert 'name="quorum_met"' in officer.get(record_url(council)).text
    officer.post(record_url(council), sheet(quorum_met="no", minutes_approved="changed"))
    meeting = council.meetings.get()
    assert (meeting.quorum_met, meeting.minutes_approved) == (False, "changed")


# --- budgets ---------------------------------------------------------------------------------------------------------
def test_page_costs_the_same_for_one_member_and_for_three(reach, client, django_assert_max_num_queries):
    client.get(record_url(reach.group))
    with django_assert_max_num_queries(15) as one:
        client.get(record_url(reach.group))
    for _more in range(2):
        reach.add_member()
        make_decision(meeting=make_meeting(group=reach.group))
        make_topic()
    with django_assert_max_num_queries(15) as three:
        client.get(record_url(reach.group))
    assert len(three) == len(one)


def test_recording_costs_the_same_for_one_member_and_for_three(reach, client, django_assert_max_num_queries):
    client.get(record_url(reach.group))
    with django_assert_max_num_queries(30) as one:
        client.post(record_url(reach.group), sheet([reach.person]))
    people = [reach.person, *(reach.add_member().person for _more in range(2))]
    Meeting.objects.all().delete()
    reach.group.refresh_from_db()
    reach.group.last_met_on = None
    reach.group.save()
    with django_assert_max_num_queries(30) as three:
        client.post(record_url(reach.group), sheet(people))
    assert Attendance.objects.count() == 3
    assert len(three) == len(one)
