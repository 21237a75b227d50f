"""What a heading of a file that came back stands for: a question, or one answer of a question with several.

KoboToolbox writes ``group/question``, with another sign between them where somebody chose one, and ``question/answer``
for an answer with a column of its own; or labels of one language in the same way. ODK Central writes
``group-question``, and ``group-question/answer``. Either may leave the groups out.
"""

import re
from dataclasses import dataclass
from functools import cache

from khmertext.folding import fold

from .making import in_both
from .survey import Question, every_question

SEVERAL = "select_multiple"
LINKS = {
    "meta/rootuuid": "root",
    "meta-rootuuid": "root",
    "_uuid": "uuid",
    "meta/instanceid": "instance",
    "meta-instanceid": "instance",
    "instanceid": "instance",
    "key": "key",
    "parent_key": "parent_key",
    "_index": "index",
    "_parent_index": "parent_index",
    "_submission__uuid": "parent_uuid",
    "_validation_status": "review",
    "reviewstate": "review",
}
"""Columns that say which submission a row is of, in lower case."""
_NAME = re.compile(r"(?:^|[^A-Za-z0-9_])([a-z][a-z_]*)\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the values of a column belong. ``answer``: of a question with several, the one that the column ticks."""

    question: str
    answer: str = ""
    is_link: bool = False


def place_of(heading: str) -> Place | None:
    """What a heading stands for; nothing for a column that is not ours."""
    text = heading.strip()
    if link := LINKS.get(text.lower()):
        return Place(link, is_link=True)
    before, stroke, after = text.rpartition("/")
    if stroke and (question := _question(before)) and questions()[question].type == SEVERAL:
        return Place(question, after.strip())
    question = _question(text)
    return Place(question) if question else None


def _question(text: str) -> str:
    """The name of the question that a heading, or what stands before its last stroke, speaks of."""
    match = _NAME.search(text)
    if match and match[1] in questions():
        return match[1]
    labels = _by_label()
    return labels.get(fold(text), "") or labels.get(fold(text.rpartition("/")[2]), "")


@cache
def _both() -> tuple[list[Question], list[Question]]:
    return in_both(every_question)


@cache
def questions() -> dict[str, Question]:
    """Every question that any form of ours asks, by its name."""
    return {row.name: row for row in _both()[1]}


@cache
def _by_label() -> dict[str, str]:
    return {fold(row.label): row.name for rows in _both() for row in rows if row.label}


def labels_of(name: str) -> tuple[str, str]:
    """How a question is asked in Khmer, and in English; its name where it has no label."""
    return _labels()[name]


@cache
def _labels() -> dict[str, tuple[str, str]]:
    return {one.name: (one.label or one.name, other.label or other.name) for one, other in zip(*_both(), strict=True)}
