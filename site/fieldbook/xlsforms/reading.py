"""What came back, one row for each submission: its answers typed, and a sentence for each that could not be read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from participation.imports.cells import Unclear
from participation.imports.reading import Row
from participation.imports.refusals import HeadingsUnknown, NothingInTheSheet
from participation.imports.sheets import Cell
from participation.models.attendance import MOST_GUESTS
from participation.models.meeting import MOST

from . import cells
from .cells import Lists, once
from .refusals import NotOurForm, TooManySubmissions, TooManyTables
from .survey import CODES, DECISIONS, FORM, GUESTS, ISSUES, MOST_LINES, TICKED
from .tables import Entry, entries_of, tables_in

NEEDED = ("group_code", "was_held", "held_on", "decisions_number", "issues_number")
"""Columns without which a file would lose something that was written."""
SUBMISSION = ("root", "key", "uuid", "instance")
"""Where the id of a submission stands, the one that outlives an edit first."""
REJECTED = frozenset({"rejected", "not approved", "validation_status_not_approved"})
LONGEST_ID = 100
MOST_SUBMISSIONS = 1_000
"""All are recorded in one transaction, and taken back in one: phones wait for it."""
COUNTS = ("number", "adults_present", "felt_good", "felt_so_so", "felt_bad")

type Children = dict[tuple[str, str], list[Entry]]
"""Lines of a repeat under the id of the submission, or under its number in the file, to which they belong."""


def rows_in(content: bytes) -> Iterator[Row]:
    """A row for each submission of a file, under the number of its line."""
    main: list[Entry] = []
    children: dict[str, Children] = {DECISIONS: defaultdict(list), ISSUES: defaultdict(list)}
    for table in tables_in(content):
        asks = table.asks
        if "portal_form" in asks:
            if main:
                raise TooManyTables
            missing = [name for name in NEEDED if name not in asks]
            if missing:
                raise HeadingsUnknown(heading=missing[0])
            for entry in entries_of(table):
                main.append(entry)
                if len(main) > MOST_SUBMISSIONS:
                    raise TooManySubmissions
            if not main:
                raise NothingInTheSheet
        elif "decision_text" in asks:
            _gather(entries_of(table), children[DECISIONS])
        elif "issue_text" in asks:
            _gather(entries_of(table), children[ISSUES])
    if not main:
        raise NotOurForm
    read = Reader(Lists.of_today(), children)
    yield from map(read.row_of, main)


def _gather(entries: Iterable[Entry], children: Children) -> None:
    for entry in entries:
        for link in ("parent_uuid", "parent_key"):
            if parent := _id_of(entry.links.get(link, "")):
                children["id", parent].append(entry)
                break
        else:
            children["index", _index_of(entry.links.get("parent_index", ""))].append(entry)


def _id_of(text: str) -> str:
    """An id without what some write before it; of a nested table the part that is the submission's."""
    return text.split("/")[0].strip().lower().removeprefix("uuid:")[:LONGEST_ID]


def _index_of(text: str) -> str:
    return text.removesuffix(".0")


