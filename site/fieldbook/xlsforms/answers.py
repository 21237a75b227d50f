"""The lists of answers: closed sets of the register, its topics and posts, and the groups of whoever makes the form."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from participation.models import CommunityGroup, HeadCount, Issue, Kind, Meeting, MissedMeeting, Post, Topic
from places.codes import lineage
from places.models import AdminArea
from places.paths import name as name_of_place

PLACES = ("province", "district", "commune")
WHOLE = "-whole"
"""After the code of a place: its groups that belong to no smaller one."""
BETWEEN = " · "
"""Between the name of a group and its code."""

CLOSED: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "yes_no": lambda: (("yes", _("Yes")), ("no", _("No"))),
    "missed_reason": lambda: MissedMeeting.Reason.choices,
    "meeting_kind": lambda: Meeting.Kind.choices,
    "minutes_approved": lambda: Meeting.MinutesApproved.choices,
    "basis": lambda: HeadCount.Basis.choices,
    "raised_by": lambda: Issue.RaisedBy.choices,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a list, in both languages. ``by``: what the list is narrowed by, column and value."""

    list: str
    name: str
    khmer: str
    english: str
    by: dict[str, str] = field(default_factory=dict)


def closed_answers(in_language: Callable[[Callable[[], object]], tuple]) -> Iterator[Answer]:
    """The sets that never change from form to form; ``in_language`` gives a thing in Khmer and in English."""
    for name, choices in CLOSED.items():
        khmer, english = in_language(lambda choices=choices: [(code, str(label)) for code, label in choices()])
        for (code, in_khmer), (_code, in_english) in zip(khmer, english, strict=True):
            yield Answer(name, code, in_khmer, in_english)


def topic_answers() -> Iterator[Answer]:
    """Rights with the number of their article, then activities."""
    for topic in Topic.objects.filter(is_active=True).order_by("type", "number", "position", "code"):
        is_article = topic.type == Topic.Type.ARTICLE
        number = f"{topic.number}. " if is_article else ""
        name = "article" if is_article else "activity"
        yield Answer(name, topic.code, number + topic.name_km, number + topic.name_en)


def post_answers(kinds: Iterable[str]) -> Iterator[Answer]:
    """The posts of the kinds of groups that are in the form; a code may be the same in two kinds."""
    posts = Post.objects.filter(kind__in=list(kinds), is_active=True).order_by("kind", "position", "code")
    for post in posts:
        yield Answer("post", post_name(post.kind, post.code), post.name_km, post.name_en, {"kind": post.kind})


def post_name(kind: str, code: str) -> str:
    return f"{kind}.{code}"


def post_code(name: str) -> str:
    """The code of a post from the name of its answer, or as it stands."""
    kind, point, code = name.partition(".")
    return code if point and kind in Kind.values else name


def place_answers(groups: Iterable[CommunityGroup]) -> Iterator[Answer]:
    """The provinces, districts and communes in which there are groups, each once, in the order of their codes."""
    chains = {tuple(chain_of(group.area_id)) for group in groups}
    known = AdminArea.objects.in_bulk({each.removesuffix(WHOLE) for chain in chains for each in chain})
    for level, list_name in enumerate(PLACES):
        above = PLACES[level - 1] if level else ""
        for chain in sorted({chain[: level + 1] for chain in chains}):
            area = known[chain[-1].removesuffix(WHOLE)]
            words = [name_of_place(area, language) for language in ("km", "en")]
            if chain[-1].endswith(WHOLE):
                words = [f"{word} *" for word in words]
            yield Answer(list_name, chain[-1], *words, {above: chain[-2]} if above else {})


def chain_of(area_id: str) -> list[str]:
    """Province, district and commune of a group; what lies above a commune stands for itself."""
    chain = lineage(area_id)[: len(PLACES)]
    return chain + [f"{chain[-1]}{WHOLE}"] * (len(PLACES) - len(chain))


def group_answers(groups: Iterable[CommunityGroup]) -> Iterator[Answer]:
    for group in groups:
        by = {"commune": chain_of(group.area_id)[-1], "kind": group.kind}
        words = [f"{name}{BETWEEN}{group.code}" for name in (group.name_km, group.name_latin or group.name_km)]
        yield Answer("community_group", group.code, *words, by)


def member_answers(members: Iterable[tuple[str, str]]) -> Iterator[Answer]:
    """The codes of members, and nothing else of them."""
    for group, code in members:
        yield Answer("member", code, code, code, {"of_group": group})
