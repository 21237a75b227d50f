"""The rules by which indicators count. An indicator names one by its key; a new one is a function and a line here."""

from . import bodies, coverage, meetings, sessions, surveys, trainings
from .kinds import FactFormula, Formula, Look, StepFormula, WholeFormula
from .registry import all_formulas, formula_of, register, rule_of

__all__ = [
    "FactFormula",
    "Formula",
    "Look",
    "StepFormula",
    "WholeFormula",
    "all_formulas",
    "formula_of",
    "register",
    "register_all",
    "rule_of",
]


def register_all() -> None:
    """Called once, when the apps are ready."""
    for module in (sessions, meetings, bodies, coverage, surveys, trainings):
        for formula in module.FORMULAS:
            register(formula)
