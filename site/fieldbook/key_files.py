"""The private halves of the portal's keys for phones: PEM files that only the portal's user reads.

They lie outside the database, so that a stolen dump opens nothing that is still sealed.
"""

import os
import re
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from joserfc.jwk import ECKey, RSAKey

CURVE = "P-256"
KID = re.compile(r"[A-Za-z0-9_-]{43}")
"""A thumbprint as in RFC 7638, and nothing that could lead out of the folder."""


def make_key() -> ECKey:
    """A new pair, its private half written before anybody learns of the public one."""
    key = ECKey.generate_key(CURVE, private=True)
    folder = Path(settings.PHONE_KEYS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = _path(key.thumbprint())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.as_pem(private=True))
        file.flush()
        os.fsync(file.fileno())
    return key


def private_key(kid: str) -> ECKey | RSAKey | None:
    """The private half, or nothing where its file is gone."""
    if not KID.fullmatch(kid):
        return None
    try:
        return _loaded(_path(kid).read_bytes())
    except FileNotFoundError:
        return None


def remove_private_key(kid: str) -> None:
    """Delete the file; whatever is still sealed to this key can be opened by its phone alone."""
    _path(kid).unlink(missing_ok=True)


def _path(kid: str) -> Path:
    return Path(settings.PHONE_KEYS_DIR) / f"{kid}.pem"


@lru_cache(maxsize=8)
def _loaded(pem: bytes) -> ECKey | RSAKey:
    """Checking a key costs a thousand times what reading its file costs: once a process for each content.

    The keys of the first phones were RSA; what was sealed to them is opened as long as they are kept.
    """
    is_rsa = isinstance(load_pem_private_key(pem, None), RSAPrivateKey)
    return RSAKey.import_key(pem) if is_rsa else ECKey.import_key(pem)
