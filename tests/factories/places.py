"""Places for tests. Every area brings the areas above it, and the list it belongs to is the one in use."""

from django.utils import timezone

from places.actions.gazetteer import name_key
from places.codes import level_of, unit_type
from places.models import AdminArea, Source

YEAR = 2025


def make_source(key: str = "mef", **values) -> Source:
    """A list of places; the first one made is the one in use."""
    is_first = not Source.objects.filter(is_current=True).exclude(key=key).exists()
    defaults = {"title": key.upper(), "dataset_year": YEAR, "loaded_at": timezone.now(), "is_current": is_first}
    return Source.objects.get_or_create(key=key, defaults={**defaults, **values})[0]


def make_area(code: str = "050601", **values) -> AdminArea:
    """The area of this code, with all above it; the same area when it is already there.

    ``make_area("05")`` a province, ``"0506"`` a district, ``"050601"`` a commune, ``"05060101"`` a village.
    """
    source = values.pop("source", "mef")
    if found := AdminArea.objects.filter(id=source + code).first():
        return found
    parent = make_area(code[:-2], source=source) if len(code) > 2 else None
    if parent is None:
        make_source(source)
    names = {"name_km": f"ទី{code}", "name_latin": f"Place {code}", **values}
    names["name_key"] = name_key(names["name_km"], names["name_latin"])
    return AdminArea.objects.create(
        id=source + code,
        source=source,
        code=code,
        dataset_year=YEAR,
        level=level_of(code),
        unit_type=unit_type(code),
        parent=parent,
        **names,
    )


def make_commune(code: str = "050601", **values) -> AdminArea:
    return make_area(code, **values)


def make_village(code: str = "05060101", **values) -> AdminArea:
    return make_area(code, **values)
