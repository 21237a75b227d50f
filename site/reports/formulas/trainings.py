"""Officials and staff who were trained: each person once, at the end of the first training, by sector."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from people.ages import age_group_on
from protection.models import TrainingPlace
from protection.models.training import Sector

from ..keys import WHOLE_PROGRAMME, Cells, Key, commune_of, in_all_places
from ..models import Indicator
from ..quarters import Quarter
from .kinds import Look, WholeFormula

PERSON = ("person_id", "person__sex", "person__birth_year", "person__birth_month", "person__difficulty")


def trained(indicator: Indicator, look: Look) -> Cells:
    """Whoever took part in a training that is over. Who was trained twice, or in two sectors, counts at the first."""
    over = TrainingPlace.objects.filter(training__ended_on__lte=look.today)
    rows = over.order_by("training__ended_on", "training_id", "pk").values_list(
        "training__project_id", "training__ended_on", "training__area_id", "sector", *PERSON
    )
    counted: set[tuple[str, object]] = set()
    found: Cells = Counter()
    for project, day, area, sector, person, sex, year, month, difficulty in rows.iterator(chunk_size=5000):
        age_group = age_group_on(day, birth_year=year, birth_month=month)
        key = Key(str(Quarter.of(day)), commune_of(area), sex, age_group.value, difficulty, sector)
        for one in {WHOLE_PROGRAMME, project.hex if project else WHOLE_PROGRAMME}:
            if (one, person) not in counted:
                counted.add((one, person))
                found[one, key] += 1
    return in_all_places(found)


FORMULAS = (
    WholeFormula(
        key="trained", label=_("Adults who were trained, each once"), cells=trained, parts=dict(Sector.choices)
    ),
)
