"""The questions of the form, in the order in which a facilitator meets them.

They are the meeting of the field app without names: what they are called here is what the columns of KoboToolbox and
ODK are called, so a name is never changed, only added (then ``FORM`` gets the next number).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from participation.models import HeadCount
from participation.models.attendance import MOST_GUESTS
from participation.models.meeting import MOST
from people.codes import ALPHABET

FORM = "club-meetings-1"
"""What the form says of itself in each submission: by it a file is known to be ours."""
FORM_ID = "club_meetings"
MOST_LINES = 20
"""Decisions, or issues, of one meeting that the form asks for."""
CODES = "member_codes"
TICKED = "members_present"
GUESTS = tuple(HeadCount.Group.values)
DECISIONS, ISSUES = "decisions", "issues"
ROOT = "root"
"""Of every list of answers, as converters write it."""
_HELD = "${was_held} = 'yes'"
_COUNCIL = "${group_kind} = 'council'"
_CODE = f"[{ALPHABET}{ALPHABET[8:].lower()}]{{8}}"


@dataclass(frozen=True, slots=True)
class Question:
    """A row of the sheet "survey", in one language. ``list``: of a choice, where its answers stand."""

    type: str
    name: str = ""
    label: str = ""
    hint: str = ""
    list: str = ""
    is_required: bool = False
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    required_message: str = ""
    choice_filter: str = ""
    appearance: str = ""
    calculation: str = ""
    default: str = ""
    repeat_count: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether it has an answer, that is a column."""
        return self.type not in ("note", "begin_group", "end_group", "begin_repeat", "end_repeat")


@dataclass(frozen=True, slots=True)
class Shape:
    """What differs from form to form: lists that are empty are not asked for, and codes only where they were wanted."""

    lists: frozenset[str]
    ticks_codes: bool = False
    help_number: str = ""
    """Of the helpline that comes first in the register."""


_LISTS = frozenset({"article", "activity", "post"})


def every_question() -> list[Question]:
    """All that any form of ours asks, in the language that is active, each once."""
    shapes = (Shape(_LISTS), Shape(_LISTS, ticks_codes=True))
    asked = {row.name: row for shape in shapes for row in survey(shape) if row.is_asked}
    return list(asked.values())


def survey(shape: Shape) -> list[Question]:
    """All rows in the language that is active."""
    rows = [*_before(shape), *_where(), *_when(), *_meeting(shape), *_came(shape), *_talk(shape), *_mood()]
    needed = _("This is needed here.")
    return [replace(row, required_message=needed) if row.is_required else row for row in rows]


def _before(shape: Shape) -> Iterator[Question]:
    yield Question("start", "start")
    yield Question("end", "end")
    yield Question("calculate", "portal_form", calculation=f"'{FORM}'")
    yield Question("note", "before_you_begin", _no_names(shape))


def _no_names(shape: Shape) -> str:
    if not shape.help_number:
        return _(
            "Write no name of a child and nothing private about one child, anywhere in this form: it is kept on a "
            "server that is not ours. If you are worried about a child, do not write it here: tell somebody who can "
            "help."
        )
    return _(
        "Write no name of a child and nothing private about one child, anywhere in this form: it is kept on a server "
        "that is not ours. If you are worried about a child, do not write it here: call %(number)s."
    ) % {"number": shape.help_number}


def _where() -> Iterator[Question]:
    yield Question("begin_group", "where", _("The group"))
    yield Question("select_one", "province", _("Province"), list="province", is_required=True)
    by = {"list": "district", "choice_filter": "province=${province}", "is_required": True}
    yield Question("select_one", "district", _("District"), **by)
    by = {"list": "commune", "choice_filter": "district=${district}", "is_required": True}
    yield Question("select_one", "commune", _("Commune"), **by)
    by = {"list": "community_group", "choice_filter": "commune=${commune}", "is_required": True}
    yield Question("select_one", "group_code", _("Name and code of the group"), **by)
    kind = f"instance('community_group')/{ROOT}/item[name=${{group_code}}]/kind"
    yield Question("calculate", "group_kind", calculation=kind)
    yield Question("end_group", "where")


def _when() -> Iterator[Question]:
    yield Question("select_one", "was_held", _("Was a meeting held?"), list="yes_no", is_required=True)
    yield Question(
        "date",
        "held_on",
        _("Day of the meeting"),
        hint=_("If none was held: the day on which it should have been."),
        is_required=True,
        constraint=". <= today() and . >= date('2000-01-01')",
        constraint_message=_("The day cannot lie in the future."),
    )
    no = "${was_held} = 'no'"
    label = _("Why was no meeting held?")
    yield Question("select_one", "missed_reason", label, list="missed_reason", is_required=True, relevant=no)


def _meeting(shape: Shape) -> Iterator[Question]:
    yield Question("begin_group", "meeting", _("The meeting"), relevant=_HELD)
    kind = {"list": "meeting_kind", "is_required": True, "default": "ordinary"}
    yield Question("select_one", "kind", _("Kind of meeting"), **kind)
    yield _count(
        "number", _("Number of the meeting"), MOST, hint=_("As on the register. Leave it empty if there is none.")
    )
    yield Question("time", "started_at", _("Time of beginning"))
    yield Question(
        "time",
        "ended_at",
        _("Time of ending"),
        relevant="${started_at} != ''",
        constraint="decimal-time(.) > decimal-time(${started_at})",
        constraint_message=_("The meeting ends after it begins."),
    )
    yield _text(
        "place_text", _("Place of the meeting"), 160, hint=_("Such as the school or the pagoda. No house of a child.")
    )
    if "article" in shape.lists:
        yield Question("select_multiple", "articles", _("Rights that were talked about"), list="article")
    if "activity" in shape.lists:
        yield Question("select_multiple", "activities", _("What was done"), list="activity")
    label = _("Were enough members there to decide?")
    yield Question("select_one", "quorum_met", label, list="yes_no", relevant=_COUNCIL)
    label = _("Were the minutes of the last meeting approved?")
    yield Question("select_one", "minutes_approved", label, list="minutes_approved", relevant=_COUNCIL)
    yield _count("adults_present", _("Adults who accompanied the children"), MOST)
    yield Question("end_group", "meeting")


