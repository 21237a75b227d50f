"""Who belongs to which group, in which post, from when to when."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal
from accounts.cleaning import Cleaner
from accounts.inserting import insert_all
from accounts.models import User
from people.actions import register_person
from people.models import Person

from ..endings import follow_ended, follow_taken_up
from ..models import CommunityGroup, Membership, Post
from ..models.membership import first_membership_id
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

BEGUN = "membership.begun"
LINKS = ("person", "group", "post", "created_by", "ended_by")
"""Columns of which the database sees to it that they point at something."""

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
    journal.note(BEGUN, about=membership, by=by, **_details(membership))
    return membership


@transaction.atomic
def enrol_all(*, memberships: Sequence[Membership], by: User) -> None:
    """Many memberships, open and not saved yet, under the rules of ``enrol``, with a few statements for them all.

    The first that may not begin keeps all of them out: ``MembershipRefused`` says which one it was.
    """
    lock_groups(*{membership.group_id: membership.group for membership in memberships}.values())
    taken, today, cleaner = _Taken(memberships), timezone.localdate(), Cleaner(Membership, exclude=LINKS)
    for membership in memberships:
        group, person, post = membership.group, membership.person, membership.post
        try:
            _judge_beginning(group, person, membership.began_on, today=today)
            taken.judge(membership)
            _judge_post(group, post)
            membership.created_by_id = by.pk
            cleaner.clean_fields(membership)
        except ValidationError as refusal:
            raise MembershipRefused(membership, refusal) from refusal
    insert_all(memberships)
    journal.note_all(BEGUN, ((membership, _details(membership)) for membership in memberships), by=by)


class MembershipRefused(Exception):
    """One of many memberships may not begin."""

    def __init__(self, membership: Membership, refusal: ValidationError) -> None:
        super().__init__(refusal)
        self.membership = membership
        self.refusal = refusal


class _Taken:
    """Which days of people in groups, and of single posts, are taken: by the register and by those judged before."""

    def __init__(self, memberships: Sequence[Membership]) -> None:
        groups = {membership.group_id for membership in memberships}
        people = {membership.person_id for membership in memberships}
        known = Membership.objects.real().filter(group__in=groups)
        known = known.filter(Q(person__in=people) | Q(post__is_single=True))
        self.until: dict[tuple[str, object, object], date | None] = {}
        for group, person, post, is_single, ended_on in known.values_list(
            "group_id", "person_id", "post_id", "post__is_single", "ended_on"
        ):
            self._take("person", group, person, ended_on)
            if is_single:
                self._take("post", group, post, ended_on)

    def judge(self, membership: Membership) -> None:
        """An open period overlaps whatever has not ended before its first day."""
        group, began_on, post = membership.group_id, membership.began_on, membership.post
        if self._is_taken("person", group, membership.person_id, began_on):
            raise AlreadyMember
        self._take("person", group, membership.person_id, None)
        if post.is_single:
            if self._is_taken("post", group, post.pk, began_on):
                raise PostTaken(post=post.name)
            self._take("post", group, post.pk, None)

    def _take(self, what: str, group: object, key: object, ended_on: date | None) -> None:
        last = self.until.setdefault((what, group, key), ended_on)
        if last is not None and (ended_on is None or ended_on > last):
            self.until[what, group, key] = ended_on

    def _is_taken(self, what: str, group: object, key: object, began_on: date) -> bool:
        last = self.until.get((what, group, key), date.min)
        return last is None or last >= began_on


@transaction.atomic
def enrol_newcomer(
    *,
    group: CommunityGroup,
    post: Post,
    began_on: date,
    by: User,
    how_filled: str = "",
    id: UUID | None = None,
    **person_fields: object,
) -> Membership:
    """Register a person and make them a member, both or neither; ``person_fields`` as in ``register_person``.

    With the ``id`` of a person made on a phone the membership's id is derived. One that was sent before is refused
    (``PersonIdTaken``), even when two senders come at once.
    """
    person = register_person(by=by, id=id, **person_fields)
    lock_group(group)
    membership = _open(group, person, post, began_on, by, how_filled, id=id and first_membership_id(group.pk, id))
    journal.note(BEGUN, about=membership, by=by, **_details(membership))
    return membership


@transaction.atomic
def begin_earlier(*, membership: Membership, began_on: date, by: User) -> Membership:
    """A membership began on an earlier day than was known: its first day moves back, where nothing contradicts."""
    group = membership.group
    lock_group(group)
    membership.refresh_from_db()
    known = membership.began_on
    if began_on >= known:
        return membership
    _judge_beginning(group, membership.person, began_on)
    last_new_day = known - timedelta(days=1)
    others = Membership.objects.filter(person=membership.person_id, group=group).exclude(pk=membership.pk)
    if others.overlapping(began_on, last_new_day).exists():
        raise AlreadyMember
    _check_post(group, membership.post, began_on, last_new_day, besides=membership)
    membership.began_on = began_on
    membership.full_clean()
    membership.save(update_fields=["began_on"])
    told = {"group": group.pk, "person": membership.person_id}
    journal.note("membership.begun_earlier", about=membership, by=by, **told, was=known, began_on=began_on)
    return membership


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
    follow_ended([membership], by=by)
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
    follow_ended([membership], by=by)
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
    ended_on = membership.ended_on
    membership.ended_on, membership.end_reason, membership.ended_by = None, "", None
    membership.full_clean()
    membership.save(update_fields=["ended_on", "end_reason", "ended_by"])
    journal.note("membership.end_undone", about=membership, by=by, group=group.pk, person=membership.person_id)
    follow_taken_up([membership], ended_on=ended_on, by=by)
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


def _open(
    group: CommunityGroup,
    person: Person,
    post: Post,
    began_on: date,
    by: User,
    how_filled: str,
    *,
    id: UUID | None = None,
) -> Membership:
    """A new open membership, once the group is locked."""
    _judge_beginning(group, person, began_on)
    if Membership.objects.filter(person=person, group=group).overlapping(began_on, None).exists():
        raise AlreadyMember
    _check_post(group, post, began_on, None)
    membership = Membership(
        id=id or uuid4(),
        person=person,
        group=group,
        post=post,
        how_filled=how_filled,
        began_on=began_on,
        created_by=by,
    )
    membership.full_clean()
    membership.save(force_insert=True)
    return membership


def _judge_beginning(group: CommunityGroup, person: Person, began_on: date, *, today: date | None = None) -> None:
    """What of a beginning can be judged without a look at other memberships."""
    refuse_future(began_on, field="began_on", today=today)
    if group.status == CommunityGroup.Status.CLOSED:
        raise GroupIsClosed
    if (age := person.age_on(began_on)) is not None and age < 0:
        raise BeforeBirth


def _details(membership: Membership) -> dict[str, object]:
    """What the journal keeps of a beginning."""
    return {"group": membership.group_id, "person": membership.person_id, "post": membership.post.code}


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
    _judge_post(group, post, keeps=besides is not None and besides.post_id == post.pk)
    if not post.is_single:
        return
    holders = Membership.objects.filter(group=group, post=post).overlapping(began_on, ended_on)
    if besides is not None:
        holders = holders.exclude(pk=besides.pk)
    if holders.exists():
        raise PostTaken(post=post.name)


def _judge_post(group: CommunityGroup, post: Post, *, keeps: bool = False) -> None:
    """A post out of use is kept by who holds it, and given to nobody else."""
    if post.kind != group.kind or not post.is_active and not keeps:
        raise PostOfAnotherKind
