"""Official codes: two digits a level, a child's code begins with its parent's."""

# fmt: off
KRONG_CODES = frozenset((
    "0106", "0110", "0203", "0305", "0403", "0502", "0509", "0603", "0708", "0709", "0811", "0812",
    "0813", "0904", "1002", "1105", "1308", "1410", "1505", "1602", "1710", "1715", "1801", "1805",
    "1806", "1904", "2006", "2008", "2108", "2204", "2302", "2401", "2506",
))
# fmt: on
CAPITAL_CODE = "12"
LEVEL_NAMES = {1: "province", 2: "district", 3: "commune", 4: "village"}


def code_range(prefix: str) -> tuple[str, str]:
    """``(low, high)`` so that ``low <= id < high`` holds for the area and everything in it.

    "z" follows every digit under any collation, so databases serve this from a plain index.
    """
    return prefix, f"{prefix}z"


def is_code(text: str) -> bool:
    """Whether this is a whole code of any level, in ASCII digits."""
    return text.isascii() and text.isdigit() and len(text) in (2, 4, 6, 8)


def level_of(code: str) -> int:
    return len(code) // 2


def split_id(area_id: str) -> tuple[str, str]:
    """The list's key and the code of an id: ``("mef", "0506")``."""
    source = area_id.rstrip("0123456789")
    return source, area_id[len(source) :]


def parent_id(area_id: str) -> str | None:
    """The id one level up; ``None`` for a province."""
    _source, code = split_id(area_id)
    return area_id[:-2] if len(code) > 2 else None


def lineage(area_id: str) -> list[str]:
    """The ids from the province down to the area itself."""
    source, code = split_id(area_id)
    return [source + code[:end] for end in range(2, len(code) + 1, 2)]


def lifted_to(area_id: str, level: int) -> str:
    """The area of a level in which an area lies; one that lies higher itself stays as it is."""
    return lineage(area_id)[:level][-1]


def unit_type(code: str) -> str:
    """The kind of unit that a list without kinds leaves open; the rule holds for every commune of the official list."""
    level = level_of(code)
    if level == 1:
        return "reach_theani" if code == CAPITAL_CODE else "khaet"
    if level == 2:
        if code.startswith(CAPITAL_CODE):
            return "khan"
        return "krong" if code in KRONG_CODES else "srok"
    if level == 3:
        return "khum" if unit_type(code[:4]) == "srok" else "sangkat"
    return "phum"
