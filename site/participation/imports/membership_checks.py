"""The membership of a row: new, here already, or open in another post."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from khmertext.folding import fold
from people.ages import age_on

from ..actions.memberships import ORDINARY_POST
from ..models import CommunityGroup, Membership
from ..refusals import AlreadyMember, BeforeBirth, DayInTheFuture, GroupIsClosed
from .findings import NEEDED, PERSON_NAMES, Finding, Memory
from .register import Register


def find_membership(found: Finding, register: Register, memory: Memory, today: date) -> None:
    values = found.row.values
    if "began_on" not in values:
        found.refuse("began_on", NEEDED)
    if found.group and found.group.status == CommunityGroup.Status.CLOSED:
        found.refuse("group_code" if "group_code" in values else "group_name", GroupIsClosed.message)
    word = fold(str(values.get("post", ORDINARY_POST)).replace("_", " "))
    found.post = register.posts.get((found.kind, word))
    if found.post is None:
        found.refuse("post", _("This kind of group has no such post."))
    if found.post is None or "began_on" in found.problems:
        return
    began_on = values["began_on"]
    if began_on > today:
        found.refuse("began_on", DayInTheFuture.message)
    if _is_before_birth(found, began_on):
        found.refuse("began_on", BeforeBirth.message)
    _compare_with_rows(found, memory)
    if found.person is not None:
        _compare_with_register(found, began_on, register)
    if not found.is_member and found.post.is_single:
        _check_single(found, began_on, register, memory)


def _is_before_birth(found: Finding, began_on: date) -> bool:
    born = {name: found.row.values.get(name) or getattr(found.person, name, None) for name in PERSON_NAMES[-2:]}
    return (age_on(began_on, **born) or 0) < 0


def _compare_with_rows(found: Finding, memory: Memory) -> None:
    row = memory.members.setdefault(found.group_key, {}).setdefault(found.person_key, found.row.number)
    if row != found.row.number:
        column = "person_code" if "person_code" in found.row.values else "given_name"
        found.refuse(column, _("Row %(row)s is about the same member."), row=row)


def _compare_with_register(found: Finding, began_on: date, register: Register) -> None:
    """A row without a post says nothing about the post of who is a member already."""
    for known in register.memberships.get((found.group_key, found.person.pk), ()):
        if known.ended_on is not None and known.ended_on < began_on:
            continue
        if known.ended_on is None and "post" not in found.row.values and known.began_on == began_on:
            found.post = known.post
        if known.ended_on is None and (known.post_id, known.began_on) == (found.post.pk, began_on):
            found.is_member = True
        elif _may_move(found, known, began_on):
            found.moves = known
        else:
            found.refuse("began_on", AlreadyMember.message)


def _may_move(found: Finding, known: Membership, began_on: date) -> bool:
    """An open membership, and another post written in the row, from its first day or a later one on."""
    is_other = known.post_id != found.post.pk and "post" in found.row.values
    return known.ended_on is None and is_other and known.began_on <= began_on


def _check_single(found: Finding, began_on: date, register: Register, memory: Memory) -> None:
    key = (found.group_key, found.post.pk)
    periods = register.holders.get(key, ())
    if any(ended_on is None or ended_on >= began_on for _began_on, ended_on in periods):
        found.refuse("post", _("Somebody else holds this post."))
        return
    row = memory.holders.setdefault(key, found.row.number)
    if row != found.row.number:
        found.refuse("post", _("Row %(row)s has the same post."), row=row)
