"""A phone as the contract describes it: it enrols, seals, signs and sends. It knows nothing of the portal's code.

``Phone.post`` is any function from address, body and headers to status and bytes: Django's test client, or HTTP to a
server that runs (``over_http``), as the tests with many phones do.
"""

import base64
import hashlib
import json
import os
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe, jws
from joserfc.jwk import ECKey, RSAKey

API = "/field/api/v1"
type Post = Callable[[str, bytes, dict[str, str]], tuple[int, bytes]]

_registry = jwe.JWERegistry(algorithms=["ECDH-ES+A256KW", "RSA-OAEP-256", "A256GCM"], strict_check_header=False)


def now() -> str:
    return datetime.now(UTC).isoformat()


def over_client(client) -> Post:
    """Through Django's whole handler in this process."""

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        response = client.post(path, body, content_type="application/jose", headers=headers)
        return response.status_code, response.content

    return post


def over_http(address: str) -> Post:
    """To a server that listens at ``address``; raises ``OSError`` where the connection dies."""

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        request = urllib.request.Request(address + path, body, {"Content-Type": "application/jose", **headers})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    return post


@dataclass
class Phone:
    """One phone of one user. ``server_key`` is what the portal told at the last contact."""

    user: int
    post: Post
    server_key: dict | None = None
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", private=True))

    @property
    def jwk(self) -> dict[str, str]:
        """The public half, as it is sent."""
        return self.key.as_dict(private=False) | {"kty": "EC"}

    @property
    def enrolment(self) -> dict[str, object]:
        jwk = {name: self.jwk[name] for name in ("kty", "crv", "x", "y")}
        return {"device": self.device, "jwk": jwk, "label": "Chrome · Android"}

    # --- sealing ---------------------------------------------------------------------------------------------------
    def seal(self, kind: str, record: dict | bytes, *, rid: str | None = None, **header: object) -> dict:
        """A record sealed for the portal; ``header`` overrides what the protected header says."""
        protected = {
            "enc": "A256GCM",
            "typ": "field-record",
            "rid": rid or str(uuid.uuid4()),
            "kind": kind,
            "user": self.user,
            "device": self.device,
            "schema": 1,
            "made_at": now(),
            **header,
        }
        words = record if isinstance(record, bytes) else json.dumps(record, ensure_ascii=False).encode()
        sealing = jwe.GeneralJSONEncryption(protected, words)
        jwk = self.server_key["jwk"]
        kind = {"EC": ECKey, "RSA": RSAKey}[jwk["kty"]]
        key = kind.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y", "n", "e") if name in jwk})
        sealing.add_recipient({"alg": jwk["alg"], "kid": self.server_key["kid"]}, key)
        return jwe.encrypt_json(sealing, None, registry=_registry)

    # --- sending ---------------------------------------------------------------------------------------------------
    def payload(self, records: list[dict], **values: object) -> dict[str, object]:
        return {
            "v": 1,
            "device": self.device,
            "user": self.user,
            "sent_at": now(),
            "app": "1.0",
            "persisted": True,
            "unsent": len(records),
            "records": records,
            "ask": [],
            **values,
        }

    def sign(self, payload: dict | bytes, *, typ: str = "field-batch", key: ECKey | None = None) -> bytes:
        words = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        header = {"alg": "ES256", "kid": self.device, "typ": typ}
        return jws.serialize_compact(header, words, key or self.key, registry=_Long(algorithms=["ES256"])).encode()

    def deliver(self, *records: dict, **values: object) -> tuple[int, dict]:
        """Send sealed records in one batch; the status and the answer. The portal's key is taken over."""
        status, body = self.post(f"{API}/records/", self.sign(self.payload(list(records), **values)), {})
        answer = json.loads(body)
        if status == 200 and answer["key"]:
            self.server_key = answer["key"]
        return status, answer

    def send(self, kind: str, record: dict, **header: object) -> dict:
        """Seal and send one record; what became of it."""
        status, answer = self.deliver(self.seal(kind, record, **header))
        assert status == 200, answer
        return answer["answers"][0]

    # --- photos ----------------------------------------------------------------------------------------------------
    def photo_call(self, photo: str, *, offset: int, piece: bytes) -> str:
        """What ``Authorization`` says of one piece."""
        digest = hashlib.sha256(piece).hexdigest()
        payload = {"device": self.device, "user": self.user, "photo": photo, "offset": offset}
        return "Field " + self.sign(payload | {"sha256": digest, "sent_at": now()}, typ="field-photo").decode()


class _Long(jws.JWSRegistry):
    max_payload_length = 4_000_000


@dataclass(frozen=True)
class SealedPhoto:
    """An encrypted photo and the record that opens it."""

    record: dict
    file: bytes


def seal_photo(picture: bytes, *, meeting: str, shown: list[str] | None = None, **values: object) -> SealedPhoto:
    key, iv = AESGCM.generate_key(256), os.urandom(12)
    file = AESGCM(key).encrypt(iv, picture, None)
    record = {
        "id": str(uuid.uuid4()),
        "meeting": meeting,
        "key": base64.urlsafe_b64encode(key).rstrip(b"=").decode(),
        "iv": base64.urlsafe_b64encode(iv).rstrip(b"=").decode(),
        "size": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
        "type": "image/jpeg",
        "shown": shown,
        **values,
    }
    return SealedPhoto(record, file)


def a_meeting(group: object, **values: object) -> dict:
    """An ordinary meeting of today; ``marks`` may name persons."""
    marks = {str(getattr(person, "pk", person)): state for person, state in (values.pop("marks", None) or {}).items()}
    day = datetime.now().astimezone().date()
    return {"id": str(uuid.uuid4()), "group": str(getattr(group, "pk", group)), "held_on": str(day), "marks": marks} | {
        name: str(value) if isinstance(value, uuid.UUID) else value for name, value in values.items()
    }


def a_note(area: object, **values: object) -> dict:
    """A hand-over note of today about a place."""
    day = str(datetime.now().astimezone().date())
    told = {"channel": "in_person", "urgency": "today", "handed_to": "social_worker"}
    return {"area": str(getattr(area, "pk", area)), "noted_on": day, "handed_on": day, **told, **values}
