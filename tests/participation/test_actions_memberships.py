"""Enrolling, ending, restarting, moving and changing posts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import JournalEntry
from participation.actions.memberships import (
    age_warning,
    change_post,
    end_membership,
    enrol,
    enrol_newcomer,
    founding_warning,
    restart_membership,
    transfer,
    undo_end,
)
from participation.models import Kind, Membership
from participation.refusals import (
    AlreadyMember,
    BeforeBirth,
    DayInTheFuture,
    EndsBeforeItBegins,
    GroupIsClosed,
    MembershipEnded,
    MembershipOpen,
    PostOfAnotherKind,
    PostTaken,
    ReasonNotAllowed,
    SameGroup,
)
from people.models import Person
from people.refusals import BornInTheFuture
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_group, make_membership, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
EndReason = Membership.EndReason
DAY = timedelta(days=1)
BEGAN, ENDED = date(2024, 3, 1), date(2024, 8, 31)


def take_in(**overrides):
    fields = {"began_on": BEGAN, "by": make_user(), **overrides}
    fields["group"] = fields.get("group") or make_group()
    fields["person"] = fields.get("person") or make_person()
    fields["post"] = fields.get("post") or make_post(fields["group"].kind)
    return enrol(**fields)


def end(membership, ended_on=ENDED, end_reason=EndReason.MOVED_AWAY):
    return end_membership(membership=membership, ended_on=ended_on, end_reason=end_reason, by=make_user())


# --- enrolling -------------------------------------------------------------------------------------------------------
def test_enrol_opens_a_membership_and_writes_ids_only():
    membership = take_in(how_filled=Membership.HowFilled.ELECTED)
    assert (membership.began_on, membership.ended_on, membership.how_filled) == (BEGAN, None, "elected")
    details = JournalEntry.objects.get(verb="membership.begun").details
    assert details == {"group": str(membership.group_id), "person": str(membership.person_id), "post": "member"}


@pytest.mark.parametrize(
    ("began_on", "overlaps"),
    [
        (BEGAN - 30 * DAY, True),
        (BEGAN, True),
        (ENDED, True),
        (ENDED + DAY, False),
        (ENDED + 30 * DAY, False),
    ],
)
def test_enrol_refuses_any_shared_day(began_on, overlaps):
    before = end(take_in())
    if overlaps:
        with pytest.raises(AlreadyMember):
            take_in(group=before.group, person=before.person, began_on=began_on)
        assert Membership.objects.count() == 1
    else:
        assert take_in(group=before.group, person=before.person, began_on=began_on).ended_on is None


def test_enrol_refuses_a_second_open_membership_in_one_group():
    membership = take_in()
    with pytest.raises(AlreadyMember):
        take_in(group=membership.group, person=membership.person, began_on=BEGAN + 90 * DAY)


def test_one_person_may_belong_to_two_groups():
    person = make_person()
    assert {take_in(person=person).group_id, take_in(person=person).group_id} == set(
        person.memberships.values_list("group_id", flat=True)
    )


def test_membership_entered_by_mistake_stands_in_nobodys_way():
    mistaken = end(take_in(post=make_post(code="leader")), end_reason=EndReason.MISTAKE)
    again = take_in(group=mistaken.group, person=mistaken.person, post=mistaken.post)
    assert list(Membership.objects.current(BEGAN)) == [again]


@pytest.mark.parametrize(
    ("began_on", "ended_on", "taken"),
    [(BEGAN, None, True), (BEGAN, ENDED, True), (BEGAN, ENDED - DAY, False)],
)
def test_single_post_has_one_holder_on_any_day(began_on, ended_on, taken):
    leader, group = make_post(code="leader"), make_group()
    make_membership(group=group, post=leader, began_on=began_on, ended_on=ended_on)
    if taken:
        with pytest.raises(PostTaken):
            take_in(group=group, post=leader, began_on=ENDED)
    else:
        assert take_in(group=group, post=leader, began_on=ENDED).post == leader


def test_refusal_of_a_taken_post_names_the_post_and_nobody():
    leader = make_post(code="leader")
    holder = take_in(post=leader)
    with translation.override("en"):
        with pytest.raises(PostTaken) as refused:
            take_in(group=holder.group, post=leader)
        assert refused.value.message_dict == {"post": ["The post “Leader” already has a holder in that time."]}


def test_single_post_of_another_group_is_free():
    leader = make_post(code="leader")
    assert take_in(post=leader).group_id != take_in(post=leader).group_id


def test_ordinary_post_has_many_holders():
    group = make_group()
    assert take_in(group=group).post == take_in(group=group).post


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (lambda: {"began_on": timezone.localdate() + DAY}, DayInTheFuture),
        (lambda: {"group": make_closed_group()}, GroupIsClosed),
        (lambda: {"post": make_post(Kind.COUNCIL)}, PostOfAnotherKind),
        (lambda: {"post": make_post(code="old", is_active=False)}, PostOfAnotherKind),
        (lambda: {"person": make_person(birth_year=2025)}, BeforeBirth),
    ],
)
def test_enrol_refuses(fields, refusal):
    with pytest.raises(refusal):
        take_in(**fields())
    assert Membership.objects.count() == 0
    assert JournalEntry.objects.count() == 0


def test_enrol_today_is_not_the_future():
    assert take_in(began_on=timezone.localdate()).began_on == timezone.localdate()


def test_enrol_newcomer_registers_and_enrols():
    group = make_group()
    membership = enrol_newcomer(
        group=group,
        post=make_post(),
        began_on=BEGAN,
        by=make_user(),
        family_name="សុខ",
        given_name="សុភា",
        sex="female",
        birth_year=2013,
    )
    assert (membership.person.name, membership.group) == ("សុខ សុភា", group)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [({"birth_year": 2999}, BornInTheFuture), ({"began_on": date(2999, 1, 1)}, DayInTheFuture)],
)
def test_enrol_newcomer_leaves_nobody_behind_when_refused(fields, refusal):
    arguments = {"began_on": BEGAN, "family_name": "សុខ", "given_name": "សុភា", "sex": "female", **fields}
    with pytest.raises(refusal):
        enrol_newcomer(group=make_group(), post=make_post(), by=make_user(), **arguments)
    assert (Person.objects.count(), JournalEntry.objects.count()) == (0, 0)


# --- ending ----------------------------------------------------------------------------------------------------------
def test_end_membership_keeps_day_reason_and_actor():
    membership, user = take_in(), make_user()
    ended = end_membership(membership=membership, ended_on=ENDED, end_reason=EndReason.AGED_OUT, by=user)
    assert (ended.ended_on, ended.end_reason, ended.ended_by) == (ENDED, EndReason.AGED_OUT, user)
    assert JournalEntry.objects.get(verb="membership.ended").details["reason"] == "aged_out"


def test_membership_may_end_on_its_first_day():
    assert end(take_in(), ended_on=BEGAN).ended_on == BEGAN


@pytest.mark.parametrize(
    ("ended_on", "reason", "refusal"),
    [
        (BEGAN - DAY, EndReason.OTHER, EndsBeforeItBegins),
        (date(2999, 1, 1), EndReason.OTHER, DayInTheFuture),
        (ENDED, EndReason.POST_CHANGED, ReasonNotAllowed),
        (ENDED, EndReason.GROUP_CLOSED, ReasonNotAllowed),
    ],
)
def test_end_membership_refuses(ended_on, reason, refusal):
    membership = take_in()
    with pytest.raises(refusal):
        end(membership, ended_on, reason)
    membership.refresh_from_db()
    assert membership.ended_on is None


def test_end_membership_refuses_a_second_end():
    membership = end(take_in())
    with pytest.raises(MembershipEnded):
        end(membership, ended_on=ENDED + DAY)


def test_undo_end_opens_the_membership_again():
    membership = undo_end(membership=end(take_in()), by=make_user())
    assert (membership.ended_on, membership.end_reason, membership.ended_by) == (None, "", None)
    membership.refresh_from_db()
    assert membership.ended_on is None


def test_undo_end_refuses_when_the_person_came_back():
    before = end(take_in())
    take_in(group=before.group, person=before.person, began_on=ENDED + DAY)
    with pytest.raises(AlreadyMember):
        undo_end(membership=before, by=make_user())


def test_undo_end_refuses_when_the_post_was_given_away():
    leader = make_post(code="leader")
    before = end(take_in(post=leader))
    take_in(group=before.group, post=leader, began_on=ENDED + DAY)
    with pytest.raises(PostTaken):
        undo_end(membership=before, by=make_user())


def test_undo_end_refuses_what_has_not_ended_and_closed_groups():
    with pytest.raises(MembershipOpen):
        undo_end(membership=take_in(), by=make_user())
    with pytest.raises(GroupIsClosed):
        undo_end(membership=make_membership(group=make_closed_group(), ended_on=date(2024, 6, 30)), by=make_user())


# --- coming back, posts, moving --------------------------------------------------------------------------------------
def test_restart_membership_is_a_new_row_in_the_same_post():
    before = end(take_in(post=make_post(code="secretary")))
    again = restart_membership(membership=before, began_on=date(2025, 1, 1), by=make_user())
    assert (again.person, again.group, again.post) == (before.person, before.group, before.post)
    assert again.pk != before.pk
    before.refresh_from_db()
    assert before.ended_on == ENDED


def test_restart_membership_refuses_what_has_not_ended_and_days_before_the_end():
    membership = take_in()
    with pytest.raises(MembershipOpen):
        restart_membership(membership=membership, began_on=date(2025, 1, 1), by=make_user())
    end(membership)
    with pytest.raises(AlreadyMember):
        restart_membership(membership=membership, began_on=ENDED, by=make_user())


def test_change_post_closes_one_row_and_opens_the_next():
    membership, leader = take_in(), make_post(code="leader")
    changed = change_post(
        membership=membership, post=leader, changed_on=date(2024, 9, 1), by=make_user(), how_filled="elected"
    )
    membership.refresh_from_db()
    assert (membership.ended_on, membership.end_reason) == (date(2024, 8, 31), EndReason.POST_CHANGED)
    assert (changed.began_on, changed.post, changed.how_filled) == (date(2024, 9, 1), leader, "elected")
    posts = [Membership.objects.current(day).get().post.code for day in (date(2024, 8, 31), date(2024, 9, 1))]
    assert posts == ["member", "leader"]


def test_change_post_on_the_first_day_puts_the_row_right():
    membership, leader = take_in(), make_post(code="leader")
    changed = change_post(membership=membership, post=leader, changed_on=BEGAN, by=make_user())
    assert (changed.pk, changed.post, Membership.objects.count()) == (membership.pk, leader, 1)


def test_two_members_may_swap_a_single_post_on_one_day():
    leader, member, group = make_post(code="leader"), make_post(), make_group()
    old, new = take_in(group=group, post=leader), take_in(group=group, post=member)
    change_post(membership=old, post=member, changed_on=date(2024, 9, 1), by=make_user())
    assert change_post(membership=new, post=leader, changed_on=date(2024, 9, 1), by=make_user()).post == leader


def test_change_post_refuses():
    leader, group = make_post(code="leader"), make_group()
    take_in(group=group, post=leader)
    membership = take_in(group=group)
    user = make_user()
    for changed_on in (BEGAN, date(2024, 9, 1)):
        with pytest.raises(PostTaken):
            change_post(membership=membership, post=leader, changed_on=changed_on, by=user)
    with pytest.raises(EndsBeforeItBegins):
        change_post(membership=membership, post=make_post(code="deputy"), changed_on=BEGAN - DAY, by=user)
    with pytest.raises(DayInTheFuture):
        change_post(membership=membership, post=make_post(code="deputy"), changed_on=date(2999, 1, 1), by=user)
    with pytest.raises(PostOfAnotherKind):
        change_post(membership=membership, post=make_post(Kind.COUNCIL), changed_on=BEGAN, by=user)
    membership.refresh_from_db()
    assert (membership.post.code, membership.ended_on) == ("member", None)
    with pytest.raises(MembershipEnded):
        change_post(membership=end(membership), post=make_post(code="deputy"), changed_on=ENDED, by=user)


def test_transfer_ends_there_the_day_before_and_begins_here():
    membership, council = take_in(post=make_post(code="leader")), make_group(kind=Kind.COUNCIL)
    make_post(Kind.COUNCIL)
    moved = transfer(membership=membership, to_group=council, moved_on=date(2025, 2, 1), by=make_user())
    membership.refresh_from_db()
    assert (membership.ended_on, membership.end_reason) == (date(2025, 1, 31), EndReason.TRANSFERRED)
    assert (moved.group, moved.person, moved.began_on) == (council, membership.person, date(2025, 2, 1))
    assert (moved.post.kind, moved.post.code) == (Kind.COUNCIL, "member")


def test_transfer_on_the_first_day_leaves_one_day_in_both():
    moved = transfer(membership=take_in(), to_group=make_group(), moved_on=BEGAN, by=make_user())
    assert [row.ended_on for row in moved.person.memberships.order_by("created_at")] == [BEGAN, None]


def test_transfer_refuses_and_leaves_everything():
    membership, user = take_in(), make_user()
    target = make_group()
    with pytest.raises(SameGroup):
        transfer(membership=membership, to_group=membership.group, moved_on=ENDED, by=user)
    with pytest.raises(GroupIsClosed):
        transfer(membership=membership, to_group=make_closed_group(), moved_on=ENDED, by=user)
    with pytest.raises(EndsBeforeItBegins):
        transfer(membership=membership, to_group=target, moved_on=BEGAN - DAY, by=user)
    with pytest.raises(DayInTheFuture):
        transfer(membership=membership, to_group=target, moved_on=date(2999, 1, 1), by=user)
    take_in(group=target, person=membership.person)
    with pytest.raises(AlreadyMember):
        transfer(membership=membership, to_group=target, moved_on=ENDED, by=user)
    membership.refresh_from_db()
    assert membership.ended_on is None


def test_transfer_to_a_kind_without_an_ordinary_post_is_refused():
    network = make_group(kind=Kind.NETWORK)
    with pytest.raises(PostOfAnotherKind):
        transfer(membership=take_in(), to_group=network, moved_on=ENDED, by=make_user())


# --- warnings --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("birth_year", "warned"), [(2018, False), (2019, True), (2007, False), (2006, True)])
def test_age_warning_names_the_ages_outside(birth_year, warned):
    group = make_group(age_from=6, age_to=17)
    person = make_person(birth_year=birth_year)
    with translation.override("en"):
        warning = age_warning(group=group, person=person, on=date(2024, 5, 1))
    age = 2024 - birth_year
    sentence = f"This person is {age} years old on that day. The group is for ages 6 to 17."
    assert warning == (sentence if warned else None)


def test_age_warning_is_silent_on_unknown_ages_and_posts_for_adults():
    group, adviser = make_group(), make_post(code="youth_adviser")
    assert age_warning(group=group, person=make_person(birth_year=None), on=BEGAN) is None
    adult, infant = make_person(birth_year=1990), make_person(birth_year=2022)
    assert age_warning(group=group, person=adult, on=BEGAN, post=adviser) is None
    assert age_warning(group=group, person=infant, on=BEGAN, post=adviser) is not None


def test_founding_warning_is_about_days_before_the_founding():
    group = make_group(founded_on=date(2022, 1, 1))
    assert founding_warning(group=group, on=date(2022, 1, 1)) is None
    assert founding_warning(group=group, on=date(2021, 12, 31)) is not None


def test_entry_before_the_founding_is_not_refused():
    group = make_group(founded_on=date(2024, 3, 2))
    assert take_in(group=group, began_on=date(2024, 3, 1)).began_on == date(2024, 3, 1)
