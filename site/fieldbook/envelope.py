"""Signatures and seals of phones: who sent a batch, and what is in a record. No algorithms but the contract's.

Whatever is not exactly as the contract says ends in one of the errors of this module, never in another.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidTag
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry, decrypt_json
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry, deserialize_compact
from joserfc.util import urlsafe_b64decode

from .key_files import private_key
from .payloads import MOST_BYTES, RecordHeader, SealedRecord

OWN_HEADERS = ("rid", "kind", "user", "device", "schema", "made_at")
FAULTS = (JoseError, InvalidTag, ValueError, TypeError, KeyError, AssertionError, RecursionError)
"""What the libraries raise over malformed input; msgspec's own errors are ValueErrors too."""


class Malformed(Exception):
    """Not what the contract describes. ``can_be_put_right``: a value beyond its limits, not another shape."""

    can_be_put_right = False

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.can_be_put_right = any(sign in reason for sign in (" of length ", ">=", "<=", "matching regex"))


class BadSignature(Exception):
    """Signed by another key than the one that was enrolled, or changed on the way."""


class KeyGone(Exception):
    """The private half that would open this is no longer there."""


class _Signatures(JWSRegistry):
    max_payload_length = MOST_BYTES * 4 // 3 + 4


class _Seals(JWERegistry):
    max_protected_header_length = 2000
    max_ciphertext_length = MOST_BYTES * 4 // 3 + 4


_signatures = _Signatures(algorithms=["ES256"])
OURS = ("ECDH-ES+A256KW", "RSA-OAEP-256")
"""How a record's key is wrapped for the portal: as today, and as it was for the keys of the first phones."""
_seals = _Seals(algorithms=[*OURS, "A256GCM"], strict_check_header=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record's plain words, still in JSON, and the digest by which it is known again."""

    words: bytes
    digest: str


def typed[T](data: bytes | msgspec.Raw, shape: type[T]) -> T:
    """The JSON as the struct it should be."""
    try:
        return msgspec.json.decode(data, type=shape)
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed(str(error)) from None


def header_of[T](jws: bytes, shape: type[T]) -> T:
    """The protected header of a compact JWS, before anything is proved."""
    return typed(_from_base64(jws.partition(b".")[0]), shape)


def verified(jws: bytes, jwk: dict) -> bytes:
    """The payload of a compact JWS, signed with ES256 by this key."""
    try:
        return deserialize_compact(jws, _public_key(*jwk.items()), registry=_signatures).payload
    except FAULTS:
        raise BadSignature from None


@lru_cache(maxsize=1_000)
def _public_key(*numbers: tuple[str, str]) -> ECKey:
    """Reading a key takes as long as proving a signature with it, and a phone calls more than once."""
    return ECKey.import_key(dict(numbers))


def is_point(jwk: dict) -> bool:
    """Whether the numbers of a public key lie on the curve."""
    try:
        ECKey.import_key(jwk).get_op_key("verify")
    except FAULTS:
        return False
    return True


def record_header(sealed: SealedRecord) -> RecordHeader:
    """What a record says of itself outside the seal; true only once the record is opened."""
    return typed(_from_base64(sealed.protected.encode()), RecordHeader)


def opened(sealed: SealedRecord) -> Opened:
    """The words of a record sealed to a key of the portal."""
    ours = next((each for each in sealed.recipients if each.header.alg in OURS), None)
    if ours is None:
        raise Malformed("not sealed to the portal")
    key = private_key(ours.header.kid)
    if key is None:
        raise KeyGone
    parts = msgspec.to_builtins(sealed)
    parts["recipients"] = [msgspec.to_builtins(ours)]
    try:
        words = decrypt_json(parts, key, registry=_seals).plaintext
    except FAULTS:
        raise Malformed("cannot be opened") from None
    return Opened(words, hashlib.sha256(words).hexdigest())


def _from_base64(text: bytes) -> bytes:
    try:
        return urlsafe_b64decode(text)
    except FAULTS:
        raise Malformed("not base64url") from None
