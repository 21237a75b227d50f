"""The rules of each kind with its posts, as typed rows."""

from collections import defaultdict
from dataclasses import dataclass

from ..models import DutyBearer, Kind, KindRule, Post


@dataclass(frozen=True, slots=True)
class KindRow:
    rule: KindRule
    posts: list[Post]


def kinds_with_posts() -> list[KindRow]:
    """The kinds in their usual order, each with its posts: two queries."""
    posts = defaultdict(list)
    for post in Post.objects.order_by("-is_active", "position", "pk"):
        posts[post.kind].append(post)
    order = list(Kind.values)
    rules = sorted(KindRule.objects.all(), key=lambda rule: order.index(rule.kind))
    return [KindRow(rule, posts[rule.kind]) for rule in rules]


def duty_bearers() -> list[DutyBearer]:
    """Who may be asked, those out of use last: one query."""
    return list(DutyBearer.objects.order_by("-is_active", "position", "pk"))
