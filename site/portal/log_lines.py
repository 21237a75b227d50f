"""The log as one JSON object on each line: what went wrong, where, in which request; nothing that somebody typed.

Not the path but the pattern of the address, not the words of an error but its kind and the lines it came through.
Texts in a message are kept only where they are of a closed kind: numbers, ids, states, dotted names of our code.
"""

import json
import logging
import re
import threading
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings

from .logs import as_parts, chain
from .request_ids import current, route, route_of

HIDDEN = "…"
OF_OUR_CODE = (
    "accounts|clubs|content|councils|django|django_tasks_db|fieldbook|freshness|khmertext|participation|people|places|"
    "portal|protection|reports|wagtail"
)
CLOSED = re.compile(
    rf"[0-9a-f]{{8}}-?(?:[0-9a-f]{{4}}-?){{3}}[0-9a-f]{{12}}|(?:{OF_OUR_CODE})(?:\.\w+)+|default|jobs"
    r"|READY|RUNNING|FAILED|SUCCESSFUL|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"
    r"|[A-Z][A-Za-z]+(?:Error|Exception|Warning|Timeout|NotExist|Refused)",
    re.ASCII,
)
"""Texts that nobody can type into."""
TYPED = re.compile(r"(?<=: ).*|[\"'“«].*|\S*[/@]\S*|[^\x20-\x7e…]+", re.DOTALL)
"""What may have been typed in a message that was put together before it came here."""
FRAMES = 12
REASONS = frozenset(status.phrase for status in HTTPStatus)


class JsonLines(logging.Formatter):
    """Writes a record without what its message, its arguments and its error may hold of people."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        pattern = route_of(request) if hasattr(request, "resolver_match") else _route_now()
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if number := getattr(request, "id", "") or current.get():
            line["request"] = number
        if pattern:
            line["route"] = pattern
        if isinstance(status := getattr(record, "status_code", None), int):
            line["status"] = status
        error = record.exc_info[1] if record.exc_info else None
        errors = [each for each in (error, *as_parts(record.args)) if isinstance(each, BaseException)]
        if errors:
            line["errors"] = [kind_of(each) for first in errors for each in chain(first)]
            line["where"] = [frame for first in errors for frame in frames_of(first)]
        return json.dumps(line, ensure_ascii=True)


def message_of(record: logging.LogRecord) -> str:
    """The sentence of whoever wrote the line, with what is not of a closed kind left out."""
    if not record.args:
        return TYPED.sub(HIDDEN, str(record.msg))
    args = record.args
    told = {key: _told(value) for key, value in args.items()} if isinstance(args, dict) else tuple(map(_told, args))
    try:
        return str(record.msg) % told
    except (TypeError, ValueError):
        return re.sub(r"%(?:\(\w+\))?[-#0 +]*[\d.*]*[a-zA-Z]", HIDDEN, str(record.msg))


def _told(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, BaseException):
        return kind_of(value)
    text = str(value)
    return text if text in REASONS or CLOSED.fullmatch(text) else HIDDEN


def kind_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def frames_of(error: BaseException) -> list[str]:
    """The last lines of code that an error came through, from the root of the code."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{_from_root(each.filename)}:{each.lineno} {each.name}" for each in frames]


def _from_root(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts:
        return str(path.relative_to(settings.BASE_DIR))
    return "/".join(path.parts[-3:])


def _route_now() -> str:
    """Of the request that is being answered, for those who log without it."""
    find = route.get()
    return find() if find else ""


def log_what_python_would_print() -> None:
    """Warnings and the errors of threads go the same way; Python itself would print their words."""
    logging.captureWarnings(True)

    def told(of: threading.ExceptHookArgs) -> None:
        if of.exc_type is not SystemExit and of.exc_value is not None:
            error = (of.exc_type, of.exc_value, of.exc_traceback)
            logging.getLogger("portal.threads").error("A thread ended by an error.", exc_info=error)

    threading.excepthook = told
