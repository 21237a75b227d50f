"""Who belongs to which group, in which post, from when to when."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import User
from people.actions import register_person
from people.models import Person

from ..models import CommunityGroup, Membership, Post
from ..refusals import (
    AlreadyMember,
    BeforeBirth,
    EndsBeforeItBegins,
    GroupIsClosed,
    MembershipEnded,
    MembershipOpen,
    PostOfAnotherKind,
    PostTaken,
    ReasonNotAllowed,
    SameGroup,
)
from .locks import lock_group, lock_groups, refuse_future

ORDINARY_POST = "member"
"""The post that somebody takes who moves to another group without a word about the post."""

EndReason = Membership.EndReason
OWN_REASONS = frozenset({EndReason.POST_CHANGED, EndReason.GROUP_CLOSED})
"""Reasons that only another action gives: they promise a fact beside the membership's end."""


@transaction.atomic
def enrol(
    *, group: CommunityGroup, person: Person, post: Post, began_on: date, by: User, how_filled: str = ""
) -> Membership:
    """A person becomes a member on a day: today, or earlier when it is entered late."""
    lock_group(group)
    membership = _open(group, person, post, began_on, by, how_filled)
    journal.note("membership.begun", about=membership, by=by, group=group.pk, person=person.pk, post=post.code)
    return membership


@transaction.atomic
def enrol_newcomer(
    *, group: CommunityGroup, post: Post, began_on: date, by: User, how_filled: str = "", **person_fields: object
) -> Membership:
    """Register a person and make them a member, both or neither; ``person_fields`` as in ``register_person``."""
    person = register_person(by=by, **person_fields)
    return enrol(group=group, person=person, post=post, began_on=began_on, by=by, how_filled=how_filled)


@transaction.atomic
def end_membership(*, membership: Membership, ended_on: date, end_reason: str, by: User) -> Membership:
    """The last day of a membership and why it ended. One entered by mistake no longer counts on any day."""
    lock_group(membership.group)
    membership.refresh_from_db()
    if end_reason in OWN_REASONS:
        raise ReasonNotAllowed
    _close(membership, ended_on, end_reason, by)
    journal.note(
        "membership.ended",
        about=membership,
        by=by,
        group=membership.group_id,
        person=membership.person_id,
        reason=end_reason,
        ended_on=ended_on,
    )
    return membership


@transaction.atomic
def restart_membership(*, membership: Membership, began_on: date, by: User, post: Post | None = None) -> Membership:
    """A former member comes back: a new row after the ended one, in the same post unless another is named."""
    if membership.ended_on is None:
        raise MembershipOpen
    return enrol(
        group=membership.group, person=membership.person, post=post or membership.post, began_on=began_on, by=by
    )


@transaction.atomic
def change_post(*, membership: Membership, post: Post, changed_on: date, by: User, how_filled: str = "") -> Membership:
    """A member takes another post: the row ends the day before and a new one begins, so that each day has one post.

    On the day on which the membership began, its own post is put right instead.
    """
    lock_group(membership.group)
    membership.refresh_from_db()
    group, person = membership.group, membership.person
    if membership.ended_on is not None:
        raise MembershipEnded
    if changed_on < membership.began_on:
        raise EndsBeforeItBegins
    if changed_on == membership.began_on:
        _check_post(group, post, changed_on, None, besides=membership)
        membership.post, membership.how_filled = post, how_filled
        membership.full_clean()
        membership.save(update_fields=["post", "how_filled"])
        changed = membership
    else:
        _close(membership, changed_on - timedelta(days=1), EndReason.POST_CHANGED, by)
        changed = _open(group, person, post, changed_on, by, how_filled)
    journal.note("membership.post_changed", about=changed, by=by, group=group.pk, person=person.pk, post=post.code)
    return changed


