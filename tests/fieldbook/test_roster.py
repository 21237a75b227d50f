"""The short roster: what the screen needs and nothing more."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.reads.roster import initial_of
from participation.models import CommunityGroup
from people.models import Purpose, SupportNeed
from places.codes import lifted_to
from places.models import AdminArea
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import (
    make_ask,
    make_ask_answer,
    make_decision,
    make_facilitation,
    make_group,
    make_mark,
    make_meeting,
    make_membership,
    make_plan,
    make_post,
    make_topic,
)
from tests.factories.people import make_consent, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def read(user, have="", **headers):
    return signed_in(user).get(reverse("fieldbook:roster"), {"have": have} if have else {}, headers=headers)


def group_of(user, number=0):
    return read(user).json()["groups"][number]


def test_a_facilitator_reads_their_groups_and_no_others(field):
    make_group()
    make_facilitation(user=make_user("facilitator"))
    ended = make_facilitation(user=field.user, ended_on=TODAY() - timedelta(days=1))
    answer = read(field.user).json()
    assert answer["ids"] == [str(field.group.pk)] == [group["id"] for group in answer["groups"]]
    assert str(ended.group_id) not in str(answer)
    told = {"id": field.user.pk, "name": field.user.full_name, "language": "en"}
    assert answer["user"] == told | {"unchecked": False}
    assert answer["today"] == str(TODAY())


def test_whose_screening_has_ended_is_told_and_reads_all_the_same(field):
    field.user.staff_checks.filter(what="screening").update(valid_until=TODAY() - timedelta(days=1))
    answer = read(field.user).json()
    assert answer["user"]["unchecked"] is True
    assert len(answer["groups"]) == 1


def test_former_facilitator_and_officer_read_no_names(field):
    field.facilitation.ended_on = TODAY() - timedelta(days=1)
    field.facilitation.save()
    assert read(field.user).json()["groups"] == []
    assert read(make_user("programme_officer")).json()["groups"] == []
    assert read(make_user("donor")).status_code == 404


def test_a_phone_alone_reads_no_roster(field):
    from django.test import Client

    call = field.phone.sign(field.phone.payload([])).decode()
    answer = Client().get(reverse("fieldbook:roster"), headers={"Authorization": f"Field {call}"})
    assert answer.status_code == 401


def test_a_group_is_told_with_what_the_screen_needs(field):
    field.group.rhythm_days, field.group.last_met_on = 14, TODAY() - timedelta(days=10)
    field.group.overdue_after = TODAY() + timedelta(days=11)
    field.group.save()
    plan = make_plan(group=field.group, planned_on=TODAY() + timedelta(days=4), place_text="វត្ត")
    make_plan(group=field.group, planned_on=TODAY() + timedelta(days=18))
    group = group_of(field.user)
    assert (group["code"], group["kind"], group["asks_quorum"]) == (field.group.code, "club", False)
    assert (group["name_km"], group["rhythm_days"]) == (field.group.name_km, 14)
    assert group["area"] == lifted_to(field.group.area_id, AdminArea.COMMUNE)
    assert group["last_met_on"] == str(TODAY() - timedelta(days=10))
    assert group["overdue_from"] == str(TODAY() + timedelta(days=12))
    assert group["valid_until"] == str(TODAY() + timedelta(days=24))
    assert (group["next"]["id"], group["next"]["place_text"]) == (str(plan.pk), "វត្ត")


@pytest.mark.parametrize(("rhythm", "days"), [(7, 17), (30, 40), (60, 45)])
def test_a_list_lasts_for_a_rhythm_and_ten_days_and_never_longer_than_45(field, rhythm, days):
    type(field.group).objects.update(rhythm_days=rhythm)
    assert group_of(field.user)["valid_until"] == str(TODAY() + timedelta(days=days))


def test_a_council_is_asked_for_its_quorum():
    user = make_user("facilitator")
    make_facilitation(user=user, group=make_group(kind="council"))
    assert group_of(user)["asks_quorum"] is True


def test_a_member_is_told_with_given_name_and_initial_only(field):
    person = make_person(family_name="ខ្លា", given_name="ដារា", name_latin="Khla Dara", birth_year=2013, birth_month=5)
    make_membership(group=field.group, person=person, post=make_post(field.group.kind, "leader"))
    SupportNeed.objects.create(person=person, need="step_free")
    answer = read(field.user)
    (member,) = [row for row in answer.json()["groups"][0]["members"] if row["id"] == str(person.pk)]
    assert member == {
        "id": str(person.pk),
        "name": "ដារា",
        "initial": "ខ្លា",
        "post": "leader",
        "from": "2023-03-01",
        "to": None,
        "needs": ["step_free"],
        "photo": False,
    }
    assert [word for word in ("Khla", "2013", person.code) if word in answer.content.decode()] == []


@pytest.mark.parametrize(("name", "initial"), [("សុខ", "សុ"), ("ស្រី", "ស្រី"), ("Sok", "S"), ("", "")])
def test_an_initial_is_the_first_letter_that_a_reader_sees(name, initial):
    assert initial_of(name) == initial


def test_members_of_the_last_60_days_are_there_with_their_days(field):
    days = {61: False, 60: True, 1: True}
    people = {
        since: make_membership(group=field.group, ended_on=TODAY() - timedelta(days=since)).person for since in days
    }
    mistaken = make_membership(group=field.group, ended_on=TODAY(), end_reason="mistake").person
    later = make_membership(group=field.group, began_on=TODAY() + timedelta(days=1)).person
    members = {row["id"]: row["to"] for row in group_of(field.user)["members"]}
    assert {since: str(person.pk) in members for since, person in people.items()} == days
    assert members[str(people[1].pk)] == str(TODAY() - timedelta(days=1))
    assert {str(mistaken.pk), str(later.pk)} & members.keys() == set()


def test_pictures_are_for_whom_consent_inside_the_programme_is_in_force(field):
    inside, public, ended = field.people
    make_consent(person=inside, purpose=Purpose.PHOTO_INSIDE)
    make_consent(person=public, purpose=Purpose.PHOTO_PUBLIC)
    make_consent(person=ended, purpose=Purpose.PHOTO_INSIDE, valid_until=TODAY() - timedelta(days=1))
    photos = {row["id"]: row["photo"] for row in group_of(field.user)["members"]}
    assert photos == {str(inside.pk): True, str(public.pk): False, str(ended.pk): False}


def test_decisions_that_wait_and_meetings_that_can_be_put_right_are_there(field):
    meeting = make_meeting(group=field.group, held_on=TODAY() - timedelta(days=7), recorded_by=field.user)
    make_mark(meeting=meeting, person=field.people[0])
    decision = make_decision(meeting=meeting, due_on=TODAY())
    make_decision(meeting=meeting, done_on=TODAY())
    make_meeting(group=field.group, held_on=TODAY() - timedelta(days=8), status="approved")
    make_meeting(group=field.group, held_on=TODAY() - timedelta(days=61))
    group = group_of(field.user)
    assert group["due"] == [
        {
            "id": str(decision.pk),
            "text": decision.text,
            "post": None,
            "due_on": str(TODAY()),
            "decided_on": str(meeting.held_on),
        }
    ]
    (record,) = group["open"]
    assert (record["id"], record["version"], record["recorded_by_me"]) == (str(meeting.pk), 1, True)
    assert record["marks"] == {str(field.people[0].pk): "present"}
    assert len(record["decisions"]) == 2


def test_what_can_be_put_right_is_taken_back_as_it_is(field):
    meeting = make_meeting(group=field.group, held_on=TODAY() - timedelta(days=7), recorded_by=field.user)
    make_mark(meeting=meeting, person=field.people[0])
    record = group_of(field.user)["open"][0]
    for name in ("recorded_by_me", "made_at", "status"):
        record.pop(name)
    answer = field.phone.send("meeting", {**record, "adults_present": 2})
    assert (answer["outcome"], answer["version"]) == ("taken", 2)


def test_topics_come_once_and_those_used_most_come_first_in_a_group(field):
    topics = [make_topic(code=code) for code in ("song", "game", "article-12")]
    make_topic(code="old", is_active=False)
    for number, topic in enumerate(topics):
        for _ in range(number):
            make_meeting(group=field.group).topics.add(topic)
    answer = read(field.user).json()
    assert answer["groups"][0]["topics"] == ["article-12", "game"]
    assert {row["code"] for row in answer["reference"]["topics"]} == {"song", "game", "article-12"}


# --- only what is new ------------------------------------------------------------------------------------------------
def test_nothing_changed_is_304_and_notes_no_reading(field):
    first = read(field.user)
    again = read(field.user, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["Cache-Control"]) == (304, b"", "no-store")
    assert JournalEntry.objects.filter(verb="roster.taken").count() == 1


def test_groups_that_the_phone_has_are_left_out(field):
    other = make_facilitation(user=field.user).group
    make_membership(group=other)
    first = read(field.user)
    digests = {row["id"]: row["digest"] for row in first.json()["groups"]}
    have = ",".join([*map(":".join, digests.items()), f"reference:{first.json()['reference']['digest']}"])
    make_membership(group=other)
    answer = read(field.user, have=have, **{"If-None-Match": first.headers["ETag"]})
    assert (answer.status_code, [row["id"] for row in answer.json()["groups"]]) == (200, [str(other.pk)])
    assert set(answer.json()["ids"]) == digests.keys()
    assert (first.json()["reference"]["topics"], answer.json()["reference"]["topics"]) == ([], [])
    assert JournalEntry.objects.order_by("-pk").values_list("people", flat=True).first() == 2


@pytest.mark.parametrize("have", ["x", ":::", ",,,", f"{uuid.UUID(int=7)}:", "é:é", "a:b," * 500])
def test_anything_may_stand_in_have(field, have):
    assert len(read(field.user, have=have).json()["groups"]) == 1


def test_the_reading_is_noted_with_how_many_people_it_showed(field):
    read(field.user)
    row = JournalEntry.objects.get(verb="roster.taken")
    assert (row.kind, row.people, row.actor_id, row.about_type) == ("read", 3, field.user.pk, "accounts.user")


def filled(groups, members):
    user = make_user("facilitator")
    for _ in range(groups):
        group = make_group()
        make_facilitation(user=user, group=group)
        for _ in range(members):
            make_membership(group=group)
        meeting = make_meeting(group=group, held_on=TODAY() - timedelta(days=5))
        meeting.topics.add(make_topic())
        make_decision(meeting=meeting)
        make_plan(group=group)
    return signed_in(user)


def test_asks_under_way_are_there_with_their_answer(field):
    waits, answered = make_ask(group=field.group), make_ask("answered", group=field.group)
    make_ask_answer(ask=answered, kind="planned", text="ក" * 300)
    for status in ("drafted", "told", "closed", "withdrawn"):
        make_ask(status, group=field.group)
    make_ask("answered")
    before, reply = group_of(field.user), {"km": "ដាក់ក្នុងផែនការ", "en": "Planned", "words": "ក" * 200}
    assert before["asks"] == [
        {"id": str(answered.pk), "text": answered.text, "reply": reply},
        {"id": str(waits.pk), "text": waits.text, "reply": None},
    ]
    make_ask_answer(ask=answered, kind="done", answered_on=TODAY())
    assert group_of(field.user)["digest"] != before["digest"]


@pytest.mark.parametrize("number", [1, 3])
def test_asks_cost_the_same_queries_for_any_number(number, django_assert_num_queries):
    client = filled(1, 10)
    for _time in range(number):
        make_ask_answer(ask=make_ask("answered", group=CommunityGroup.objects.get()))
    client.get(reverse("fieldbook:roster"))
    with django_assert_num_queries(22):
        (group,) = client.get(reverse("fieldbook:roster")).json()["groups"]
    assert len(group["asks"]) == number


@pytest.mark.parametrize(("groups", "members"), [(1, 10), (3, 10), (1, 40), (3, 40)])
def test_a_roster_costs_the_same_queries_for_any_number(groups, members, django_assert_num_queries):
    client = filled(groups, members)
    client.get(reverse("fieldbook:roster"))
    with django_assert_num_queries(21):
        answer = client.get(reverse("fieldbook:roster"))
    assert [len(group["members"]) for group in answer.json()["groups"]] == [members] * groups
