"""What must not reach a log line: tokens of links, calendars and systems, searches, rows that a database quotes."""

import logging
import re
from collections.abc import Iterator

from django.db import Error as DjangoDatabaseError

_TOKEN = re.compile(r"(/desk/link/|/desk/calendar/feed/|/accounts/password/reset/key/|\bccpr_)[^/\s\"'?]+")
_QUERY = re.compile(r"\?[^\s\"']+")
_VALUE = re.compile(r"(: )[\"'].*", re.DOTALL)
"""``invalid input syntax for type integer: "Sok Dara"``: what follows the colon is what somebody typed."""


class WithoutSecrets(logging.Filter):
    """Blanks tokens and query strings in every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        clean = _QUERY.sub("?…", _TOKEN.sub(r"\1…", text))
        if clean != text:
            record.msg, record.args = clean, None
        return True


class WithoutRows(logging.Formatter):
    """Writes a database's error without the row that it quotes: PostgreSQL names people in its DETAIL and CONTEXT."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        errors = [*chain(error), *(part for part in as_parts(record.args) if isinstance(part, BaseException))]
        record.exc_text = None  # another handler may have kept its own wording there
        line = super().format(record)
        record.exc_text = None
        for words in sorted({str(error) for error in errors if is_of_database(error)}, key=len, reverse=True):
            in_a_group = r"\n[ |]*".join(re.escape(part) for part in words.split("\n"))
            line = re.sub(in_a_group, without_row(words).replace("\\", r"\\"), line)
        return line


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error with all that it came from or came upon, and the members of groups."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def as_parts(args: object) -> tuple:
    return tuple(args.values()) if isinstance(args, dict) else args if isinstance(args, tuple) else ()


def is_of_database(error: BaseException) -> bool:
    """Django's own and those of the drivers below it (psycopg, sqlite3)."""
    return isinstance(error, DjangoDatabaseError) or type(error).__module__.startswith(("psycopg", "sqlite3"))


def without_row(words: str) -> str:
    """The first line, which names the rule that was broken, without what was typed."""
    first, _newline, rest = words.partition("\n")
    clean = _VALUE.sub(r"\1…", first)
    return f"{clean} […]" if rest else clean
