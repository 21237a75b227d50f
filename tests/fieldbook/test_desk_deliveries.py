"""What phones sent and an officer, or its maker, looks at: held, twice, refused, names. Nothing is lost on any way."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.accounts import disable_account
from accounts.actions.roles import end_role
from accounts.models import JournalEntry
from fieldbook.actions import judging
from fieldbook.actions.devices import end_device
from fieldbook.models import Delivery
from participation.actions.facilitations import end_facilitation
from participation.actions.meetings import record_meeting
from participation.models import Meeting, MissedMeeting
from people.models import Person
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import make_facilitation, make_group
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.fieldbook.desk import days_ago, held, told, url, verbs
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db


# --- nobody loses what was not sent yet ------------------------------------------------------------------------------
def _facilitation_ends(field):
    end_facilitation(facilitation=field.facilitation, ended_on=days_ago(1), by=make_user("programme_officer"))


def _role_ends(field):
    end_role(grant=field.user.role_grants.get(), by=make_user("administrator"))


def _account_closes(field):
    disable_account(user=field.user, by=make_user("administrator"))


def _phone_ends(field):
    end_device(device=field.user.devices.get(), by=make_user("administrator"))


def _phone_expires(field):
    field.user.devices.update(expires_on=days_ago(1))


LOSSES = [_facilitation_ends, _role_ends, _account_closes, _phone_ends, _phone_expires]


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_what_waited_on_the_phone_is_held_and_can_be_taken(field, officer, desk, lose):
    lose(field)
    record = a_meeting(field.group, marks=field.marks)
    answer = field.phone.send("meeting", record)
    delivery = Delivery.objects.get()
    assert (answer["outcome"], Meeting.objects.count()) == ("held", 0)
    assert delivery.receipt in desk.get(reverse("deliveries:list")).content.decode()
    response = desk.post(url("take", delivery))
    assert (response.status_code, told(response)) == (302, ["The record is in the register."])
    meeting = Meeting.objects.get()
    assert (str(meeting.pk), meeting.recorded_by, meeting.marks.count()) == (record["id"], field.user, 3)
    delivery.refresh_from_db()
    assert (delivery.outcome, delivery.sealed, delivery.settled_by) == ("taken", None, officer)
    assert ("delivery.accepted", officer.pk) in verbs(delivery)


def test_phone_learns_that_an_officer_took_the_record(field, desk):
    delivery = held(field)
    desk.post(url("take", delivery))
    _status, answer = field.phone.deliver(ask=[str(delivery.pk)])
    assert [one["outcome"] for one in answer["answers"]] == ["taken"]


# --- the list --------------------------------------------------------------------------------------------------------
def test_list_names_nobody_from_a_record(field, desk):
    held(field, summary="Zebrasummary", typed_names=["Zebraname"])
    Person.objects.update(given_name="Zebragiven")
    assert "Zebra" not in desk.get(reverse("deliveries:list")).content.decode()
    assert JournalEntry.objects.filter(verb="delivery.read").count() == 0


def test_list_shows_each_kind_under_its_tab(field, desk):
    delivery = held(field)
    for show, found in (("held", [delivery]), ("conflict", []), ("refused", []), ("names", []), ("x", [delivery])):
        rows = desk.get(reverse("deliveries:list"), {"show": show}).context["rows"]
        assert [row.delivery for row in rows] == found


def test_list_costs_the_same_for_one_and_for_three(field, desk):
    held(field)
    desk.get(reverse("deliveries:list"))
    counted = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("deliveries:list"))
        counted.append(len(queries))
        for _number in range(2):
            field.phone.send("meeting", a_meeting(field.group, marks=field.marks))
    assert counted[0] == counted[1]


def test_today_says_how_many_wait_and_says_nothing_where_none_does(field, desk):
    assert "from a phone waits" not in desk.get("/desk/").content.decode()
    held(field)
    assert "1 record from a phone waits" in desk.get("/desk/").content.decode()


def test_nobody_beyond_the_border_finds_or_opens_it(field):
    delivery = held(field, summary="Zebrasummary")
    elsewhere = signed_in(make_user("programme_officer", area=make_area("100101")))
    assert delivery.receipt not in elsewhere.get(reverse("deliveries:list")).content.decode()
    for name in ("page", "refuse", "put_right", "names"):
        assert elsewhere.get(url(name, delivery)).status_code == 404
    for name in ("take", "refuse", "resolve", "set_aside"):
        assert elsewhere.post(url(name, delivery)).status_code == 404
    colleague = make_user("facilitator")
    make_facilitation(user=colleague, group=field.group)
    assert signed_in(colleague).get(url("page", delivery)).status_code == 404


def test_maker_sees_that_it_is_held_and_cannot_take_it(field):
    delivery = held(field, summary="Zebrasummary")
    maker = signed_in(field.user)
    page = maker.get(url("page", delivery)).content.decode()
    assert "An officer of the area will look at this record." in page
    assert "Zebrasummary" not in page
    assert maker.post(url("take", delivery)).status_code == 404
    assert Meeting.objects.count() == 0


# --- held ------------------------------------------------------------------------------------------------------------
def test_page_opens_the_record_and_the_journal_says_so(field, officer, desk):
    delivery = held(field, summary="Zebrasummary", typed_names=["Zebraname"])
    page = desk.get(url("page", delivery)).content.decode()
    assert "Zebrasummary" in page
    assert field.people[0].given_name in page
    row = JournalEntry.objects.get(verb="delivery.read")
    assert (row.about_id, row.actor, row.people) == (str(delivery.pk), officer, 4)
    assert "Zebra" not in str(list(JournalEntry.objects.values()))


@pytest.mark.parametrize("reason", judging.RefuseReason.values)
def test_refused_by_an_officer_goes_and_the_phone_is_told(field, officer, desk, reason):
    delivery = held(field)
    assert desk.post(url("refuse", delivery), {"reason": reason}).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.outcome, delivery.code, delivery.sealed) == ("refused", "not_allowed", None)
    assert JournalEntry.objects.get(verb="delivery.turned_down").details["reason"] == reason
    _status, answer = field.phone.deliver(ask=[str(delivery.pk)])
    assert (answer["answers"][0]["outcome"], answer["answers"][0]["code"]) == ("refused", "not_allowed")


def test_refused_by_an_officer_stays_refused_when_it_is_sent_again(field, desk):
    end_device(device=field.user.devices.get(), by=field.user)
    sealed = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks))
    field.phone.deliver(sealed)
    desk.post(url("refuse", Delivery.objects.get()), {"reason": "twice"})
    _status, answer = field.phone.deliver(sealed)
    assert answer["answers"][0]["outcome"] == "refused"
    assert Delivery.objects.get().sealed is None


@pytest.mark.parametrize("reason", ["", "because"])
def test_reason_is_one_of_the_list(field, desk, reason):
    delivery = held(field)
    assert "reason" in desk.post(url("refuse", delivery), {"reason": reason}).context["form"].errors
    assert Delivery.objects.get().outcome == "held"


def test_record_is_judged_once(field, officer):
    delivery = held(field)
    judging.take_held(delivery=delivery, by=officer)
    for again in (judging.take_held, judging.set_aside):
        with pytest.raises(judging.NotWaiting):
            again(delivery=delivery, by=officer)
    with pytest.raises(judging.NotWaiting):
        judging.refuse_held(delivery=delivery, reason="twice", by=officer)
    assert Meeting.objects.count() == 1


def test_what_the_register_refuses_is_told_and_stays_held(field, desk):
    delivery = held(field)
    make = field.group.memberships.first()
    make.ended_on, make.end_reason = days_ago(5), "moved_away"
    make.save()
    response = desk.post(url("take", delivery))
    assert told(response) == ["Somebody on the list was not a member on that day."]
    assert Delivery.objects.get().outcome == "held"
    assert Meeting.objects.count() == 0


def test_day_without_a_meeting_is_taken_too(field, desk):
    end_device(device=field.user.devices.get(), by=field.user)
    record = {"id": str(uuid.uuid4()), "group": str(field.group.pk), "missed_on": str(days_ago(2)), "reason": "rain"}
    reasons = MissedMeeting.Reason.values
    record["reason"] = reasons[0]
    assert field.phone.send("missed", record)["outcome"] == "held"
    delivery = Delivery.objects.get()
    assert desk.get(url("page", delivery)).status_code == 200
    desk.post(url("take", delivery))
    assert MissedMeeting.objects.get().missed_on == days_ago(2)


def test_held_record_of_a_day_that_has_a_meeting_is_compared_next(field, officer, desk):
    delivery = held(field, summary="mine")
    record_meeting(group=field.group, held_on=timezone.localdate(), by=officer, marks={}, summary="theirs")
    response = desk.post(url("take", delivery))
    assert response.url == url("page", delivery)
    assert Delivery.objects.get().outcome == "conflict"
    page = desk.get(url("page", delivery)).content.decode()
    assert "mine" in page
    assert "theirs" in page


# --- refused ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def refused(field):
    stranger = make_person(family_name="ក្រៅ", given_name="ក្រុម")
    record = a_meeting(
        field.group,
        marks={**field.marks, stranger: "present"},
        summary="written on the phone",
        newcomers=[{"id": str(uuid.uuid4()), "given_name": "ថ្មី", "family_name": "សុខ", "sex": "female"}],
        issues=[{"id": str(uuid.uuid4()), "text": "the well is dry", "raised_by": "girls"}],
        decisions=[{"id": str(uuid.uuid4()), "text": "ask the commune"}],
        guests=[{"group": "women", "number": 3}],
    )
    record["marks"][record["newcomers"][0]["id"]] = "present"
    answer = field.phone.send("meeting", record)
    assert answer["code"] == "not_a_member"
    return Delivery.objects.get()


def test_refused_record_is_shown_with_its_sentence(field, desk, refused):
    page = desk.get(url("page", refused)).content.decode()
    assert "Somebody on the list was not a member on that day." in page
    assert "written on the phone" in page


def form_of(response):
    """What the browser would send back."""
    sheet = response.context["sheet"]
    sent = {"id": str(sheet.form["id"].value()), "step": "save"}
    for name in sheet.form.fields:
        value = sheet.form[name].value()
        if name not in ("id", "done_decisions") and value not in (None, False):
            sent[name] = value
    for row in sheet.marks.rows:
        sent[row.field_name] = row.state
    for formset in (sheet.decisions, sheet.issues):
        sent |= {f"{formset.prefix}-TOTAL_FORMS": len(formset.forms), f"{formset.prefix}-INITIAL_FORMS": 0}
        for form in formset.forms:
            for name in form.fields:
                sent[form.add_prefix(name)] = form[name].value() or ""
    return sent


@pytest.mark.parametrize("reader", ["officer", "maker"])
def test_refused_record_is_put_right_on_the_page_of_a_meeting(field, officer, refused, reader):
    by = officer if reader == "officer" else field.user
    client = signed_in(by)
    page = client.get(url("put_right", refused))
    assert "written on the phone" in page.content.decode()
    assert page.context["left_out"] == ["Somebody beyond your reach"]
    response = client.post(url("put_right", refused), form_of(page) | {"summary": "put right"})
    assert response.status_code == 302, response.context["sheet"].form.errors
    meeting = Meeting.objects.get()
    newcomer = Person.objects.get(given_name="ថ្មី")
    assert (meeting.summary, meeting.recorded_by, meeting.marks.count()) == ("put right", field.user, 4)
    assert meeting.marks.filter(person=newcomer).exists()
    assert [issue.text for issue in meeting.issues.all()] == ["the well is dry"]
    assert [decision.text for decision in meeting.decisions.all()] == ["ask the commune"]
    assert [(count.group, count.number) for count in meeting.head_counts.all()] == [("women", 3)]
    refused.refresh_from_db()
    assert (refused.outcome, refused.sealed) == ("taken", None)
    assert ("delivery.put_right", by.pk) in verbs(refused)


def test_page_of_a_refused_record_judges_what_is_typed(field, desk, refused):
    sent = form_of(desk.get(url("put_right", refused))) | {"held_on": f"{days_ago(-3)}"}
    assert desk.post(url("put_right", refused), sent).status_code == 200
    assert (Meeting.objects.count(), Delivery.objects.get().outcome) == (0, "refused")


def test_refused_record_is_set_aside(field, officer, desk, refused):
    assert desk.post(url("set_aside", refused)).status_code == 302
    refused.refresh_from_db()
    assert (refused.outcome, refused.sealed, refused.settled_by) == ("refused", None, officer)
    assert refused.receipt not in desk.get(reverse("deliveries:list")).content.decode()
    assert Meeting.objects.count() == 0


def test_only_a_refused_meeting_is_put_right(field, desk):
    delivery = held(field)
    assert desk.get(url("put_right", delivery)).url == url("page", delivery)


def test_record_whose_key_is_gone_says_so_and_can_be_refused(field, desk, settings, tmp_path):
    delivery = held(field)
    settings.PHONE_KEYS_DIR = tmp_path / "elsewhere"
    assert "can no longer open this record" in desk.get(url("page", delivery)).content.decode()
    desk.post(url("take", delivery))
    assert Delivery.objects.get().outcome == "held"
    desk.post(url("refuse", delivery), {"reason": "not_credible"})
    assert Delivery.objects.get().outcome == "refused"


def test_officer_of_another_group_is_no_judge_of_a_group_named_in_the_record(field, officer):
    """The scope asks the row; the handler asks the record: both must lie within reach."""
    other = make_group(area=make_area("100101"))
    make_facilitation(user=field.user, group=other)
    end_device(device=field.user.devices.get(), by=field.user)
    field.phone.send("meeting", a_meeting(other))
    delivery = Delivery.objects.get()
    Delivery.objects.update(group=field.group)
    with pytest.raises(judging.BeyondYourReach):
        judging.take_held(delivery=delivery, by=officer)
    assert Meeting.objects.count() == 0
