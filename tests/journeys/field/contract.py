"""The portal as the contract describes it, for the core of the app: it opens, verifies and answers what phones send.

It stands before the network of a browser context, so that a test can lose a reply, be slow or answer as it likes.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from joserfc import jwe, jws
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import urlsafe_b64decode
from playwright.sync_api import BrowserContext, Route

MOST = 1_400_000  # letters of base64, above a batch's megabyte


class _Signatures(jws.JWSRegistry):
    max_payload_length = MOST


class _Seals(jwe.JWERegistry):
    max_ciphertext_length = MOST


SIGNATURES = _Signatures(algorithms=["ES256"])
SEALS = _Seals(algorithms=["ECDH-ES+A256KW", "RSA-OAEP-256", "A256GCM"], strict_check_header=False)
API = "**/field/api/v1/**"
GROUP = "00000000-0000-4000-8000-0000000000a1"
SOK, SREY = "00000000-0000-4000-8000-0000000000b1", "00000000-0000-4000-8000-0000000000b2"
NAMES = ("សុភាព", "ស្រីនាងពិសី", "Sopheapreach", "Pisey-Mealea")
"""Planted: no byte of them may be read in the profile of a locked phone."""


def portal_key() -> ECKey:
    """A fresh key of the portal."""
    return ECKey.generate_key("P-256", {"use": "enc"}, auto_kid=True)


def first_key() -> RSAKey:
    """A key as the portal had them for the first phones."""
    return RSAKey.generate_key(3072, {"use": "enc"}, auto_kid=True)


def group(**changes) -> dict:
    """A group of the short list, due to be deleted in ten days."""
    today = datetime.now(UTC).date()
    return {
        "id": GROUP,
        "digest": "d1",
        "code": "C-0001",
        "kind": "club",
        "name_km": "ក្លឹបកុមារ",
        "name_latin": "Club",
        "area": "mef050601",
        "asks_quorum": False,
        "rhythm_days": 14,
        "last_met_on": None,
        "overdue_from": str(today),
        "valid_until": str(today + timedelta(days=10)),
        "next": None,
        "members": [
            {"id": SOK, "name": NAMES[0], "initial": "ស", "post": None, "from": "2026-01-01", "to": None},
            {"id": SREY, "name": NAMES[2], "initial": "P", "post": None, "from": "2026-01-01", "to": None},
        ],
        "posts": [{"code": "leader", "km": "ប្រធាន", "en": "Leader"}],
        "due": [],
        "asks": [],
        "topics": [],
        "open": [],
        **changes,
    }


def meeting(**changes) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "group": GROUP,
        "held_on": "2026-11-28",
        "marks": {SOK: "present", SREY: "absent"},
        "newcomers": [{"id": str(uuid.uuid4()), "family_name": "", "given_name": NAMES[1], "sex": "female"}],
        "typed_names": [NAMES[3]],
        **changes,
    }


@dataclass
class Portal:
    """Answers like the portal, and remembers what it heard."""

    user: dict | None = field(default_factory=lambda: {"id": 17, "name": "Dara", "language": "km"})
    key: ECKey | RSAKey = field(default_factory=cache(portal_key))
    groups: list[dict] = field(default_factory=lambda: [group()])
    now: datetime | None = None
    state: str = "active"
    outcome: dict = field(default_factory=lambda: {"outcome": "taken"})
    outcomes: dict[str, dict] = field(default_factory=dict)
    devices: dict[str, dict] = field(default_factory=dict)
    keys: dict[str, ECKey | RSAKey] = field(default_factory=dict)
    batches: list[dict] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    records: dict[str, dict] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    loses_replies: int = 0
    is_away: bool = False
    fault: tuple[int, dict] | None = None
    faults: list[Exception] = field(default_factory=list)
    photos: dict[str, bytearray] = field(default_factory=dict)
    cuts_photos: int = 0

    def stand_before(self, context: BrowserContext) -> None:
        context.route(API, self._answer)

    def clock(self) -> str:
        return (self.now or datetime.now(UTC)).isoformat()

    def public(self) -> dict:
        return {"kid": self.key.kid, "jwk": self.key.as_dict(private=False)}

    def _answer(self, route: Route) -> None:
        try:
            self._answered(route)
        except Exception as fault:
            self.faults.append(fault)
            route.fulfill(status=500)

    def _answered(self, route: Route) -> None:
        if self.is_away:
            return route.abort("internetdisconnected")
        path = route.request.url.split("/field/api/v1/")[1].split("?")[0]
        if path.startswith("photos/"):
            return self._photo(route, path.split("/")[1])
        status, body = {
            "session/": self._session,
            "devices/": self._device,
            "roster/": self._roster,
            "records/": self._records,
        }[path](route)
        if path == "records/" and self.loses_replies:
            self.loses_replies -= 1
            return route.abort("connectionreset")
        headers = {"ETag": f'"{self.groups[0]["digest"] if self.groups else ""}"'}
        return route.fulfill(status=status, json=body, headers=headers)

    def _session(self, route: Route) -> tuple[int, dict]:
        if self.user is None:
            return 401, {"code": "not_signed_in"}
        return 200, {"user": self.user, "csrf": "token", "now": self.clock()}

    def _device(self, route: Route) -> tuple[int, dict]:
        sent = route.request.post_data_json
        assert route.request.headers["x-csrftoken"] == "token"
        self.devices[sent["device"]] = {"user": self.user["id"], "jwk": sent["jwk"], "label": sent["label"]}
        return 200, {"device": self._state(), "key": self.public(), "schema": 1}

    def _state(self) -> dict:
        return {"state": self.state, "expires_on": "2027-02-26"}

    def _roster(self, route: Route) -> tuple[int, dict]:
        if self.user is None:
            return 401, {"code": "not_signed_in"}
        have = route.request.url.partition("have=")[2]
        fresh = [one for one in self.groups if f"{one['id']}%3A{one['digest']}" not in have]
        return 200, {
            "v": 1,
            "user": self.user,
            "now": self.clock(),
            "today": "2026-11-28",
            "ids": [one["id"] for one in self.groups],
            "reference": {
                "digest": "r1",
                "topics": [{"code": "article-12", "type": "article", "km": "១២", "en": "12"}],
            },
            "groups": fresh,
        }

    def _records(self, route: Route) -> tuple[int, dict]:
        if self.fault:
            return self.fault
        assert "cookie" not in route.request.headers
        self.sizes.append(len(route.request.post_data))
        batch = self.verified(route.request.post_data)
        if batch is None:
            return 401, {"code": "unknown_device"}
        self.batches.append(batch)
        answers = [self._judge(sealed) for sealed in batch["records"]]
        asked = [{"id": rid, **self.outcomes[rid]} for rid in batch["ask"] if rid in self.outcomes]
        body = {"v": 1, "now": self.clock(), "device": self._state(), "key": self.public(), "schema": 1}
        return 200, {**body, "answers": answers + asked}

    def verified(self, body: str) -> dict | None:
        """What a batch says, if the phone that it names has signed it."""
        head = json.loads(urlsafe_b64decode(body.partition(".")[0].encode()))
        assert head == {"alg": "ES256", "kid": head["kid"], "typ": "field-batch"}
        if head["kid"] not in self.devices:
            return None
        key = ECKey.import_key(self.devices[head["kid"]]["jwk"])
        return json.loads(jws.deserialize_compact(body.encode(), key, registry=SIGNATURES).payload)

    def _judge(self, sealed: dict) -> dict:
        header, record = self.opened(sealed)
        rid = header["rid"]
        self.order.append(rid)
        answer = self.outcomes.get(rid, self.outcome)
        if rid in self.records:
            answer = {**answer, "outcome": "known"} if answer["outcome"] == "taken" else answer
        elif answer["outcome"] == "taken":
            self.records[rid] = {"header": header, "record": record}
        made = {"receipt": f"R-{rid[:8]}", "meeting": record.get("id"), "version": 1, "notes": [], "code": ""}
        return {"id": rid, **made, "sentence": None, "fixable": False, "theirs": None, **answer}

    def opened(self, sealed: dict) -> tuple[dict, dict]:
        """A record as joserfc opens it, with its authenticated header; on the way it has the portal's wrap alone."""
        (header,) = [each["header"] for each in sealed["recipients"]]
        key = self.key if header["kid"] == self.key.kid else self.keys[header["kid"]]
        assert header["alg"] == ("ECDH-ES+A256KW" if isinstance(key, ECKey) else "RSA-OAEP-256")
        found = jwe.decrypt_json(sealed, key, registry=SEALS)
        return found.protected, json.loads(found.plaintext)

    def _photo(self, route: Route, pk: str) -> None:
        kept = self.photos.setdefault(pk, bytearray())
        token = route.request.headers["authorization"].removeprefix("Field ")
        kid = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))["kid"]
        key = ECKey.import_key(self.devices[kid]["jwk"])
        said = json.loads(jws.deserialize_compact(token.encode(), key, registry=SIGNATURES).payload)
        assert said["photo"] == pk
        if route.request.method == "PATCH":
            assert int(route.request.headers["upload-offset"]) == len(kept) == said["offset"]
            kept += route.request.post_data_buffer
            if self.cuts_photos:
                self.cuts_photos -= 1
                return route.abort("connectionreset")
        return route.fulfill(status=204, headers={"Upload-Offset": str(len(kept))})
