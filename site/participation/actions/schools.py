"""The list of schools."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from people.names import search_key, tidy
from places.models import AdminArea

from ..models import CommunityGroup, School
from ..refusals import CodeTaken
from .locks import refuse_unknown
from .words import keep_words, put_names_in_order

CHANGEABLE = frozenset({"name_km", "name_latin", "official_code", "level", "area", "is_active"})


@transaction.atomic
def add_school(
    *, name_km: str, level: str, area: AdminArea, by: User, name_latin: str = "", official_code: str = ""
) -> School:
    """A school that groups may belong to."""
    school = School(name_km=name_km, name_latin=name_latin, official_code=official_code, level=level, area=area)
    _put_in_order(school)
    school.full_clean()
    school.save(force_insert=True)
    journal.note("school.added", about=school, by=by)
    return school


@transaction.atomic
def change_school(*, school: School, by: User, **fields: object) -> School:
    """Correct a school, or take it out of use; ``fields`` are the names in ``CHANGEABLE``."""
    refuse_unknown(fields, CHANGEABLE)
    school.refresh_from_db(from_queryset=School.objects.select_for_update(no_key=True))
    for name, value in fields.items():
        setattr(school, name, value)
    _put_in_order(school)
    school.full_clean()
    school.save(force_update=True)
    if {"name_km", "name_latin"} & fields.keys():
        _rename_in_groups(school)
    journal.note("school.changed", about=school, by=by, fields=sorted(fields))
    return school


def _put_in_order(school: School) -> None:
    for name in ("name_km", "name_latin", "official_code"):
        setattr(school, name, tidy(getattr(school, name) or ""))
    school.name_key = search_key(school.name_km, school.name_latin, length=260)
    others = School.objects.exclude(pk=school.pk)
    if school.official_code and others.filter(official_code=school.official_code).exists():
        raise CodeTaken("official_code")


def _rename_in_groups(school: School) -> None:
    """Groups are found by their school's name as well."""
    for group in CommunityGroup.objects.filter(school=school):
        group.school = school
        put_names_in_order(group)
        CommunityGroup.objects.filter(pk=group.pk).update(name_key=group.name_key)
        keep_words(group)
