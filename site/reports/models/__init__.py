"""Figures for everybody, the programme's indicators, and the counts that are kept of them."""

from .dhis2 import DhisCode, DhisPlace, DhisSystem
from .frozen import FrozenCell, FrozenQuarter, ShownFigure
from .indicator import Indicator, SurveyResult, Target
from .kept import CountedFact, CountedGroup, FoldState, KeptCell, KeptTotal
from .settled import SettledFact
from .snapshot import PublicSnapshot, SnapshotArea, SnapshotCouncil

__all__ = [
    "CountedFact",
    "CountedGroup",
    "DhisCode",
    "DhisPlace",
    "DhisSystem",
    "FoldState",
    "FrozenCell",
    "FrozenQuarter",
    "Indicator",
    "KeptCell",
    "KeptTotal",
    "PublicSnapshot",
    "SettledFact",
    "ShownFigure",
    "SnapshotArea",
    "SnapshotCouncil",
    "SurveyResult",
    "Target",
]
