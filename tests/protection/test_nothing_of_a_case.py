"""What the tables of protection may hold, column by column: a new one is a decision, and none is about a child."""

import pytest
from django.apps import apps
from django.db import models

from fieldbook.payloads import NoteRecord
from places.models import AdminArea
from protection.forms.hand_overs import HandOverForm
from protection.forms.services import ServiceForm
from protection.models import HandOverNote

pytestmark = pytest.mark.once

COLUMNS = {
    "ExchangeList": {"system", "source_id"},
    "ExchangePlace": {"id", "system", "area_id", "code"},
    "ServiceTypeCode": {"id", "type_id", "system", "code", "name_en", "name_km"},
    "HandOverNote": {
        *("id", "reference", "area_id", "noted_on", "channel", "urgency", "handed_to", "handed_on", "received_at"),
        *("due_at", "escalated_at", "acknowledged_at", "followed_up_at", "closed_at", "delete_after"),
    },
    "HandOverTotal": {"id", "month", "province_id", "urgency", "number"},
    "HelpLine": {
        *("id", "number", "name_km", "name_en", "for_whom_km", "for_whom_en", "hours_km", "hours_en", "is_free"),
        *(
            "takes_complaints",
            "takes_text",
            "audience",
            "position",
            "is_active",
            "verified_on",
            "verified_by_id",
            "next_check_on",
        ),
    },
    "TestCall": {
        *("id", "helpline_id", "number", "called_on", "called_as", "is_answered", "waited_seconds", "in_khmer"),
        "created_at",
    },
    "ServiceType": {
        *("id", "code", "name_km", "name_en", "child_km", "child_en", "check_months", "grace_days", "reason_km"),
        *("reason_en", "position", "is_active"),
    },
    "Service": {
        *("id", "code", "type_id", "name_km", "name_en", "provider_km", "provider_en", "name_key", "area_id"),
        *("hours_km", "hours_en", "for_whom_km", "for_whom_en", "cost", "languages", "is_accessible"),
        *("is_child_friendly", "phones", "checked_on", "checked_as", "next_check_on", "public_until", "closed_on"),
        *("created_at", "created_by_id"),
    },
    "ServiceCoverage": {
        *("id", "service_id", "commune_id", "began_on", "ended_on", "source", "created_at", "created_by_id"),
    },
    "StandsBeside": {"id", "network_id", "group_id", "began_on", "ended_on", "created_at", "created_by_id"},
    "TrainingTopic": {"id", "code", "name_km", "name_en", "position", "is_active"},
    "Training": {
        *("id", "topic_id", "began_on", "ended_on", "area_id", "organiser_id", "project_id"),
        *("created_at", "created_by_id"),
    },
    "TrainingPlace": {"id", "training_id", "person_id", "sector", "created_at", "created_by_id"},
}
ABOUT_THOSE_WHO_PROTECT = {
    "StandsBeside": {"network", "group"},
    "Training": {"organiser", "project"},
    "TrainingPlace": {"person"},
}
"""What points at a group or a person: networks and the groups beside them, and who took part in a training."""


def test_tables_hold_these_columns_and_no_other():
    found = {
        model.__name__: {field.attname for field in model._meta.concrete_fields}
        for model in apps.get_app_config("protection").get_models()
        if not model._meta.proxy  # a network is a group, and holds what every group does
    }
    assert found == COLUMNS


def test_only_those_who_protect_are_persons_here_and_no_text_is_without_an_end():
    for model in apps.get_app_config("protection").get_models():
        if model._meta.proxy:
            continue
        known = ABOUT_THOSE_WHO_PROTECT.get(model.__name__, set())
        for field in model._meta.concrete_fields:
            assert not isinstance(field, models.TextField | models.FileField), field
            assert (
                field.name in known
                or field.related_model is None
                or field.related_model._meta.app_label in ("protection", "places", "accounts")
            ), field


def test_a_hand_over_note_holds_choices_and_days_alone_and_points_at_a_place_alone():
    """Domain 3.4 is law: no place for a name or a story, nobody's id, and nothing anywhere points at a note."""
    for field in HandOverNote._meta.concrete_fields:
        is_chosen = isinstance(field, models.CharField) and (field.choices or field.attname == "reference")
        is_day = isinstance(field, models.DateField | models.UUIDField)
        assert is_chosen or is_day or field.related_model is AdminArea, field
    assert HandOverNote._meta.related_objects == ()
    assert [*HandOverNote._meta.many_to_many, *HandOverNote._meta.private_fields] == []


def test_forms_and_phones_send_what_the_note_holds_alone():
    told = {"area", "noted_on", "channel", "urgency", "handed_to", "handed_on"}
    assert set(HandOverForm.base_fields) == {"id", *told}
    assert set(NoteRecord.__struct_fields__) == told
    assert told < {name.removesuffix("_id") for name in COLUMNS["HandOverNote"]}


def test_form_asks_for_what_readers_see_alone():
    assert set(ServiceForm.base_fields) < {name.removesuffix("_id") for name in COLUMNS["Service"]}
