import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError
from django.utils import translation

from places.models import AdminArea, Source
from tests.factories.places import make_area, make_source

pytestmark = pytest.mark.django_db


def broken(name: str, record) -> None:
    """The record breaks this constraint, in its own check and in the database."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        record.save(force_insert=record._state.adding)


def area(**changes) -> AdminArea:
    values = {
        "id": "mef0507",
        "source": "mef",
        "code": "0507",
        "dataset_year": 2025,
        "level": 2,
        "unit_type": "srok",
        "name_km": "ថ្មី",
        "name_key": "ថ្មី",
        "parent": make_area("05"),
    }
    return AdminArea(**values | changes)


def test_a_sound_area_is_kept():
    area().save()
    assert AdminArea.objects.get(pk="mef0507").parent_id == "mef05"


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("area_id_is_its_source_and_code", {"id": "mef0508"}),
        ("area_level_is_one_to_four", {"level": 5, "code": "0507010101", "id": "mef0507010101"}),
        ("area_code_has_two_digits_per_level", {"level": 3, "unit_type": "khum"}),
        ("every_area_but_a_province_has_a_parent", {"parent": None}),
        ("area_unit_type_belongs_to_its_level", {"unit_type": "khum"}),
    ],
)
def test_the_database_refuses(constraint, changes):
    record = area(**changes)
    if len(record.code) > 8:
        # Ten digits fit no column of PostgreSQL: the level alone breaks the rule there.
        record = area(level=0, code="0507")
        constraint = "area_(level_is_one_to_four|code_has_two_digits_per_level|unit_type_belongs_to_its_level)"
    broken(constraint, record)


def test_one_area_per_source_and_code():
    make_area("0507")
    record = area(id="mef0508")
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save(force_insert=True)
    with translation.override("en"), pytest.raises(ValidationError, match="Source and Code"):
        record.full_clean()
    assert "one_area_per_source_and_code" in {each.name for each in AdminArea._meta.constraints}


def test_area_id_begins_with_its_parents_id():
    broken("area_id_begins_with_its_parents_id", area(parent=make_area("06")))


def test_a_replaced_area_is_not_active():
    new = make_area("0508")
    broken("a_replaced_area_is_not_active", area(replaced_by=new))
    area(replaced_by=new, is_active=False).save()


def test_one_list_of_places_is_current():
    make_source("mef")
    other = make_source("ncdd")
    assert not other.is_current
    other.is_current = True
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    assert "one_list_of_places_is_current" in {each.name for each in Source._meta.constraints}


def test_codes_and_sources_are_plain_letters_and_digits():
    with pytest.raises(ValidationError) as refused:
        area(source="MEF!", code="5a").full_clean()
    assert {"source", "code"} <= set(refused.value.error_dict)


def test_an_area_with_others_in_it_is_not_deleted():
    make_area("0507")
    with pytest.raises(ProtectedError):
        AdminArea.objects.get(pk="mef05").delete()
