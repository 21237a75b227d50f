"""Which rules there are, by their keys."""

from ..models import Indicator
from .kinds import Formula

_formulas: dict[str, Formula] = {}


def register(formula: Formula) -> None:
    if formula.key in _formulas:
        raise ValueError(f"{formula.key} is a rule already.")
    _formulas[formula.key] = formula


def all_formulas() -> list[Formula]:
    return list(_formulas.values())


def formula_of(indicator: Indicator) -> Formula:
    return _formulas[indicator.formula]


def rule_of(indicator: Indicator) -> str:
    """By what the indicator (with its topic) counts: the rule, its version, and all that it is given."""
    formula = formula_of(indicator)
    topic = indicator.topic.code if indicator.topic else "-"
    given = f"sessions={indicator.sessions} topic={topic} kind={indicator.kind or '-'}"
    return f"{formula.key}/{formula.version} {given}"
