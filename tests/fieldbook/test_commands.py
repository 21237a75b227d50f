"""Keys are made, turned and forgotten; what nobody needs any more goes."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.actions.keys import key_is_missing
from fieldbook.key_files import private_key
from fieldbook.models import Delivery, ServerKey
from tests.factories.fieldbook import make_delivery, make_first_server_key, make_server_key

pytestmark = pytest.mark.django_db


def rotate(*args):
    call_command("rotate_phone_keys", *args, verbosity=0)


def test_the_first_key_is_made_where_none_is_and_only_there(settings):
    assert key_is_missing()
    rotate("--if-missing")
    rotate("--if-missing")
    key = ServerKey.objects.get()
    assert (key_is_missing(), key.jwk["kid"], key.jwk["alg"]) == (False, key.kid, "ECDH-ES+A256KW")
    assert JournalEntry.objects.filter(verb="phone_key.made", kind="security").count() == 1


def test_the_private_half_lies_in_a_file_that_only_the_portal_reads(settings):
    rotate()
    key = ServerKey.objects.get()
    folder = Path(settings.PHONE_KEYS_DIR)
    (path,) = folder.iterdir()
    assert (path.name, path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (f"{key.kid}.pem", 0o600, 0o700)
    assert (private_key(key.kid).is_private, private_key(key.kid).as_dict(private=False)["x"]) == (True, key.jwk["x"])
    assert key.jwk.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_a_folder_that_was_lost_gets_a_new_key(settings):
    make_server_key()
    (path,) = Path(settings.PHONE_KEYS_DIR).iterdir()
    path.unlink()
    rotate("--if-missing")
    assert ServerKey.objects.count() == 2
    assert ServerKey.objects.in_use().count() == 1


def test_a_key_of_the_first_kind_makes_room_for_one_of_today(settings):
    old = make_first_server_key()
    rotate("--if-missing")
    old.refresh_from_db()
    assert (old.retired_at is not None, private_key(old.kid) is not None) == (True, True)
    assert ServerKey.objects.in_use().get().jwk["kty"] == "EC"


def test_a_new_key_retires_the_old_one():
    old = make_server_key()
    rotate()
    old.refresh_from_db()
    new = ServerKey.objects.in_use().get()
    assert (old.retired_at is not None, new.kid != old.kid, private_key(old.kid) is not None) == (True, True, True)


def test_sealed_records_are_forgotten_after_90_days_and_that_they_came_stays():
    now = timezone.now()
    fields = {"sealed": {"protected": "x"}, "outcome": "held"}
    young = make_delivery(received_at=now - timedelta(days=89), **fields)
    old = make_delivery(received_at=now - timedelta(days=91), **fields)
    named = make_delivery(received_at=now - timedelta(days=91), sealed={"protected": "x"}, has_names=True)
    assert Delivery.objects.waiting().count() == 3
    call_command("forget_deliveries", verbosity=0)
    call_command("forget_deliveries", verbosity=0)
    assert list(Delivery.objects.filter(sealed__isnull=False)) == [young]
    assert list(Delivery.objects.waiting()) == [young]
    assert Delivery.objects.filter(pk__in=[old.pk, named.pk]).count() == 2
    assert JournalEntry.objects.filter(verb="delivery.forgotten").count() == 1
