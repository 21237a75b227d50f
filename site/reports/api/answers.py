"""What other systems are answered, typed: the same structs make the description. No field holds a name of a person."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from accounts.api.answers import Fault
from participation.models import CommunityGroup, Kind, Meeting
from protection.models import Service

from ..models import Indicator

type Code = Annotated[str, Meta(description="An official code of the gazetteer.", examples=["050601"])]
type Rounded = Annotated[int, Meta(ge=5, description="People, to the nearest five; below five it is null.")]
type Basis = Literal["exact", "rounded", "hidden"]
type WhyHidden = Literal["", "few", "not_frozen", "small_area"]


class ReportFault(Fault, frozen=True):
    """An error as a whole. ``about``: the filter that was not understood, where it is a known one."""

    about: str = ""


class Listed(Struct, frozen=True, kw_only=True):
    """One page of a list. ``reach``: the places within which the key reads; null is all of Cambodia.

    ``next``: the address of what follows, on this server; null at the end.
    """

    reach: list[Code] | None
    next: str | None


# --- places ----------------------------------------------------------------------------------------------------------
class Place(Struct, frozen=True):
    """``source`` and ``year``: which published list the code is from. A place that is gone may say what replaced it."""

    code: Code
    level: Literal["province", "district", "commune", "village"]
    kind: str
    name_km: str
    name_latin: str
    parent: Code | None
    is_active: bool
    replaced_by: Code | None
    source: str
    year: int


class Places(Listed, frozen=True, kw_only=True):
    items: list[Place]


# --- groups ----------------------------------------------------------------------------------------------------------
class Group(Struct, frozen=True):
    """``members``: people, of all ages, on the day that the list names; null is fewer than five, or hidden beside such.

    ``founded_on``: of some only the year is known (``founded_is_year``).
    """

    code: str
    kind: Literal[tuple(Kind.values)]
    status: Literal[tuple(CommunityGroup.Status.values)]
    status_since: date
    founded_on: date
    founded_is_year: bool
    area_code: Code
    commune_code: Code
    members: Rounded | None


class Groups(Listed, frozen=True, kw_only=True):
    """``members_on``: the last day of the last quarter that is over."""

    members_on: date
    items: list[Group]


# --- meetings --------------------------------------------------------------------------------------------------------
class MeetingTotal(Struct, frozen=True):
    """Meetings of one kind, of groups of one kind, in one commune and month: neither people nor participations.

    ``activities``: what several groups held together is one, at the host; these add up over groups. ``sessions``: how
    many of the meetings were about a topic.
    """

    month: str
    commune_code: Code
    group_kind: Literal[tuple(Kind.values)]
    meeting_kind: Literal[tuple(Meeting.Kind.values)]
    meetings: int
    activities: int
    sessions: int


class Meetings(Listed, frozen=True, kw_only=True):
    items: list[MeetingTotal]


# --- indicators and targets ------------------------------------------------------------------------------------------
class IndicatorItem(Struct, frozen=True):
    """What a number counts, by which rule, and what it does not say. ``measure`` tells people, participations,
    activities and other counts apart: they are never added to each other.
    """

    code: str
    name_km: str
    name_en: str
    level: Literal[tuple(Indicator.Level.values)]
    unit: Literal[tuple(Indicator.Unit.values)]
    measure: Literal[tuple(Indicator.Measure.values)]
    is_of_people: bool
    adds_up_over_quarters: bool
    splits: list[str]
    counts_km: str
    counts_en: str
    limits_km: str
    limits_en: str
    rule: str
    sdg: list[str]
    donor_codes: dict[str, str]


class Indicators(Listed, frozen=True, kw_only=True):
    items: list[IndicatorItem]


class Goal(Struct, frozen=True):
    value: int
    began_on: date
    ended_on: date
    baseline: int | None
    baseline_on: date | None


class PartFigure(Struct, frozen=True):
    """One group of a split; null is hidden."""

    group: str
    value: int | None


class PlaceFigure(Struct, frozen=True):
    area_code: Code
    value: int | None


class TargetItem(Struct, frozen=True, kw_only=True):
    """How far a number has come by the end of a quarter.

    ``basis``: people are rounded to fives or hidden (``why_hidden``: fewer than five or hidden beside such; the quarter
    is not frozen yet; the place is smaller than a province). ``rule``: by which rule and version it was counted.
    """

    indicator: str
    measure: Literal[tuple(Indicator.Measure.values)]
    unit: Literal[tuple(Indicator.Unit.values)]
    value: int | None
    basis: Basis
    why_hidden: WhyHidden
    target: Goal | None
    missing: int | None
    percent: int | None
    by_sex: list[PartFigure]
    by_age_group: list[PartFigure]
    by_disability: list[PartFigure]
    by_part: list[PartFigure]
    by_place: list[PlaceFigure]
    rule: str


class Targets(Listed, frozen=True, kw_only=True):
    """``version``: of the frozen quarter; null while the quarter is not frozen. ``as_of``: what was recorded until then
    is in these numbers. ``area_code``: null is the whole country.
    """

    quarter: str
    version: int | None
    as_of: datetime | None
    area_code: Code | None
    items: list[TargetItem]


# --- frozen quarters -------------------------------------------------------------------------------------------------
class QuarterItem(Struct, frozen=True):
    """``is_newest``: the version of this quarter that counts. ``rules``: the rule of each indicator by its code."""

    quarter: str
    version: int
    is_newest: bool
    frozen_at: datetime
    rules: dict[str, str]
    rows: str


class Quarters(Listed, frozen=True, kw_only=True):
    items: list[QuarterItem]


class QuarterRow(Struct, frozen=True):
    """A number, under the headings of the file that the desk offers."""

    indicator: str
    period: str
    area_code: str
    sex: str
    age_group: str
    disability: str
    kind: str
    project: str
    measure: str
    value: int | None
    to_date: int | None
    basis: Literal["hidden", "rounded", "computed"]
    source: str
    sdg: str
    donor_codes: str


class QuarterRows(Listed, frozen=True, kw_only=True):
    quarter: str
    version: int
    frozen_at: datetime
    items: list[QuarterRow]


# --- services --------------------------------------------------------------------------------------------------------
class ServiceKind(Struct, frozen=True):
    code: str
    name_km: str
    name_en: str


class ServiceItem(Struct, frozen=True, kw_only=True):
    """An office that helps children, as the public pages show it. ``phones``: of the office, never of a person."""

    code: str
    type: ServiceKind
    name_km: str
    name_en: str
    provider_km: str
    provider_en: str
    area_code: Code
    hours_km: str
    hours_en: str
    for_whom_km: str
    for_whom_en: str
    cost: Literal[tuple(Service.Cost.values)]
    languages: list[str]
    is_accessible: bool | None
    is_child_friendly: bool | None
    phones: list[str]
    checked_on: date
    next_check_on: date
    commune_codes: list[Code]


class Services(Listed, frozen=True, kw_only=True):
    items: list[ServiceItem]


class CoverageItem(Struct, frozen=True):
    """A commune and the types of services that reach it. ``is_reached``: whether these are enough for the target."""

    commune_code: Code
    types: list[str]
    is_reached: bool


class Coverage(Listed, frozen=True, kw_only=True):
    on: date
    items: list[CoverageItem]
