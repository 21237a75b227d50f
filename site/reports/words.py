"""What the words of cells are called: sexes, ages, difficulties, kinds, bases."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.ages import AgeGroup
from people.models import Difficulty, Sex

from .formulas import formula_of
from .formulas.guests import UNDER_18
from .models import Indicator
from .quarters import Quarter

WORDS: dict[str, dict[str, Promise | str]] = {
    "sex": dict(Sex.choices),
    "age_group": {**dict(AgeGroup.choices), UNDER_18: _("Under 18")},
    "difficulty": dict(Difficulty.choices),
}
HEADS: dict[str, Promise] = {
    "sex": _("Sex"),
    "age_group": _("Age group"),
    "difficulty": _("Disability"),
    "part": _("Kind"),
}


def words_of(indicator: Indicator, split: str) -> dict[str, Promise | str]:
    """In the order in which they are shown."""
    return dict(formula_of(indicator).parts) if split == "part" else WORDS[split]


def word(indicator: Indicator, split: str, group: str) -> str:
    return str(words_of(indicator, split).get(group, group)) if group else ""


def quarter_words(quarter: Quarter) -> str:
    """Such as "Quarter 3 of 2026"."""
    return _("Quarter %(number)s of %(year)s") % {"number": quarter.number, "year": quarter.year}
