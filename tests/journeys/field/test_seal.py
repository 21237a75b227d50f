"""What the browser seals, the portal opens; what it signs, the portal verifies; nothing else opens it."""

import json

import pytest
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry, decrypt_json
from joserfc.jwk import ECKey, OctKey
from playwright.sync_api import Error

from .conftest import core, saved, sent
from .contract import GROUP, first_key, meeting, portal_key


def test_record_sealed_in_the_browser_is_opened_by_the_portal(field_phone, portal):
    record = meeting(summary="ប្រជុំ")
    rid = saved(field_phone, record)
    sent(field_phone)
    device = next(iter(portal.devices))
    header = portal.records[rid]["header"]
    assert portal.records[rid]["record"] == record
    assert {name: header[name] for name in ("enc", "typ", "rid", "kind", "user", "device", "schema")} == {
        "enc": "A256GCM",
        "typ": "field-record",
        "rid": rid,
        "kind": "meeting",
        "user": 17,
        "device": device,
        "schema": 1,
    }
    assert header["made_at"].endswith("+07:00")
    batch = portal.batches[-1]
    assert (batch["v"], batch["device"], batch["user"], batch["unsent"]) == (1, device, 17, 1)


SEAL = """(async () => {
  const raw = seal.unbase64url(given.key);
  const wrap = await crypto.subtle.importKey("raw", raw, "AES-KW", false, ["wrapKey", "unwrapKey"]);
  const what = {kind: "meeting", record: given.record, rid: "r", user: 1, device: "d", schema: 1, server: given.server};
  return seal.seal(what, {forPhone: given.forPhone && wrap});
})()"""


def test_phone_wrap_is_what_rfc_7516_says(bare_phone, portal):
    key = OctKey.generate_key(256)
    given = {"key": key.as_dict()["k"], "record": meeting(), "server": portal.public(), "forPhone": True}
    sealed = core(bare_phone, SEAL, given)
    ours, phones = [each["header"] for each in sealed["recipients"]]
    assert (ours["alg"], ours["kid"], ours["epk"].keys()) == (
        "ECDH-ES+A256KW",
        portal.key.kid,
        {"kty", "crv", "x", "y"},
    )
    assert phones == {"alg": "A256KW", "kid": "phone"}
    only = {**sealed, "recipients": sealed["recipients"][1:]}
    registry = JWERegistry(algorithms=["A256KW", "A256GCM"], strict_check_header=False)
    assert json.loads(decrypt_json(only, key, registry=registry).plaintext) == given["record"]


def test_hand_over_notes_are_sealed_for_the_portal_alone(bare_phone, portal):
    key = OctKey.generate_key(256).as_dict()["k"]
    given = {"key": key, "record": {"a": 1}, "server": portal.public(), "forPhone": False}
    sealed = core(bare_phone, SEAL, given)
    assert [each["header"]["alg"] for each in sealed["recipients"]] == ["ECDH-ES+A256KW"]
    assert portal.opened(sealed)[1] == {"a": 1}


def test_each_record_agrees_on_a_key_of_its_own(bare_phone, portal):
    given = {"key": OctKey.generate_key(256).as_dict()["k"], "record": {"a": 1}, "server": portal.public()}
    twice = [core(bare_phone, SEAL, {**given, "forPhone": False})["recipients"][0] for _time in range(2)]
    assert twice[0]["header"]["epk"] != twice[1]["header"]["epk"]
    assert twice[0]["encrypted_key"] != twice[1]["encrypted_key"]


def test_a_phone_that_still_has_a_key_of_the_first_kind_seals_to_it(bare_phone, portal):
    portal.key = first_key()
    given = {"key": OctKey.generate_key(256).as_dict()["k"], "record": {"a": 1}, "server": portal.public()}
    assert portal.opened(core(bare_phone, SEAL, {**given, "forPhone": False}))[1] == {"a": 1}


@pytest.mark.parametrize("part", ["protected", "iv", "ciphertext", "tag"])
def test_changed_record_is_opened_by_nobody(bare_phone, portal, part):
    given = {"key": OctKey.generate_key(256).as_dict()["k"], "record": {"a": 1}, "server": portal.public()}
    sealed = core(bare_phone, SEAL, {**given, "forPhone": False})
    assert portal.opened(sealed)[1] == {"a": 1}
    letter = "A" if sealed[part][-8] != "A" else "B"
    changed = {**sealed, part: sealed[part][:-8] + letter + sealed[part][-7:]}
    with pytest.raises((JoseError, ValueError)):
        portal.opened(changed)


def test_batch_signed_by_another_phone_is_noticed(field_phone, portal):
    saved(field_phone, meeting())
    body = core(field_phone, "(async () => (await outbox.outbox.copy())[0].blob.text())()")
    assert portal.verified(body)["user"] == 17
    portal.devices[next(iter(portal.devices))]["jwk"] = ECKey.generate_key("P-256").as_dict(private=False)
    with pytest.raises(JoseError):
        portal.verified(body)


def test_private_key_cannot_be_taken_out(field_phone):
    get = "(async () => crypto.subtle.exportKey('jwk', (await store.enrolment()).pair.privateKey))()"
    with pytest.raises(Error, match="not extractable"):
        core(field_phone, get)
    public = "(async () => (await crypto.subtle.exportKey('jwk', (await store.enrolment()).pair.publicKey)).crv)()"
    assert core(field_phone, public) == "P-256"


def test_changed_server_key_is_wrapped_anew_once_the_phone_is_open(field_phone, portal):
    """The portal lost the old key: the record keeps its id, and the phone must be unlocked to help."""
    portal.is_away = True
    rid = saved(field_phone, meeting())
    core(field_phone, "pin.lock()")
    old, portal.key, portal.is_away = portal.key, portal_key(), False
    portal.keys[old.kid] = old
    portal.outcomes[rid] = {"outcome": "refused", "code": "key_gone"}
    sent(field_phone)
    assert core(field_phone, "outbox.outbox.list()")[0]["state"] == "waiting"
    del portal.outcomes[rid]
    sent(field_phone)
    assert rid not in portal.records  # locked: nothing can be wrapped anew, nothing is sent in vain
    core(field_phone, "pin.unlock('204618')")
    sent(field_phone)
    assert portal.records[rid]["record"]["group"] == GROUP
    assert core(field_phone, "outbox.outbox.list()")[0]["state"] == "sent"
