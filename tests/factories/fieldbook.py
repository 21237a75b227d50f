"""Phones, what they delivered, and a key of the portal that costs its making once a run."""

import uuid
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils import timezone
from joserfc.jwk import RSAKey

from accounts.models import User
from fieldbook.actions.keys import ALGORITHM
from fieldbook.actions.records import new_receipt
from fieldbook.key_files import make_key
from fieldbook.models import Delivery, Device, ServerKey
from fieldbook.models.device import LASTS
from tests.factories.accounts import make_user
from tests.fieldbook.phone import Phone, over_client


@cache
def _pem() -> tuple[str, bytes, dict]:
    key = make_key()
    kid = key.thumbprint()
    path = Path(settings.PHONE_KEYS_DIR) / f"{kid}.pem"
    return kid, path.read_bytes(), key.as_dict(private=False)


def make_server_key(**overrides) -> ServerKey:
    """The portal's key in use, with its private half in the folder of the settings. The same one in every test."""
    return _kept(*_pem(), ALGORITHM, **overrides)


def make_first_server_key() -> ServerKey:
    """A key of the kind that the first phones sealed to."""
    key = RSAKey.generate_key(3072, private=True)
    return _kept(key.thumbprint(), key.as_pem(private=True), key.as_dict(private=False), "RSA-OAEP-256")


def _kept(kid: str, pem: bytes, jwk: dict, algorithm: str, **overrides) -> ServerKey:
    path = Path(settings.PHONE_KEYS_DIR) / f"{kid}.pem"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(pem)
    told = {**jwk, "kid": kid, "use": "enc", "alg": algorithm}
    fields = {"jwk": told, "made_at": timezone.now(), **overrides}
    return ServerKey.objects.get_or_create(kid=kid, defaults=fields)[0]


def make_device(user: User | None = None, **overrides) -> Device:
    """A phone in use, whose private half nobody has; see ``make_phone``."""
    now = timezone.now()
    fields = {
        "id": uuid.uuid4(),
        "user": user or make_user("facilitator"),
        "jwk": {},
        "label": "Chrome · Android",
        "enrolled_at": now - timedelta(days=7),
        "seen_at": now,
        "expires_on": timezone.localdate() + LASTS,
        "is_persistent": True,
        "app_version": "1.0",
        **overrides,
    }
    return Device.objects.create(**fields)


def make_phone(user: User | None = None, post=None, **overrides) -> Phone:
    """An enrolled phone that can seal and send; through Django's handler unless ``post`` says otherwise."""
    user, key = user or make_user("facilitator"), make_server_key()
    phone = Phone(user.pk, post or over_client(Client()), {"kid": key.kid, "jwk": key.jwk})
    make_device(user, id=phone.device, jwk=phone.enrolment["jwk"], **overrides)
    return phone


def make_delivery(**overrides) -> Delivery:
    """A meeting that was taken."""
    now = timezone.now()
    fields = {
        "id": uuid.uuid4(),
        "receipt": new_receipt(),
        "kind": Delivery.Kind.MEETING,
        "digest": "0" * 64,
        "made_at": now,
        "received_at": now,
        "outcome": Delivery.Outcome.TAKEN,
        **overrides,
    }
    if "user" not in fields:
        fields["user"] = make_user("facilitator")
    return Delivery.objects.create(**fields)
