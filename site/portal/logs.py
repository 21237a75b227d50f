"""What must not reach a log line: tokens of one-time links and of calendars, and the text of searches for people."""

import logging
import re

_TOKEN = re.compile(r"(/desk/link/|/desk/calendar/feed/|/accounts/password/reset/key/)[^/\s\"'?]+")
_QUERY = re.compile(r"\?[^\s\"']+")


class WithoutSecrets(logging.Filter):
    """Blanks tokens and query strings in every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        clean = _QUERY.sub("?…", _TOKEN.sub(r"\1…", text))
        if clean != text:
            record.msg, record.args = clean, None
        return True
