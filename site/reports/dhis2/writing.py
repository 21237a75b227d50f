"""The two files, by the word that asks for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import adx, values_csv
from .gathering import Gathered


@dataclass(frozen=True, slots=True)
class Writer:
    lines: Callable[[Gathered], Iterator[str]]
    content_type: str
    ending: str

    def name(self, found: Gathered) -> str:
        return f"dhis2-{found.frozen.quarter}-v{found.frozen.version}.{self.ending}"


WRITERS = {
    "adx": Writer(adx.adx_lines, adx.CONTENT_TYPE, "xml"),
    "csv": Writer(values_csv.csv_lines, values_csv.CONTENT_TYPE, "csv"),
}