@transaction.atomic
def transfer(
    *, membership: Membership, to_group: CommunityGroup, moved_on: date, by: User, post: Post | None = None
) -> Membership:
    """A member moves to another group: last day here the day before, first day there ``moved_on``.

    Who came only on that day has the one day in both groups.
    """
    if to_group.pk == membership.group_id:
        raise SameGroup
    lock_groups(membership.group, to_group)
    membership.refresh_from_db()
    person, from_group = membership.person, membership.group_id
    last_day = max(membership.began_on, moved_on - timedelta(days=1)) if moved_on >= membership.began_on else moved_on
    _close(membership, last_day, EndReason.TRANSFERRED, by)
    if post is None:
        post = Post.objects.filter(kind=to_group.kind, code=ORDINARY_POST).first()
        if post is None:
            raise PostOfAnotherKind
    moved = _open(to_group, person, post, moved_on, by, "")
    journal.note(
        "membership.transferred", about=moved, by=by, person=person.pk, from_group=from_group, to_group=to_group.pk
    )
    return moved


@transaction.atomic
def undo_end(*, membership: Membership, by: User) -> Membership:
    """Take back an end entered by mistake, as long as nothing came after it that would overlap."""
    lock_group(membership.group)
    membership.refresh_from_db()
    if membership.ended_on is None:
        raise MembershipOpen
    group = membership.group
    if group.status == CommunityGroup.Status.CLOSED:
        raise GroupIsClosed
    others = Membership.objects.exclude(pk=membership.pk)
    if others.filter(person=membership.person_id, group=group).overlapping(membership.began_on, None).exists():
        raise AlreadyMember
    _check_post(group, membership.post, membership.began_on, None, besides=membership)
    membership.ended_on, membership.end_reason, membership.ended_by = None, "", None
    membership.full_clean()
    membership.save(update_fields=["ended_on", "end_reason", "ended_by"])
    journal.note("membership.end_undone", about=membership, by=by, group=group.pk, person=membership.person_id)
    return membership


def age_warning(*, group: CommunityGroup, person: Person, on: date, post: Post | None = None) -> str | None:
    """A sentence when a person is younger or older than the group's members are; never a refusal."""
    age = person.age_on(on)
    if age is None or group.age_from <= age <= group.age_to:
        return None
    if post is not None and post.is_for_adults and age > group.age_to:
        return None
    return _("This person is %(age)d years old on that day. The group is for ages %(from)d to %(to)d.") % {
        "age": age,
        "from": group.age_from,
        "to": group.age_to,
    }


def founding_warning(*, group: CommunityGroup, on: date) -> str | None:
    """A sentence when a day lies before the founding: unusual, yet foundings are often known by year only."""
    if on >= group.founded_on:
        return None
    return _("This day lies before the founding of the group.")


def _open(group: CommunityGroup, person: Person, post: Post, began_on: date, by: User, how_filled: str) -> Membership:
    """A new open membership, once the group is locked."""
    refuse_future(began_on, field="began_on")
    if group.status == CommunityGroup.Status.CLOSED:
        raise GroupIsClosed
    if (age := person.age_on(began_on)) is not None and age < 0:
        raise BeforeBirth
    if Membership.objects.filter(person=person, group=group).overlapping(began_on, None).exists():
        raise AlreadyMember
    _check_post(group, post, began_on, None)
    membership = Membership(
        person=person, group=group, post=post, how_filled=how_filled, began_on=began_on, created_by=by
    )
    membership.full_clean()
    membership.save(force_insert=True)
    return membership


def _close(membership: Membership, ended_on: date, end_reason: str, by: User) -> None:
    """End an open membership, once its group is locked."""
    if membership.ended_on is not None:
        raise MembershipEnded
    if ended_on < membership.began_on:
        raise EndsBeforeItBegins
    refuse_future(ended_on, field="ended_on")
    membership.ended_on, membership.end_reason, membership.ended_by = ended_on, end_reason, by
    membership.full_clean()
    membership.save(update_fields=["ended_on", "end_reason", "ended_by"])


def _check_post(
    group: CommunityGroup, post: Post, began_on: date, ended_on: date | None, *, besides: Membership | None = None
) -> None:
    """The post belongs to this kind of group, is in use, and, where it is a single one, is free on every day."""
    if post.kind != group.kind or not post.is_active and (besides is None or besides.post_id != post.pk):
        raise PostOfAnotherKind
    if not post.is_single:
        return
    holders = Membership.objects.filter(group=group, post=post).overlapping(began_on, ended_on)
    if besides is not None:
        holders = holders.exclude(pk=besides.pk)
    if holders.exists():
        raise PostTaken(post=post.name)
