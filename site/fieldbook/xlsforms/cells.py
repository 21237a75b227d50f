"""From a cell that came back to an answer: by its code, by its words in either language, in either kind of digits."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from khmertext.dates import parse_time
from khmertext.folding import fold
from khmertext.numbers import parse_int, to_ascii_digits
from participation.imports.cells import FLAWS, Unclear, read_day, text_of
from participation.imports.sheets import Cell, Value
from participation.models import Post, Topic
from people.codes import is_code
from people.names import tidy

from .answers import BETWEEN, closed_answers, post_code
from .making import in_both

DAY_ONE = date(1899, 12, 30)
"""From which spreadsheets count their days."""
SERIAL_DAYS = range(20_000, 80_000)
TICKED = frozenset({"1", "1.0", "true", "yes"})
NOT_TICKED = frozenset({"", "0", "0.0", "false", "no"})
_TIME = re.compile(r"\d{1,2}[:.]\d{2}")
UNKNOWN = _("No answer of the form is called so.")


@dataclass(slots=True)
class Lists:
    """The answers of each list by their code and by their folded words, in both languages."""

    by_word: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of_today(cls) -> "Lists":
        """Two queries: topics and posts are kept by administrators, out of use or not."""
        lists = cls()
        for answer in closed_answers(in_both):
            lists.add(answer.list, answer.name, answer.khmer, answer.english)
        for topic in Topic.objects.all():
            name = "article" if topic.type == Topic.Type.ARTICLE else "activity"
            numbered = [f"{topic.number}. {words}" for words in (topic.name_km, topic.name_en) if topic.number]
            lists.add(name, topic.code, topic.name_km, topic.name_en, *numbered)
        for post in Post.objects.all():
            lists.add("post", post.code, post.name_km, post.name_en)
        return lists

    def add(self, name: str, code: str, *words: str) -> None:
        known = self.by_word.setdefault(name, {})
        known[code] = code
        for word in words:
            known.setdefault(fold(word), code)

    def one(self, name: str, value: Value) -> str:
        """The code of an answer of which there is one."""
        text = text_of(value)
        if name == "post":
            text = post_code(text)
        if name == "member":
            return read_member(text)
        known = self.by_word.get(name, {})
        code = known.get(text) or known.get(fold(text))
        if code is None:
            raise Unclear(UNKNOWN)
        return code

    def several(self, name: str, value: Value) -> list[str]:
        """The codes of answers with a space between them; words are taken apart where they can be."""
        text = text_of(value)
        try:
            return [self.one(name, part) for part in text.split()]
        except Unclear:
            return self._apart(name, fold(text))

    def _apart(self, name: str, text: str) -> list[str]:
        """Answers by their words, one after the other, the longest that fits first."""
        known = sorted((word for word in self.by_word.get(name, {}) if word), key=len, reverse=True)
        found = []
        while text:
            word = next((word for word in known if text.startswith(word)), None)
            if word is None:
                raise Unclear(UNKNOWN)
            found.append(self.by_word[name][word])
            text = text[len(word) :]
        return found


def value_of(cell: Cell) -> Value:
    if cell.flaw:
        raise Unclear(FLAWS[cell.flaw])
    return cell.value


def read_date(value: Value) -> date:
    """A day as text in either kind of digits, as a spreadsheet keeps it, or as the number of days it counts."""
    if isinstance(value, date):
        return read_day(value)
    text = to_ascii_digits(text_of(value))
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(text[:5]) in SERIAL_DAYS:
        return DAY_ONE + timedelta(days=int(text[:5]))
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]", text):
        text = text[:10]
    return read_day(text)


def read_time(value: Value) -> str:
    """The time of day, to the minute; of what phones send with seconds and a zone, what the clock on the wall said."""
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
    text = to_ascii_digits(text_of(value)).rpartition("T")[2].strip()
    match = _TIME.match(text)
    try:
        clock = parse_time(match[0] if match else text)
    except ValueError:
        raise Unclear(_("This is not a time. Write it as 14:30.")) from None
    return f"{clock:%H:%M}"


def read_moment(value: Value) -> str:
    """When a phone finished the form; nothing where that cannot be read, because nothing hangs on it."""
    try:
        moment = datetime.fromisoformat(text_of(value))
    except (ValueError, Unclear):
        return ""
    return moment.isoformat() if moment.tzinfo else ""


def read_count(value: Value, most: int) -> int:
    try:
        number = parse_int(re.sub(r"\.0+$", "", text_of(value)))
    except ValueError:
        raise Unclear(_("Write a whole number.")) from None
    if not 0 <= number <= most:
        raise Unclear(_("This number is not possible here."))
    return number


def read_text(value: Value, longest: int, *, keeps_lines: bool = False) -> str:
    text = text_of(value)
    text = "\n".join(map(tidy, text.splitlines())).strip() if keeps_lines else tidy(text)
    if len(text) > longest:
        raise Unclear(_("This is too long."))
    return text


def read_group(value: Value) -> str:
    """The code of a group, alone or after its name."""
    text = to_ascii_digits(text_of(value)).rpartition(BETWEEN.strip())[2].strip().upper()
    if not text or len(text) > 20:
        raise Unclear(_("Here stands the code of a group, such as C-0506-0012."))
    return text


def read_member(text: str) -> str:
    code = to_ascii_digits(text.strip()).upper()
    if not is_code(code):
        raise Unclear(_("Codes have eight letters and digits, with a space between two of them."))
    return code


def read_members(value: Value) -> list[str]:
    return list(dict.fromkeys(read_member(part) for part in re.split(r"[\s,;]+", text_of(value)) if part))


def is_ticked(value: Value) -> bool:
    text = to_ascii_digits(str(value if value is not None else "")).strip().lower()
    if text not in TICKED | NOT_TICKED:
        raise Unclear(_("Here stands 1 for yes or 0 for no."))
    return text in TICKED


def once(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))
