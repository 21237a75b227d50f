"""What is usual for a kind of group, and the posts it has: edited by an administrator."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from people.names import tidy

from ..models import DutyBearer, KindRule, Membership, Post
from ..refusals import CodeTaken, OldestBelowYoungest, PostHasHolders, SizeUpsideDown
from .locks import refuse_unknown

RULE_FIELDS = frozenset({"age_from", "age_to", "term_months", "rhythm_days", "size_from", "size_to"})
BEARER_FIELDS = frozenset({"name_km", "name_en", "position", "is_active"})
POST_FIELDS = frozenset({"name_km", "name_en", "position", "is_single", "is_for_adults", "is_active"})


@transaction.atomic
def change_kind_rule(*, rule: KindRule, by: User, **fields: object) -> KindRule:
    """Change what is usual for a kind. Groups that exist keep their own ages and rhythm."""
    refuse_unknown(fields, RULE_FIELDS)
    rule.refresh_from_db(from_queryset=KindRule.objects.select_for_update(no_key=True))
    for name, value in fields.items():
        setattr(rule, name, value)
    if rule.age_to < rule.age_from:
        raise OldestBelowYoungest
    if rule.size_to < rule.size_from:
        raise SizeUpsideDown
    rule.full_clean()
    rule.save(force_update=True)
    journal.note("kind_rule.changed", about=rule, by=by, fields=sorted(fields))
    return rule


@transaction.atomic
def add_post(
    *,
    kind: str,
    code: str,
    name_km: str,
    name_en: str,
    by: User,
    position: int = 50,
    is_single: bool = False,
    is_for_adults: bool = False,
) -> Post:
    """One more post of a kind of group."""
    post = Post(
        kind=kind,
        code=code.strip().lower(),
        name_km=tidy(name_km),
        name_en=tidy(name_en),
        position=position,
        is_single=is_single,
        is_for_adults=is_for_adults,
    )
    if Post.objects.filter(kind=kind, code=post.code).exists():
        raise CodeTaken
    post.full_clean()
    post.save(force_insert=True)
    journal.note("post.added", about=post, by=by, group_kind=kind, code=post.code)
    return post


@transaction.atomic
def change_post_rule(*, post: Post, by: User, **fields: object) -> Post:
    """Change a post; kind and code stay for life. One that has two holders in a group cannot become a single one."""
    refuse_unknown(fields, POST_FIELDS)
    post.refresh_from_db(from_queryset=Post.objects.select_for_update(no_key=True))
    was_single = post.is_single
    for name, value in fields.items():
        setattr(post, name, value)
    post.name_km, post.name_en = tidy(post.name_km or ""), tidy(post.name_en or "")
    if post.is_single and not was_single and _has_two_holders(post):
        raise PostHasHolders
    post.full_clean()
    post.save(force_update=True)
    journal.note("post.changed", about=post, by=by, fields=sorted(fields))
    return post


@transaction.atomic
def add_duty_bearer(*, code: str, name_km: str, name_en: str, by: User, position: int = 50) -> DutyBearer:
    """One more kind of body that must answer children; its code never changes afterwards."""
    bearer = DutyBearer(code=code.strip().lower(), name_km=tidy(name_km), name_en=tidy(name_en), position=position)
    if DutyBearer.objects.filter(code=bearer.code).exists():
        raise CodeTaken
    bearer.full_clean()
    bearer.save(force_insert=True)
    journal.note("duty_bearer.added", about=bearer, by=by, code=bearer.code)
    return bearer


@transaction.atomic
def change_duty_bearer(*, bearer: DutyBearer, by: User, **fields: object) -> DutyBearer:
    """Change what a duty-bearer is called, or take it out of use; asks that name it keep it."""
    refuse_unknown(fields, BEARER_FIELDS)
    bearer.refresh_from_db(from_queryset=DutyBearer.objects.select_for_update(no_key=True))
    for name, value in fields.items():
        setattr(bearer, name, value)
    bearer.name_km, bearer.name_en = tidy(bearer.name_km or ""), tidy(bearer.name_en or "")
    bearer.full_clean()
    bearer.save(force_update=True)
    journal.note("duty_bearer.changed", about=bearer, by=by, fields=sorted(fields))
    return bearer


def _has_two_holders(post: Post) -> bool:
    """Whether any group has two open holders; what ended is history and stays."""
    groups = list(Membership.objects.filter(post=post).open().values_list("group_id", flat=True))
    return len(groups) != len(set(groups))
