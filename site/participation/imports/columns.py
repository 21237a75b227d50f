"""The columns of a template, and the headings under which they are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from khmertext.folding import fold
from khmertext.languages import is_english


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` is also a heading: the name of the question in a Kobo or ODK form."""

    key: str
    khmer: str
    english: str

    @property
    def heading(self) -> str:
        """The heading in the language of the page."""
        return self.english if is_english() else self.khmer


COLUMNS = (
    Column("group_code", "លេខកូដក្រុម", "Group code"),
    Column("group_kind", "ប្រភេទក្រុម", "Kind of group"),
    Column("group_name", "ឈ្មោះក្រុម", "Group name"),
    Column("group_name_latin", "ឈ្មោះក្រុមជាអក្សរឡាតាំង", "Group name in Latin letters"),
    Column("place_code", "លេខកូដទីកន្លែងរបស់ក្រុម", "Place code of the group"),
    Column("founded_on", "ថ្ងៃបង្កើតក្រុម", "Group founded on"),
    Column("school", "សាលារៀន", "School"),
    Column("person_code", "លេខកូដសមាជិក", "Member code"),
    Column("family_name", "នាមត្រកូល", "Family name"),
    Column("given_name", "នាមខ្លួន", "Given name"),
    Column("name_latin", "ឈ្មោះជាអក្សរឡាតាំង", "Name in Latin letters"),
    Column("sex", "ភេទ", "Sex"),
    Column("birth_year", "ឆ្នាំកំណើត", "Birth year"),
    Column("birth_month", "ខែកំណើត", "Birth month"),
    Column("village_code", "លេខកូដភូមិរបស់សមាជិក", "Village code of the member"),
    Column("post", "តួនាទី", "Post"),
    Column("began_on", "ថ្ងៃចូលជាសមាជិក", "Member since"),
)


@dataclass(frozen=True)
class Layout:
    """What a sheet holds: its columns, how the cells of each are read, and of which of them one at least is needed."""

    columns: Sequence[Column]
    readers: Mapping[str, Callable]
    needed: Sequence[Sequence[str]]

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def _by_heading(self) -> dict[str, str]:
        return {
            fold(heading.replace("_", " ")): column.key
            for column in self.columns
            for heading in (column.key, column.khmer, column.english)
        }

    def column_of(self, heading: str) -> str | None:
        """The key of the column under a heading; groups before a stroke, as Kobo and ODK write them, are left out."""
        name = heading.strip().lstrip("*").rsplit("/", 1)[-1]
        return self._by_heading.get(fold(name.replace("_", " ")))
