"""What packages above add to pages of the register: to a group a line with a value and the address where it is
changed, a page of its own, and a section such as who stands beside it; to a person a section of what is kept
elsewhere; to a photo and to an ask a way onwards; to topics their session guides; to networks the policies in force; to
the rules a list; and to the first page of the desk what waits for the reader.

Participation knows nothing of one kind's own life and of public pages, so the packages above register their lines when
the apps are ready.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise

from accounts.models import User
from accounts.roles import Capability
from people.models import Person

from .models import CommunityGroup


@dataclass(frozen=True, slots=True)
class Extra:
    """One line for groups of a kind. ``value`` reads it (empty: not known yet); ``url_name`` takes the group's key."""

    kind: str
    label: Promise
    url_name: str
    value: Callable[[CommunityGroup], str]


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """The line of one group."""

    label: Promise
    value: str
    url: str


_extras: list[Extra] = []


def register(extra: Extra) -> None:
    """Add a line to the page of every group of a kind."""
    _extras.append(extra)


def lines_for(group: CommunityGroup) -> list[ExtraLine]:
    """The lines of this group's kind; each asks its own package."""
    return [
        ExtraLine(extra.label, extra.value(group), reverse(extra.url_name, args=[group.pk]))
        for extra in _extras
        if extra.kind == group.kind
    ]


@dataclass(frozen=True, slots=True)
class GroupTab:
    """A page of its own for groups of a kind, among their other pages; ``url_name`` takes the group's key."""

    kind: str
    key: str
    label: Promise
    icon: str
    url_name: str


_tabs: list[GroupTab] = []


def register_tab(tab: GroupTab) -> None:
    """Add a page to every group of a kind."""
    _tabs.append(tab)


def tabs_of(group: CommunityGroup) -> list[GroupTab]:
    """The pages that other packages have for this group's kind."""
    return [tab for tab in _tabs if tab.kind == group.kind]


@dataclass(frozen=True, slots=True)
class Period:
    """One line of a section: what, where, from when to when; ``url`` is empty where the reader has no page of it."""

    text: str
    note: str
    began_on: date
    ended_on: date | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with lines that another package knows."""

    title: Promise
    periods: list[Period]


_group_sections: list[Callable[[CommunityGroup, User], Section | None]] = []
_person_sections: list[Callable[[Person, User], Section | None]] = []


def register_group_section(found: Callable[[CommunityGroup, User], Section | None]) -> None:
    """Add a section to the page of a group, as far as a reader sees what it tells; ``None`` where it has none."""
    _group_sections.append(found)


def sections_of_group(group: CommunityGroup, user: User) -> list[Section]:
    return [section for found in _group_sections if (section := found(group, user))]


def register_person_section(found: Callable[[Person, User], Section | None]) -> None:
    """Add a section to the page of a person, as far as a reader sees what it tells; ``None`` where it has none."""
    _person_sections.append(found)


def sections_of_person(person: Person, user: User) -> list[Section]:
    return [section for found in _person_sections if (section := found(person, user))]


@dataclass(frozen=True, slots=True)
class RuleList:
    """A list that an administrator keeps, beside the rules of the kinds."""

    label: Promise
    lead: Promise
    url_name: str


_rule_lists: list[RuleList] = []


def register_rule_list(rules: RuleList) -> None:
    """Add a link to the page of the rules."""
    _rule_lists.append(rules)


def rule_lists() -> list[RuleList]:
    return list(_rule_lists)


_heard: list[Callable[[CommunityGroup, User], Iterable[CommunityGroup]]] = []


def register_heard(found: Callable[[CommunityGroup, User], Iterable[CommunityGroup]]) -> None:
    """Say which groups a council hears, as far as a reader sees them: the package of those groups knows."""
    _heard.append(found)


def heard_by(council: CommunityGroup, user: User) -> list[CommunityGroup]:
    """The groups that bring their matters before this council."""
    return [group for found in _heard for group in found(council, user)]


type Guides = dict[int, list[tuple[str, str]]]
"""Title and address of the session guides about a topic, by the key of the topic."""

_guides: list[Callable[[Collection[int]], Guides]] = []


def register_guides(found: Callable[[Collection[int]], Guides]) -> None:
    """Say where guides about topics are found, in the language of the page."""
    _guides.append(found)


def guides_for(topics: Collection[int]) -> Guides:
    """The guides about each of some topics; each package asks for all of them at once."""
    by_topic: Guides = {}
    for found in _guides if topics else ():
        for topic, guides in found(topics).items():
            by_topic.setdefault(topic, []).extend(guides)
    return by_topic


@dataclass(frozen=True, slots=True)
class PhotoWay:
    """A link beside a photo for who may record in its group; ``url_name`` takes the photo's key."""

    label: Promise
    url_name: str


_photo_ways: list[PhotoWay] = []


def register_photo_way(way: PhotoWay) -> None:
    """Add a link beside every photo."""
    _photo_ways.append(way)


def ways_onwards(photo: object) -> list[tuple[Promise, str]]:
    """The links beside one photo."""
    return [(way.label, reverse(way.url_name, args=[photo])) for way in _photo_ways]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the reader: a sentence, and the link where it is done."""

    text: str
    label: Promise
    url: str


_waiting: list[Callable[[User], Iterable[Waiting]]] = []


def register_waiting(found: Callable[[User], Iterable[Waiting]]) -> None:
    """Add what waits to the first page of the desk."""
    _waiting.append(found)


def waiting_for(user: User) -> list[Waiting]:
    """What waits for this reader; each package asks for itself."""
    return [each for found in _waiting for each in found(user)]


@dataclass(frozen=True, slots=True)
class AskWay:
    """A link on the page of an ask for who holds ``capability``; ``url_name`` takes the ask's key."""

    label: Promise
    url_name: str
    icon: str
    capability: Capability


_ask_ways: list[AskWay] = []


def register_ask_way(way: AskWay) -> None:
    """Add a link to the page of every ask."""
    _ask_ways.append(way)


def ask_ways(user: User) -> list[AskWay]:
    """The links for this reader."""
    return [way for way in _ask_ways if user.can(way.capability)]


type Policies = Iterable[tuple[str, str]]
"""Title and address of documents, in the language of the page."""

_policies: list[Callable[[], Policies]] = []


def register_policies(found: Callable[[], Policies]) -> None:
    """Say which policies that protect children are in force: the package that publishes them knows."""
    _policies.append(found)


def protecting_policies() -> list[tuple[str, str]]:
    """The policies that are in force today, for who works to protect children."""
    return [policy for found in _policies for policy in found()]
