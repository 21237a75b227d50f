"""Parts of queries that the rules share: the quarter, the commune and the project as the kept counts write them."""

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, ExtractQuarter, ExtractYear, Left, Length, Replace

from ..keys import FINEST, WHOLE_PROGRAMME

NOTHING = Value("", output_field=CharField())


def quarter_of(day: str) -> Combinable:
    year, number = Cast(ExtractYear(day), CharField()), Cast(ExtractQuarter(day), CharField())
    return Concat(year, Value("Q"), number, output_field=CharField())


def commune_at(area: str) -> Combinable:
    """The commune of the place that ``area`` names, such as ``"group__area"``; a larger place stays as it is."""
    return Left(F(f"{area}_id"), Length(F(f"{area}__source")) + FINEST * 2)


def by_projects(rows: QuerySet, *, group: str, day: str, by_project: bool) -> QuerySet:
    """``rows`` with their ``project``: once for the whole programme, or once for each that supported the group then."""
    if not by_project:
        return rows.annotate(project=Value(WHOLE_PROGRAMME, output_field=CharField()))
    support = f"{group}__supported_by__"
    lasted = Q(**{f"{support}ended_on__isnull": True}) | Q(**{f"{support}ended_on__gte": F(day)})
    supported = rows.filter(lasted, **{f"{support}began_on__lte": F(day)})
    written = Replace(Cast(F(f"{support}project_id"), CharField()), Value("-"), Value(""))
    return supported.annotate(project=written)
