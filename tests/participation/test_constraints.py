"""Every constraint of people and of the spine, broken once with rows that only it refuses."""

import uuid
from datetime import date, time

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from participation.models import FoundGap, GroupStatus, GroupWord, ImportedRow, ImportRun, ImportTrace, Topic
from people.models import NotTheSame, PersonLikenessKey, PersonMerge
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_ask,
    make_ask_answer,
    make_ask_link,
    make_attendance_count,
    make_call,
    make_decision,
    make_facilitation,
    make_group,
    make_head_count,
    make_hold,
    make_joint,
    make_mark,
    make_meeting,
    make_membership,
    make_missed,
    make_partner,
    make_past_rhythm,
    make_person_check,
    make_photo,
    make_plan,
    make_post,
    make_project,
    make_rule,
    make_school,
    make_step,
    make_support,
    make_topic,
)
from tests.factories.people import make_consent, make_need, make_person, make_request

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2024, 1, 1), date(2024, 12, 31)


def update(row: models.Model, **values) -> None:
    """Past every check but the database's own."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def second(make, **shared) -> None:
    """The same facts twice."""
    make(**shared)
    make(**shared)


def second_mark():
    mark = make_mark()
    make_mark(meeting=mark.meeting, person=mark.person, id=uuid.uuid4())


def make_article():
    return make_topic(type=Topic.Type.ARTICLE, number=12)


def second_word():
    group = make_group()
    GroupWord.objects.bulk_create([GroupWord(group=group, token="zq"), GroupWord(group=group, token="zq")])


def sorted_people():
    return sorted((make_person(), make_person()), key=lambda person: person.pk)


def told_apart(people):
    NotTheSame.objects.create(first=people[0], second=people[1], said_at=timezone.now())


BREAKS = {
    # people
    "birth_year_is_of_our_time": lambda: update(make_person(), birth_year=1899),
    "birth_month_is_of_a_year": lambda: update(make_person(birth_year=None), birth_month=5),
    "difficulty_not_asked_has_no_day": lambda: update(make_person(), difficulty="not_asked", difficulty_asked_on=EARLY),
    "one_open_consent_per_person_and_purpose": lambda: second(make_consent, person=make_person()),
    "consent_has_at_least_one_signature": lambda: make_consent(person_on=None, guardian_on=None, given_on=None),
    "consent_is_given_with_the_own_yes": lambda: make_consent(person_on=None),
    "consent_ends_after_it_begins": lambda: make_consent(signed_on=LATE, valid_until=EARLY),
    "consent_is_withdrawn_after_it_begins": lambda: make_consent(signed_on=LATE, withdrawn_on=EARLY),
    "consent_withdrawn_by_somebody_has_a_day": lambda: update(make_consent(), withdrawn_by=make_user()),
    "one_likeness_key_per_person_and_sound": lambda: second(
        PersonLikenessKey.objects.create, person=make_person(), key="zz"
    ),
    "one_row_per_person_and_need": lambda: second(make_need, person=make_person()),
    "a_support_need_is_one_of_four": lambda: make_need(need="wheelchair"),
    "two_people_are_told_apart_once": lambda: second(told_apart, people=sorted_people()),
    "told_apart_lower_id_comes_first": lambda: told_apart(sorted_people()[::-1]),
    "a_record_is_merged_away_once": lambda: second(
        PersonMerge.objects.create, kept=make_person(), gone_id=uuid.UUID(int=1), merged_at=timezone.now()
    ),
    "a_request_is_answered_by_what_was_asked": lambda: make_request(kind="leave"),
    "forgotten_person_has_no_name": lambda: update(make_person(), forgotten_on=LATE, anonymised_on=LATE),
    # holds
    "a_hold_is_about_a_person_or_a_group": lambda: make_hold(person=make_person(), group=make_group()),
    "one_open_hold_per_person": lambda: second(make_hold, person=make_person()),
    "one_open_hold_per_group": lambda: second(make_hold, group=make_group()),
    "a_hold_reviewed_by_somebody_has_a_moment": lambda: make_hold(reviewed_by=make_user()),
    "a_hold_ended_by_somebody_has_a_moment": lambda: make_hold(ended_by=make_user()),
    # groups
    "group_oldest_age_is_above_youngest": lambda: update(make_group(), age_from=18, age_to=17),
    "group_rhythm_is_a_day_or_more": lambda: update(make_group(), rhythm_days=0),
    "group_in_a_school_names_the_school": lambda: update(make_group(), setting="school", school=None),
    "paused_and_closed_groups_have_a_reason": lambda: update(make_group(), status="paused", status_reason=""),
    "one_open_status_per_group": lambda: GroupStatus.objects.create(group=make_group(), status="active", began_on=LATE),
    "status_of_a_group_ends_after_it_begins": lambda: GroupStatus.objects.create(
        group=make_group(), status="active", began_on=LATE, ended_on=EARLY
    ),
    "one_past_rhythm_per_group_and_last_day": lambda: second(make_past_rhythm, group=make_group()),
    "past_rhythm_is_a_day_or_more": lambda: make_past_rhythm(rhythm_days=0),
    "one_person_check_of_a_kind_per_day": lambda: second(make_person_check, person=make_person()),
    "person_check_stands_from_its_day": lambda: make_person_check(make_person(), done_on=LATE, valid_until=EARLY),
    "one_row_per_token_and_group": second_word,
    # memberships and facilitations
    "one_open_membership_per_person_and_group": lambda: second(
        make_membership, person=make_person(), group=make_group()
    ),
    "membership_ends_after_it_begins": lambda: make_membership(began_on=LATE, ended_on=EARLY),
    "membership_has_an_end_with_a_reason_or_neither": lambda: update(make_membership(), ended_on=LATE),
    "one_open_facilitation_per_user_and_group": lambda: second(
        make_facilitation, user=make_facilitation().user, group=make_group()
    ),
    "facilitation_ends_after_it_begins": lambda: make_facilitation(began_on=LATE, ended_on=EARLY),
    "substitute_has_a_last_day": lambda: make_facilitation(is_substitute=True),
    "facilitation_taken_back_has_a_last_day": lambda: update(make_facilitation(), revoked_at="2025-01-01T00:00:00Z"),
    # meetings
    "one_meeting_per_group_day_and_slot": lambda: second(make_meeting, group=make_group(), held_on=EARLY),
    "meeting_ends_after_it_begins": lambda: make_meeting(started_at=time(9, 0), ended_at=time(9, 0)),
    "meeting_slots_count_from_one": lambda: make_meeting(slot=0),
    "one_mark_per_meeting_and_person": second_mark,
    "one_count_of_marks_per_kind": lambda: second(make_attendance_count, meeting=make_meeting()),
    "counted_marks_are_one_or_more": lambda: make_attendance_count(first_times=5),
    "one_count_per_meeting_and_guest_group": lambda: second(make_head_count, meeting=make_meeting()),
    "guests_are_one_or_more": lambda: make_head_count(number=0),
    "guests_with_difficulty_are_among_the_guests": lambda: make_head_count(number=2, with_difficulty=3),
    "decision_is_done_or_given_up_not_both": lambda: make_decision(done_on=EARLY, is_dropped=True),
    "one_step_counts_one_meeting_at_most": lambda: make_step(meetings=2),
    "one_step_counts_one_activity_at_most": lambda: make_step(activities=-2),
    "one_host_per_joint_meeting": lambda: make_joint(make_meeting(), make_meeting()).parts.update(is_host=True),
    "next_call_comes_after_the_call": lambda: make_call(called_on=LATE, next_call_on=LATE),
    "a_photo_has_pixels": lambda: update(make_photo(), width=0),
    "a_photo_marked_by_somebody_has_a_moment": lambda: make_photo(shown=None, shown_marked_by=make_user()),
    "a_photo_shows_a_person_once": lambda: make_photo(shown=[make_person()] * 2),
    # planning
    "one_standing_plan_per_group_and_day": lambda: second(make_plan, group=make_group(), planned_on=LATE),
    "one_missed_meeting_per_group_and_day": lambda: second(make_missed, group=make_group(), missed_on=LATE),
    # asks
    "sent_ask_says_who_answers_by_when": lambda: update(make_ask(), body=None),
    "ask_beyond_its_draft_was_sent_on_a_day": lambda: update(make_ask(), sent_on=None),
    "ask_with_an_answer_says_since_when": lambda: update(make_ask(), status="answered"),
    "ask_is_answered_after_it_was_sent": lambda: update(make_ask("answered"), answered_on=EARLY),
    "ask_told_back_names_the_meeting": lambda: update(make_ask("answered"), status="told"),
    "ask_is_closed_on_a_day_or_open": lambda: update(make_ask("told"), closed_on=LATE),
    "ask_is_withdrawn_on_a_day_with_a_reason": lambda: update(make_ask("withdrawn"), withdraw_reason=""),
    "only_a_sent_ask_is_overdue": lambda: update(make_ask("drafted"), overdue_told_at=timezone.now()),
    "refused_ask_is_told_why": lambda: make_ask_answer(kind="refused", text=""),
    "answer_comes_from_a_person_or_a_link": lambda: make_ask_answer(link=make_ask_link(), recorded_by=make_user()),
    "only_an_answer_by_link_waits_to_be_confirmed": lambda: make_ask_answer(confirmed_at=None),
    "answer_confirmed_by_somebody_has_a_moment": lambda: make_ask_answer(
        link=make_ask_link(), confirmed_by=make_user()
    ),
    # imports
    "applied_import_has_a_moment": lambda: ImportRun.objects.create(file_name="a", is_applied=True),
    "import_that_failed_says_why": lambda: ImportRun.objects.create(file_name="a", stage="failed"),
    "imported_row_that_is_the_same_says_as_whom": lambda: ImportedRow.objects.create(
        run=ImportRun.objects.create(file_name="a"), number=2, state="new", choice="same"
    ),
    "one_row_per_import_and_number": lambda: second(
        ImportedRow.objects.create, run=ImportRun.objects.create(file_name="a"), number=2, state="new"
    ),
    "one_trace_per_import_and_record": lambda: second(
        ImportTrace.objects.create, run=ImportRun.objects.create(file_name="a"), record=uuid.UUID(int=1), is_made=True
    ),
    "changed_record_has_its_columns_of_before": lambda: ImportTrace.objects.create(
        run=ImportRun.objects.create(file_name="a"), kind="person", record=uuid.UUID(int=1), is_made=False
    ),
    # lists
    "rule_oldest_age_is_above_youngest": lambda: update(make_rule(), age_from=18, age_to=17),
    "rule_largest_size_is_above_smallest": lambda: update(make_rule(), size_from=9, size_to=8),
    "rule_rhythm_is_a_day_or_more": lambda: update(make_rule(), rhythm_days=0),
    "one_post_per_kind_and_code": lambda: update(make_post(code="deputy"), code=make_post(code="leader").code),
    "one_school_per_official_code": lambda: second(make_school, official_code="123"),
    "one_partner_per_name": lambda: second(make_partner, name_km="អង្គការ"),
    "project_ends_after_it_begins": lambda: make_project(began_on=LATE, ended_on=EARLY),
    "one_open_support_per_project_and_group": lambda: second(make_support, project=make_project(), group=make_group()),
    "support_ends_after_it_begins": lambda: make_support(began_on=LATE, ended_on=EARLY),
    "articles_are_numbered_1_to_54_and_activities_not": lambda: make_topic(type=Topic.Type.ARTICLE, number=55),
    "one_topic_per_article": lambda: second(make_article),
    "a_gap_is_found_once_per_group": lambda: second(FoundGap.objects.create, key="girls", group=make_group()),
}


CONSTRAINTS = {
    constraint.name: (model, constraint)
    for app in ("people", "participation")
    for model in apps.get_app_config(app).get_models()
    for constraint in model._meta.constraints
}


def blamed(name):
    """What the database blames: PostgreSQL and checks the constraint by name, SQLite a unique index by its columns."""
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        return name
    return f"{model._meta.db_table}.{model._meta.get_field(constraint.fields[0]).column}"


def test_every_constraint_is_broken_here():
    assert sorted(BREAKS) == sorted(CONSTRAINTS)


@pytest.mark.parametrize("name", BREAKS)
def test_constraint_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name]()
    assert blamed(name) in str(refused.value)
