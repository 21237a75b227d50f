"""What may be asked of each page, typed: the same structs check the address and make its description."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from participation.models import CommunityGroup, Kind, Meeting

from ..models import Indicator

MOST = 500
WRITTEN = {"month": r"[0-9]{4}-(0[1-9]|1[0-2])", "quarter": r"[0-9]{4}Q[1-4]", "area": r"([0-9]{2}){1,4}"}


def _whole(pattern: str) -> str:
    """The whole text and nothing after it: Python alone takes ``$`` for the place before a last line break too."""
    return rf"^{pattern}$(?!\n)"


type Limit = Annotated[int, Meta(ge=1, le=MOST, description="How many items at most.")]
type After = Annotated[
    str,
    Meta(max_length=120, pattern=_whole(r"[A-Za-z0-9._-]*"), description="Taken from `next`; never made by hand."),
]
type Area = Annotated[
    str,
    Meta(
        pattern=_whole(rf"({WRITTEN['area']})?"),
        description="Code of a province (2 digits), district (4), commune (6) or village (8): it and what lies in it.",
        examples=["05"],
    ),
]
type Day = Annotated[
    str, Meta(pattern=_whole(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?"), description="A day.", examples=["2026-10-01"])
]
type Month = Annotated[
    str, Meta(pattern=_whole(rf"({WRITTEN['month']})?"), description="A month.", examples=["2026-09"])
]
type QuarterWritten = Annotated[
    str, Meta(pattern=_whole(rf"({WRITTEN['quarter']})?"), description="A quarter.", examples=["2026Q3"])
]
type GroupKind = Literal["", *Kind.values]
type GroupStatus = Literal["", *CommunityGroup.Status.values]
type MeetingKind = Literal["", *Meeting.Kind.values]
type Measure = Literal["", *Indicator.Measure.values]


class Asked(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What every list understands. A filter that is empty is not asked."""

    limit: Limit = 200
    after: After = ""

    def following(self, mark: str) -> dict[str, str]:
        """The same question for what comes after ``mark``, as the words of an address."""
        told = {name: str(value) for name, value in msgspec.structs.asdict(self).items() if value != ""}
        return told | {"after": mark}


class PlacesAsked(Asked, frozen=True, kw_only=True):
    area: Area = ""
    level: Literal["", "province", "district", "commune", "village"] = ""


class GroupsAsked(Asked, frozen=True, kw_only=True):
    area: Area = ""
    kind: GroupKind = ""
    status: GroupStatus = ""


class MeetingsAsked(Asked, frozen=True, kw_only=True):
    area: Area = ""
    kind: GroupKind = ""
    meeting_kind: MeetingKind = ""
    since: Month = ""
    until: Month = ""


class IndicatorsAsked(Asked, frozen=True, kw_only=True):
    counts: Measure = ""


class TargetsAsked(Asked, frozen=True, kw_only=True):
    area: Area = ""
    quarter: QuarterWritten = ""
    counts: Measure = ""


class QuartersAsked(Asked, frozen=True, kw_only=True):
    quarter: QuarterWritten = ""


class RowsAsked(Asked, frozen=True, kw_only=True):
    area: Area = ""


class ServicesAsked(Asked, frozen=True, kw_only=True):
    area: Area = ""
    checked_since: Day = ""


class CoverageAsked(Asked, frozen=True, kw_only=True):
    area: Area = ""
