"""The kinds of rules for addresses: who opens one, about which row, and with which methods."""

from dataclasses import dataclass

from accounts.roles import Capability as C


@dataclass(frozen=True, slots=True)
class Rule:
    """Who and how.

    ``needs``: one of these capabilities (none: everyone signed in). ``about``: the row on each side, or a common one.
    ``public``: open to strangers too. ``methods``: those it answers. ``all_of_them``: one of ``needs`` is too few.
    """

    needs: tuple[C, ...] = ()
    about: str = ""
    public: bool = False
    methods: tuple[str, ...] = ("get", "post")
    all_of_them: bool = False
    of_areas: bool = False
    """Rows that a role for groups of one's own reaches on no side."""
    everywhere: bool = False
    """For those alone whose role reaches both sides."""


def page(*needs: C, about: str = "", methods: tuple[str, ...] = ("get",)) -> Rule:
    return Rule(needs, about, methods=methods)


def form(*needs: C, about: str = "", methods: tuple[str, ...] = ("get", "post")) -> Rule:
    return Rule(needs, about, methods=methods)


def act(*needs: C, about: str = "") -> Rule:
    return Rule(needs, about, methods=("post",))


def both(*methods: str, about: str = "") -> Rule:
    """For who keeps groups and people, not for who keeps one of them."""
    return Rule((C.EDIT_GROUPS, C.EDIT_PEOPLE), about, methods=methods, all_of_them=True)
