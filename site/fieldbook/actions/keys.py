"""The portal's keys for phones: a new one, the retirement of the old, the end of private halves after a year."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import journal

from ..key_files import make_key, private_key, remove_private_key
from ..models import ServerKey

ALGORITHM = "ECDH-ES+A256KW"
KEPT_FOR = timedelta(days=365)
"""How long what was sealed to a retired key can still be opened."""


@transaction.atomic
def rotate_keys() -> ServerKey:
    """Make a key and retire those before it, all at once; phones take the new one at their next contact."""
    made, now = make_key(), timezone.now()
    for old in ServerKey.objects.select_for_update().in_use():
        old.retired_at = now
        old.save(update_fields=["retired_at"])
        journal.security("phone_key.retired", kid=old.kid)
    kid = made.thumbprint()
    jwk = {**made.as_dict(private=False), "kid": kid, "use": "enc", "alg": ALGORITHM}
    key = ServerKey(kid=kid, jwk=jwk, made_at=now)
    key.full_clean()
    key.save(force_insert=True)
    journal.security("phone_key.made", kid=key.kid)
    return key


def forget_old_keys() -> int:
    """Delete the private halves retired more than a year ago; says how many."""
    old = ServerKey.objects.filter(retired_at__lt=timezone.now() - KEPT_FOR)
    gone = [key for key in old if private_key(key.kid) is not None]
    for key in gone:
        remove_private_key(key.kid)
        journal.security("phone_key.removed", kid=key.kid)
    return len(gone)


def key_is_missing() -> bool:
    """Whether phones have no key of today's kind to seal to, or the portal has lost the half that opens it."""
    key = ServerKey.objects.in_use().first()
    return key is None or key.jwk.get("alg") != ALGORITHM or private_key(key.kid) is None
