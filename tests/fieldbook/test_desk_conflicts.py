"""Two records of one meeting: each way out of it, for an officer and for the maker."""

import pytest
from django.utils import timezone

from fieldbook.models import Delivery
from participation.actions.meetings import record_meeting
from participation.models import Meeting
from tests.factories.accounts import signed_in
from tests.fieldbook.desk import told, url, verbs
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def conflict(field, officer):
    marks = {field.people[0].pk: "absent", field.people[1].pk: "present"}
    record_meeting(group=field.group, held_on=timezone.localdate(), by=officer, marks=marks, summary="theirs")
    record = a_meeting(
        field.group,
        marks={field.people[0]: "late", field.people[2]: "present"},
        summary="mine",
        guests=[{"group": "women", "number": 2}],
        newcomers=[],
    )
    assert field.phone.send("meeting", record)["outcome"] == "conflict"
    return Delivery.objects.get()


def settle(client, delivery, choice, version="1"):
    return client.post(url("resolve", delivery), {"choice": choice, "version": version})


def state_of(field):
    meeting = Meeting.objects.order_by("slot").first()
    marks = dict(meeting.marks.values_list("person_id", "state"))
    return meeting.summary, [marks.get(person.pk) for person in field.people]


def test_both_are_shown_and_what_they_are_together(field, desk, conflict):
    context = desk.get(url("page", conflict)).context
    summaries = next(shown.values for shown in context["fields"] if str(shown.label) == "What was talked about")
    assert summaries == ["theirs", "mine", "theirs\nmine"]
    assert [key for key, _word in context["choices"]] == ["keep_theirs", "keep_mine", "combine", "two_meetings"]


@pytest.mark.parametrize(
    ("choice", "summary", "marks", "meetings"),
    [
        ("keep_theirs", "theirs", ["absent", "present", None], 1),
        ("keep_mine", "mine", ["late", None, "present"], 1),
        ("combine", "theirs\nmine", ["late", "present", "present"], 1),
        ("two_meetings", "theirs", ["absent", "present", None], 2),
    ],
)
@pytest.mark.parametrize("reader", ["officer", "maker"])
def test_each_way_out_of_a_conflict(field, officer, conflict, choice, summary, marks, meetings, reader):
    by = officer if reader == "officer" else field.user
    assert settle(signed_in(by), conflict, choice).status_code == 302
    assert (state_of(field), Meeting.objects.count()) == ((summary, marks), meetings)
    conflict.refresh_from_db()
    assert (conflict.outcome in Delivery.SETTLED, conflict.sealed, conflict.settled_by) == (True, None, by)
    (judged,) = [row for row in verbs(conflict) if row[0] in ("delivery.set_aside", "delivery.resolved")]
    assert judged[1] == by.pk
    if choice == "two_meetings":
        assert Meeting.objects.get(slot=2).summary == "mine"


def test_phone_learns_what_became_of_the_conflict(field, desk, conflict):
    settle(desk, conflict, "combine")
    _status, answer = field.phone.deliver(ask=[str(conflict.pk)])
    theirs = str(Meeting.objects.get().pk)
    assert [(one["outcome"], one["meeting"]) for one in answer["answers"]] in ([("known", theirs)], [("taken", theirs)])


@pytest.mark.parametrize("version", ["2", "", "x", "²"])
@pytest.mark.parametrize("choice", ["keep_mine", "combine", "two_meetings"])
def test_register_changed_meanwhile_is_not_overwritten(field, desk, conflict, choice, version):
    settle(desk, conflict, choice, version)
    assert (state_of(field), Meeting.objects.count()) == (("theirs", ["absent", "present", None]), 1)
    assert Delivery.objects.get().outcome == "conflict"


def test_choice_is_one_of_the_four(field, desk, conflict):
    assert told(settle(desk, conflict, "burn")) == ["Choose what becomes of the two records."]
    assert Delivery.objects.get().outcome == "conflict"