def _came(shape: Shape) -> Iterator[Question]:
    codes = TICKED if shape.ticks_codes else CODES
    yield Question("begin_group", "attendance", _("Who came"), relevant=_HELD)
    if shape.ticks_codes:
        hint = _("By their codes, as on the paper register.")
        by = {"list": "member", "choice_filter": "of_group=${group_code}", "hint": hint}
        yield Question("select_multiple", TICKED, _("Members who came"), **by)
    else:
        yield Question(
            "text",
            CODES,
            _("Codes of the members who came"),
            hint=_("From the paper register, with a space between them. Leave this empty if you only count."),
            constraint=f"regex(., '^ *{_CODE}( +{_CODE})* *$')",
            constraint_message=_("Codes have eight letters and digits, with a space between two of them."),
        )
    yield Question("note", "count_all", _("Now count everybody who came."), relevant=f"${{{codes}}} = ''")
    others = _("Now count only those who came and whose code is not above, such as guests.")
    yield Question("note", "count_others", others, relevant=f"${{{codes}}} != ''")
    for group, came, difficulty in guest_labels():
        yield _count(f"{group}_number", came, MOST_GUESTS)
        yield Question(
            "integer",
            f"{group}_difficulty",
            difficulty,
            relevant=f"${{{group}_number}} > 0",
            constraint=f". >= 0 and . <= ${{{group}_number}}",
            constraint_message=_("This cannot be more than those who came."),
        )
    basis = {"list": "basis", "is_required": True, "default": HeadCount.Basis.COUNTED.value}
    yield Question("select_one", "basis", _("Were they counted or estimated?"), **basis)
    yield Question("end_group", "attendance")


def guest_labels() -> list[tuple[str, str, str]]:
    """Each group of people who are counted: how it is asked how many came, and how many of them with a difficulty."""
    labels = (
        (_("Girls who came"), _("Girls with a difficulty, of those")),
        (_("Boys who came"), _("Boys with a difficulty, of those")),
        (_("Young women (18–24) who came"), _("Young women with a difficulty, of those")),
        (_("Young men (18–24) who came"), _("Young men with a difficulty, of those")),
        (_("Women who came"), _("Women with a difficulty, of those")),
        (_("Men who came"), _("Men with a difficulty, of those")),
    )
    return [(group, *words) for group, words in zip(GUESTS, labels, strict=True)]


def _talk(shape: Shape) -> Iterator[Question]:
    yield Question("begin_group", "talk", _("What was said and decided"), relevant=_HELD)
    yield Question("note", "no_names", _no_names(shape))
    yield _text("summary", _("What was talked about"), 4000, appearance="multiline")
    yield _count("decisions_number", _("How many decisions were made?"), MOST_LINES)
    yield Question("begin_repeat", DECISIONS, _("Decisions"), repeat_count="${decisions_number}")
    yield _text("decision_text", _("What was decided"), 500, is_required=True)
    if "post" in shape.lists:
        by = {"list": "post", "choice_filter": "kind=${group_kind}"}
        yield Question("select_one", "decision_post", _("Who sees to it"), **by)
    yield Question("date", "decision_due_on", _("By when"))
    yield Question("end_repeat", DECISIONS)
    yield _count("issues_number", _("How many issues did the children raise?"), MOST_LINES)
    yield Question("begin_repeat", ISSUES, _("Issues"), repeat_count="${issues_number}")
    hint = _("In the children's words. No names, and no private problem of one child.")
    yield _text("issue_text", _("What the children raised"), 500, hint=hint, is_required=True)
    raised_by = {"list": "raised_by", "is_required": True, "default": "all"}
    yield Question("select_one", "issue_raised_by", _("Who raised it"), **raised_by)
    yield Question("end_repeat", ISSUES)
    yield Question("end_group", "talk")


def _mood() -> Iterator[Question]:
    yield Question("begin_group", "mood", _("How the children felt"), relevant=_HELD)
    yield _count("felt_good", _("Children who felt good"), MOST)
    yield _count("felt_so_so", _("Children who felt so-so"), MOST)
    yield _count("felt_bad", _("Children who felt bad"), MOST)
    yield Question("end_group", "mood")


def _count(name: str, label: str, most: int, *, hint: str = "") -> Question:
    message = _("Write a whole number, 0 or more, not above the usual.")
    return Question("integer", name, label, hint, constraint=f". >= 0 and . <= {most}", constraint_message=message)


def _text(
    name: str, label: str, longest: int, *, hint: str = "", is_required: bool = False, appearance: str = ""
) -> Question:
    return Question(
        "text",
        name,
        label,
        hint,
        is_required=is_required,
        constraint=f"string-length(.) <= {longest}",
        constraint_message=_("This is too long."),
        appearance=appearance,
    )
