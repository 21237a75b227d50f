"""The entries of the desk as data, offered to templates as ``navigation``."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Notice
from accounts.publishing import OPENS_THE_ADMIN
from accounts.roles import Capability
from fieldbook.reads.waiting import counts_for


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the desk: what it is called, where it is, and the capabilities of which one opens it (none: all)."""

    label: Promise
    url_name: str
    icon: str
    needs: tuple[Capability, ...] = ()
    short_label: Promise | None = None
    """The word in the bar at the bottom of a phone; entries without one stand in the menu only."""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that belong together, under a heading."""

    label: Promise | None
    entries: tuple[Entry, ...]


C = Capability

SECTIONS: tuple[Section, ...] = (
    Section(
        None,
        (
            Entry(_("Today"), "desk", "home", short_label=_("Today")),
            Entry(_("Clubs and councils"), "groups:list", "groups", (C.SEE_GROUPS,), _("Groups")),
            Entry(_("Meetings"), "meetings:list", "meeting", (C.SEE_GROUPS,), _("Meetings")),
            Entry(_("Asks"), "asks:list", "question", (C.SEE_GROUPS,)),
            Entry(_("Calendar"), "planning:month", "calendar", (C.SEE_GROUPS,)),
            Entry(_("From phones"), "deliveries:list", "phone", (C.RECORD_MEETINGS,)),
            Entry(_("KoboToolbox and ODK"), "kobo:form", "download", (C.RECORD_MEETINGS,)),
            Entry(_("People"), "people:search", "people", (C.SEE_PEOPLE,), _("People")),
        ),
    ),
    Section(
        _("Around the groups"),
        (
            Entry(_("Who is not heard"), "councils:gaps", "kind-council", (C.SEE_GROUPS,)),
            Entry(_("Elections"), "councils:all_elections", "decision", (C.SEE_GROUPS,)),
            Entry(_("Schools"), "schools:list", "school", (C.SEE_GROUPS,)),
            Entry(_("Projects and partners"), "projects:list", "project", (C.SEE_GROUPS,)),
            Entry(_("Consents"), "consents:list", "shield", (C.SEE_PEOPLE,)),
            Entry(_("Facilitators"), "facilitations:list", "facilitator", (C.MANAGE_FACILITATIONS,)),
            Entry(_("Call list"), "calls:list", "clock", (C.MANAGE_FACILITATIONS,)),
            Entry(_("Protection networks"), "networks:list", "kind-network", (C.SEE_GROUPS,)),
            Entry(_("Trainings"), "trainings:list", "chart", (C.SEE_GROUPS,)),
            Entry(_("Conduct and screening"), "checks:list", "shield", (C.MANAGE_FACILITATIONS,)),
            Entry(_("Hand-over notes"), "hand_overs:list", "transfer", (C.SEE_HAND_OVERS,)),
            Entry(_("Services"), "services:list", "place", (C.SEE_SERVICES,)),
            Entry(_("Targets"), "targets:board", "chart", (C.SEE_TOTALS,)),
            Entry(_("Helplines"), "helplines:list", "helpline", (C.MANAGE_HELPLINES,)),
            Entry(_("Get help"), "help", "help"),
        ),
    ),
    Section(
        _("Keeping the portal"),
        (
            Entry(_("Board of asks"), "ask_board:list", "globe", (C.APPROVE_PAGES,)),
            Entry(_("Pages for children"), "wagtailadmin_home", "page", OPENS_THE_ADMIN),
            Entry(_("Accounts"), "accounts:list", "account", (C.MANAGE_ACCOUNTS, C.GRANT_SAFEGUARDING)),
            Entry(_("Two people decide"), "accounts:requests", "shield", (C.MANAGE_ACCOUNTS, C.GRANT_SAFEGUARDING)),
            Entry(_("Roles"), "accounts:roles", "key"),
            Entry(_("Other systems"), "accounts:systems", "link", (C.MANAGE_TOKENS, C.MANAGE_ACCOUNTS)),
            Entry(_("Rules"), "rules:list", "rule", (C.EDIT_RULES,)),
            Entry(_("How long data is kept"), "retention:overview", "clock", (C.EDIT_RULES, C.SEE_JOURNAL)),
            Entry(_("Indicators and targets"), "targets:indicators", "chart", (C.MANAGE_TARGETS,)),
            Entry(_("Who read, who changed"), "journal:list", "journal", (C.SEE_JOURNAL,)),
            Entry(_("Emergency access"), "emergency:board", "warning", (C.OPEN_EMERGENCY,)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one reader sees it on one page."""

    label: Promise
    url: str
    icon: str
    short_label: Promise | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class LinkSection:
    label: Promise | None
    links: list[Link]


class Navigation:
    """What the reader may open. Nothing is asked of the session or the database before a template looks inside."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def is_demo(self) -> bool:
        return settings.IS_DEMO

    @cached_property
    def sections(self) -> list[LinkSection]:
        """The sections with at least one link for this reader."""
        found = [LinkSection(section.label, list(self._links(section))) for section in SECTIONS]
        return [section for section in found if section.links]

    @cached_property
    def primary(self) -> list[Link]:
        return [link for section in self.sections for link in section.links if link.short_label]

    @property
    def finds_groups(self) -> bool:
        """Whether the search in the bar leads this reader anywhere."""
        user = self.request.user
        return user.is_authenticated and user.can(C.SEE_GROUPS)

    @cached_property
    def unread(self) -> int:
        """How many notices wait for the reader, and for those for whom the reader stands in."""
        return Notice.objects.visible_to(self.request.user).unread().count()

    @cached_property
    def from_phones(self) -> int:
        """How many records of phones wait for somebody like the reader; asked on the page of today alone."""
        user = self.request.user
        return sum(counts_for(user).values()) if user.is_authenticated and user.can(C.RECORD_MEETINGS) else 0

    @cached_property
    def _current(self) -> str:
        """The address of the entry that this page lies under: the longest that begins the path.

        Every page of the desk lies under its home, which is current only when it is the page itself.
        """
        path = self.request.path
        above = (url for name, url in self._urls.items() if path == url or (name != "desk" and path.startswith(url)))
        return max(above, key=len, default="")

    @cached_property
    def _urls(self) -> dict[str, str]:
        return {entry.url_name: reverse(entry.url_name) for section in SECTIONS for entry in section.entries}

    def _links(self, section: Section) -> Iterator[Link]:
        user = self.request.user
        for entry in section.entries:
            url = self._urls[entry.url_name]
            if user.is_authenticated and (not entry.needs or any(user.can(need) for need in entry.needs)):
                yield Link(entry.label, url, entry.icon, entry.short_label, url == self._current)


def navigation(request: HttpRequest) -> dict[str, Navigation]:
    """Context processor."""
    return {"navigation": Navigation(request)}