class Reader:
    """Reads one submission after the other with the same lists."""

    def __init__(self, lists: Lists, children: dict[str, Children]) -> None:
        self.lists = lists
        self.children = children

    def row_of(self, entry: Entry) -> Row:
        row = Row(entry.number)
        self._identify(entry, row)
        self._read_all(entry, row)
        if row.values.get("was_held") == "yes":
            self._topics(entry, row)
            self._who_came(entry, row)
            row.values[DECISIONS] = self._decisions(entry, row)
            row.values[ISSUES] = self._issues(entry, row)
        return row

    def _identify(self, entry: Entry, row: Row) -> None:
        found = (_id_of(entry.links.get(link, "")) for link in SUBMISSION)
        row.values["submission"] = next(filter(None, found), "")
        if not row.values["submission"]:
            row.problems["submission"] = _("The id of this submission is missing: the column “_uuid” or “KEY”.")
        if entry.links.get("review", "").lower() in REJECTED:
            row.problems["submission"] = _("This submission was rejected where it was collected.")
        form = entry.cells.get("portal_form")
        if form is None or form.value != FORM:
            row.problems["portal_form"] = _("This submission is of another version of the form.")

    def _read_all(self, entry: Entry, row: Row) -> None:
        """The answers that stand alone; what belongs to a meeting only where one was held."""
        take = partial(self._take, entry, row)
        take("end", cells.read_moment, key="made_at")
        take("group_code", cells.read_group, is_needed=True)
        take("was_held", partial(self.lists.one, "yes_no"), is_needed=True)
        take("held_on", cells.read_date, is_needed=True)
        if row.values.get("was_held") == "no":
            take("missed_reason", partial(self.lists.one, "missed_reason"), is_needed=True)
            return
        take("kind", partial(self.lists.one, "meeting_kind"), is_needed=True)
        take("started_at", cells.read_time)
        take("ended_at", cells.read_time)
        take("place_text", partial(cells.read_text, longest=160))
        take("quorum_met", partial(self.lists.one, "yes_no"))
        take("minutes_approved", partial(self.lists.one, "minutes_approved"))
        take("summary", partial(cells.read_text, longest=4000, keeps_lines=True))
        for name in COUNTS:
            take(name, partial(cells.read_count, most=MOST))

    def _take(
        self, entry: Entry, row: Row, name: str, read: Callable, *, is_needed: bool = False, key: str = ""
    ) -> object:
        """One answer into the row, or why it cannot be read. A blank one is none."""
        cell = entry.cells.get(name)
        if cell is None:
            if is_needed:
                row.problems.setdefault(name, _("This is needed here."))
            return None
        try:
            value = read(cells.value_of(cell))
        except Unclear as unclear:
            row.problems.setdefault(name, str(unclear.sentence))
            return None
        row.values[key or name] = value
        return value

    def _topics(self, entry: Entry, row: Row) -> None:
        found = self._several(entry, row, "articles", "article") + self._several(entry, row, "activities", "activity")
        row.values["topics"] = once(found)

    def _several(self, entry: Entry, row: Row, name: str, list_name: str) -> list[str]:
        """Ticks in columns of their own, or else one column with all answers."""
        try:
            ticks = entry.ticks.get(name, {})
            if any(not cell.is_blank for cell in ticks.values()):
                return [self.lists.one(list_name, answer) for answer, cell in ticks.items() if _is_ticked(cell)]
            cell = entry.cells.get(name)
            return self.lists.several(list_name, cells.value_of(cell)) if cell else []
        except Unclear as unclear:
            row.problems.setdefault(name, str(unclear.sentence))
            return []

    def _who_came(self, entry: Entry, row: Row) -> None:
        typed = self._take(entry, row, CODES, cells.read_members) or []
        row.values.pop(CODES, None)
        row.values["codes"] = once([*typed, *self._several(entry, row, TICKED, "member")])
        basis = self._take(entry, row, "basis", partial(self.lists.one, "basis")) or "counted"
        guests = []
        for group in GUESTS:
            number = self._count(entry, row, f"{group}_number", MOST_GUESTS)
            difficulty = self._count(entry, row, f"{group}_difficulty", MOST_GUESTS)
            if difficulty > number:
                row.problems.setdefault(f"{group}_difficulty", _("This cannot be more than those who came."))
            if number:
                guests.append([group, number, difficulty, basis])
        row.values["guests"] = guests

    def _count(self, entry: Entry, row: Row, name: str, most: int) -> int:
        number = self._take(entry, row, name, partial(cells.read_count, most=most)) or 0
        row.values.pop(name, None)
        return number

    def _decisions(self, entry: Entry, row: Row) -> list[list[str | None]]:
        found = []
        for child in self._children(entry, row, DECISIONS, "decisions_number"):
            told = Row(child.number)
            take = partial(self._take, child, told)
            take("decision_text", partial(cells.read_text, longest=500), is_needed=True)
            take("decision_post", partial(self.lists.one, "post"))
            take("decision_due_on", cells.read_date)
            due = told.values.get("decision_due_on")
            due = due.isoformat() if isinstance(due, date) else None
            found.append([told.values.get("decision_text"), told.values.get("decision_post"), due])
            _carry(told, row)
        return found

    def _issues(self, entry: Entry, row: Row) -> list[list[str | None]]:
        found = []
        for child in self._children(entry, row, ISSUES, "issues_number"):
            told = Row(child.number)
            take = partial(self._take, child, told)
            take("issue_text", partial(cells.read_text, longest=500), is_needed=True)
            take("issue_raised_by", partial(self.lists.one, "raised_by"))
            found.append([told.values.get("issue_text"), told.values.get("issue_raised_by") or "all"])
            _carry(told, row)
        return found

    def _children(self, entry: Entry, row: Row, repeat: str, counted: str) -> list[Entry]:
        """The lines of a repeat that belong to a submission; as many as it says there are, or it is refused."""
        children = self.children[repeat]
        found: list[Entry] = []
        for link in SUBMISSION:
            found = found or children.get(("id", _id_of(entry.links.get(link, ""))), [])
        if not found and (index := _index_of(entry.links.get("index", ""))):
            found = children.get(("index", index), [])
        number = self._count(entry, row, counted, MOST_LINES)
        if number != len(found):
            row.problems.setdefault(
                counted,
                _(
                    "The form says %(number)s, but the file holds %(found)s. Download it as XLSX or ZIP, with all its "
                    "tables."
                )
                % {"number": number, "found": len(found)},
            )
        return found


def _is_ticked(cell: Cell) -> bool:
    return not cell.is_blank and cells.is_ticked(cells.value_of(cell))


def _carry(told: Row, row: Row) -> None:
    """What is wrong in a line of a repeat is said at its submission, with the number of the line."""
    for name, sentence in told.problems.items():
        row.problems.setdefault(name, _("Line %(line)s: %(sentence)s") % {"line": told.number, "sentence": sentence})
