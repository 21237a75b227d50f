"""What the database refuses of phones, keys and deliveries."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fieldbook.models import Delivery, Device, ServerKey
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_delivery, make_device

pytestmark = pytest.mark.django_db


def refuses(name, act, field=""):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert name in str(refused.value) or field and field in str(refused.value)


def test_server_key_retires_after_it_was_made():
    now = timezone.now()
    fields = {"kid": "x", "jwk": {}, "made_at": now, "retired_at": now - timedelta(days=1)}
    refuses("server_key_retires_after_it_was_made", lambda: ServerKey.objects.create(**fields))


def test_phone_that_somebody_ended_has_ended():
    refuses("phone_that_somebody_ended_has_ended", lambda: make_device(ended_by=make_user()))


def test_phone_empties_itself_after_it_was_ended():
    now = timezone.now()
    refuses("phone_empties_itself_after_it_was_ended", lambda: make_device(emptied_at=now))
    refuses(
        "phone_empties_itself_after_it_was_ended",
        lambda: make_device(ended_at=now, emptied_at=now - timedelta(seconds=1)),
    )
    make_device(ended_at=now, emptied_at=now)
    assert Device.objects.count() == 1


def test_one_delivery_per_receipt():
    delivery = make_delivery()
    refuses("one_delivery_per_receipt", lambda: make_delivery(receipt=delivery.receipt), "delivery.receipt")


def test_one_delivery_per_user_and_photo():
    first = make_delivery(kind="photo", photo_id=uuid.uuid4())
    fields = {"kind": "photo", "photo_id": first.photo_id}
    refuses("one_delivery_per_user_and_photo", lambda: make_delivery(user=first.user, **fields), "delivery.photo_id")
    make_delivery(**fields)
    assert Delivery.objects.count() == 2


def test_delivery_is_refused_with_a_code():
    refuses("delivery_is_refused_with_a_code", lambda: make_delivery(outcome="refused"))
    refuses("delivery_is_refused_with_a_code", lambda: make_delivery(code="malformed"))


def test_names_to_match_lie_in_a_sealed_record():
    refuses("names_to_match_lie_in_a_sealed_record", lambda: make_delivery(has_names=True))


def test_delivery_that_somebody_settled_is_settled():
    refuses("delivery_that_somebody_settled_is_settled", lambda: make_delivery(settled_by=make_user()))
