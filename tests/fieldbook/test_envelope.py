"""Who signed, what is sealed, and nothing else: whatever is changed on the way, nobody is let in and nothing breaks."""

import base64
import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from fieldbook import limits
from fieldbook.actions.keys import forget_old_keys, rotate_keys
from fieldbook.key_files import remove_private_key
from fieldbook.models import Delivery, Device, ServerKey
from participation.models import Meeting
from tests.factories.accounts import make_user, signed_in
from tests.factories.fieldbook import make_first_server_key, make_phone
from tests.fieldbook.phone import API, a_meeting, now

pytestmark = pytest.mark.django_db


def post(body, **headers):
    client = Client(raise_request_exception=False)
    return client.post(f"{API}/records/", body, content_type="application/jose", headers=headers)


def b64(text):
    return (
        base64.urlsafe_b64encode(text if isinstance(text, bytes) else json.dumps(text).encode()).rstrip(b"=").decode()
    )


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def flipped(text, place=5):
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


# --- signatures ------------------------------------------------------------------------------------------------------
def test_a_mere_contact_is_answered_with_state_and_key(field):
    status, answer = field.phone.deliver()
    assert (status, answer["answers"], answer["device"]["state"], answer["schema"]) == (200, [], "active", 1)
    assert answer["key"]["kid"] == ServerKey.objects.get().kid
    assert "d" not in answer["key"]["jwk"]


def test_an_answer_stays_in_no_cache(field):
    response = post(field.phone.sign(field.phone.payload([])))
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    "change",
    [
        lambda phone, header, payload, signature: (header, flipped(payload, 40), signature),
        lambda phone, header, payload, signature: (header, payload, flipped(signature)),
        lambda phone, header, payload, signature: (header, payload, ""),
        lambda phone, header, payload, signature: (
            b64({"alg": "ES256", "kid": str(uuid.uuid4()), "typ": "field-batch"}),
            payload,
            signature,
        ),
    ],
    ids=["payload", "signature", "no signature", "key"],
)
def test_a_batch_that_was_changed_proves_nobody(field, change):
    parts = field.phone.sign(field.phone.payload([field.phone.seal("meeting", a_meeting(field.group))])).decode()
    response = post(".".join(change(field.phone, *parts.split("."))))
    assert (response.status_code, response.json()["code"]) == (401, "unknown_device")
    assert (Meeting.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.parametrize("alg", ["none", "HS256", "RS256", "ES384", "EdDSA", ""])
def test_other_algorithms_are_not_even_tried(field, alg):
    _header, payload, signature = field.phone.sign(field.phone.payload([])).decode().split(".")
    header = b64({"alg": alg, "kid": field.phone.device, "typ": "field-batch"})
    response = post(f"{header}.{payload}.{'' if alg == 'none' else signature}")
    assert (response.status_code, response.json()["code"]) == (400, "malformed")


def test_header_with_more_than_the_contract_names_is_malformed(field):
    _header, payload, signature = field.phone.sign(field.phone.payload([])).decode().split(".")
    header = b64({"alg": "ES256", "kid": field.phone.device, "typ": "field-batch", "jwk": field.phone.jwk})
    assert post(f"{header}.{payload}.{signature}").status_code == 400


def test_another_key_under_a_known_device_proves_nobody(field):
    stranger = ECKey.generate_key("P-256", private=True)
    assert post(field.phone.sign(field.phone.payload([]), key=stranger)).status_code == 401


def test_a_phone_speaks_for_its_own_user_only(field):
    other = make_user("facilitator")
    status, answer = field.phone.deliver(user=other.pk)
    assert (status, answer["code"]) == (401, "unknown_device")


def test_a_phone_does_not_sign_as_another_device(field):
    other = make_phone(field.user)
    assert field.phone.deliver(device=other.device)[0] == 401


def test_a_signature_for_a_photo_signs_no_batch(field):
    assert post(field.phone.sign(field.phone.payload([]), typ="field-photo")).status_code == 400


@pytest.mark.parametrize("body", [b"", b".", b"..", b"a.b.c", b"\xff\xfe", b"{}", b"null", b"[" * 50_000])
def test_what_is_no_batch_is_malformed(field, body):
    response = post(body)
    assert (response.status_code, response.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "payload",
    [b"", b"null", b"[]", b"{", b"\xff", b'{"v":1}', b"[" * 100_000, b'{"v":1,"v":2}', b'{"records":' + b"[" * 50_000],
)
def test_a_signed_payload_that_is_no_batch_is_malformed(field, payload):
    assert post(field.phone.sign(payload)).status_code == 400


@pytest.mark.parametrize("change", [{"v": 2}, {"unsent": -1}, {"extra": 1}, {"sent_at": "now"}, {"ask": ["x"]}])
def test_a_batch_is_exactly_as_the_contract_says(field, change):
    status, answer = field.phone.deliver(**change)
    assert (status, answer["code"]) == (400, "malformed")


def test_too_much_at_once_is_told_before_it_is_read(field):
    response = post(b"a" * 1_400_000)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_fifty_one_records_are_too_many(field):
    assert field.phone.deliver(*[{}] * 51)[0] == 413
    assert field.phone.deliver(*[{}] * 50)[0] == 200


def test_other_methods_are_not_answered(field):
    client = Client()
    assert {client.get(f"{API}/records/").status_code, client.put(f"{API}/records/").status_code} == {405}


def test_a_phone_gone_wild_is_stopped(field):
    statuses = [field.phone.deliver()[0] for _ in range(61)]
    assert (set(statuses[:60]), statuses[60]) == ({200}, 429)
    assert make_phone().deliver()[0] == 200


def test_a_database_that_is_away_is_told(field, monkeypatch):
    from django.db import OperationalError

    def away(device_id):
        raise OperationalError("no server")

    monkeypatch.setattr("fieldbook.actions.batches.sender_of", away)
    response = post(field.phone.sign(field.phone.payload([])))
    assert (response.status_code, response.json()["code"]) == (503, "try_later")


# --- cookies count for nothing ---------------------------------------------------------------------------------------
def test_a_delivery_needs_no_cookie_and_reads_none(field, django_assert_num_queries):
    client = signed_in(make_user("programme_officer"))
    body = field.phone.sign(field.phone.payload([]))
    with django_assert_num_queries(1):
        response = client.post(f"{API}/records/", body, content_type="application/jose")
    assert (response.status_code, "Set-Cookie" in response.headers) == (200, False)


def test_a_session_that_ran_out_stops_no_delivery(field, time_machine):
    client = signed_in(make_user("programme_officer"))
    time_machine.move_to(timezone.now() + timedelta(hours=13))
    body = field.phone.sign(field.phone.payload([]))
    assert client.post(f"{API}/records/", body, content_type="application/jose").status_code == 200


def test_a_session_of_another_person_gives_a_phone_nothing(field):
    other = make_user("facilitator")
    client = signed_in(other)
    record = field.phone.seal("meeting", a_meeting(field.group))
    client.post(f"{API}/records/", field.phone.sign(field.phone.payload([record])), content_type="application/jose")
    assert Meeting.objects.get().recorded_by == field.user


# --- seals -----------------------------------------------------------------------------------------------------------
def answer_to(phone, sealed):
    limits.forget()
    status, answer = phone.deliver(sealed)
    assert status == 200, answer
    (answer,) = answer["answers"]
    return answer["outcome"], answer["code"]


@pytest.mark.parametrize("part", ["iv", "ciphertext", "tag", "protected", "encrypted_key"])
def test_a_record_that_was_changed_is_not_opened(field, part):
    sealed = field.phone.seal("meeting", a_meeting(field.group))
    if part == "encrypted_key":
        sealed["recipients"][0][part] = flipped(sealed["recipients"][0][part])
    elif part == "protected":
        header = json.loads(unb64(sealed[part]))
        sealed[part] = b64(json.dumps({**header, "made_at": now()}, separators=(",", ":")).encode())
    else:
        sealed[part] = flipped(sealed[part])
    assert answer_to(field.phone, sealed) == ("refused", "malformed")
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"enc": "A128GCM"}, "malformed"),
        ({"zip": "DEF"}, "malformed"),
        ({"crit": ["rid"]}, "malformed"),
        ({"typ": "other"}, "malformed"),
        ({"rid": "x"}, "malformed"),
        ({"schema": 2}, "schema_unknown"),
        ({"kind": "handover"}, "schema_unknown"),
        ({"user": 999_999}, "wrong_user"),
        ({"made_at": "2026-11-28T10:00:00"}, "malformed"),
    ],
)
def test_a_header_that_the_contract_does_not_know_is_refused(field, change, code):
    header = {"enc": "A256GCM", "typ": "field-record", "rid": str(uuid.uuid4()), "kind": "meeting", "schema": 1}
    header |= {"user": field.user.pk, "device": field.phone.device, "made_at": now(), **change}
    sealed = field.phone.seal("meeting", a_meeting(field.group)) | {"protected": b64(header)}
    assert answer_to(field.phone, sealed) == ("refused", code)


def test_a_record_for_another_reader_only_is_malformed(field):
    sealed = field.phone.seal("meeting", a_meeting(field.group))
    sealed["recipients"][0]["header"] = {"alg": "A256KW", "kid": "phone"}
    assert answer_to(field.phone, sealed) == ("refused", "malformed")


def test_the_wrap_for_the_phone_may_come_along(field):
    sealed = field.phone.seal("meeting", a_meeting(field.group))
    sealed["recipients"].append({"header": {"alg": "A256KW", "kid": "phone"}, "encrypted_key": "A" * 54})
    assert answer_to(field.phone, sealed) == ("taken", "")


def test_what_was_sealed_to_a_key_of_the_first_phones_is_opened(field):
    first = make_first_server_key()
    phone = replace(field.phone, server_key={"kid": first.kid, "jwk": first.jwk})
    assert answer_to(field.phone, phone.seal("meeting", a_meeting(field.group))) == ("taken", "")


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "RSA-OAEP-256"},
        {"epk": "left out"},
        {"epk": None},
        {"epk": {}},
        {"epk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}},
        {"epk": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}},
        {"epk": {"kty": "EC", "crv": "P-384", "x": "A" * 64, "y": "A" * 64}},
    ],
)
def test_a_pair_that_cannot_have_agreed_with_ours_opens_nothing(field, change):
    sealed = field.phone.seal("meeting", a_meeting(field.group))
    header = sealed["recipients"][0]["header"]
    header |= change
    if change == {"epk": "left out"}:
        del header["epk"]
    assert answer_to(field.phone, sealed) == ("refused", "malformed")


@pytest.mark.parametrize("alg", ["RSA1_5", "RSA-OAEP", "dir", "none"])
def test_other_wraps_are_not_even_tried(field, alg):
    sealed = field.phone.seal("meeting", a_meeting(field.group))
    sealed["recipients"][0]["header"]["alg"] = alg
    assert answer_to(field.phone, sealed) == ("refused", "malformed")


@pytest.mark.parametrize(
    "words", [b"", b"null", b"[]", b"\xff", b"[" * 100_000, b'{"id":' * 10_000, b'{"id": "\\u0000"}', b"x" * 300_000]
)
def test_words_that_are_no_record_are_refused(field, words):
    assert answer_to(field.phone, field.phone.seal("meeting", words)) == ("refused", "malformed")


def test_a_nul_in_a_text_is_a_value_that_can_be_put_right(field):
    sealed = field.phone.seal("meeting", a_meeting(field.group, place_text="a\0b"))
    assert answer_to(field.phone, sealed) == ("refused", "bad_value")


def test_a_record_of_another_user_is_left_to_its_owner(field):
    other = make_phone(make_user("facilitator"))
    sealed = other.seal("meeting", a_meeting(field.group))
    assert answer_to(field.phone, sealed) == ("refused", "wrong_user")
    assert Delivery.objects.count() == 0


def test_one_bad_record_does_not_touch_the_others(field):
    good = [field.phone.seal("meeting", a_meeting(field.group, held_on=day)) for day in ("2025-01-01", "2025-01-02")]
    _status, answer = field.phone.deliver(good[0], {"x": 1}, "text", good[1], None)
    assert [each["outcome"] for each in answer["answers"]] == ["taken", "refused", "refused", "taken", "refused"]
    assert [each["id"] for each in answer["answers"]][1:3] == [None, None]


# --- keys ------------------------------------------------------------------------------------------------------------
def test_what_was_sealed_to_a_retired_key_is_still_opened(field):
    sealed, old = field.phone.seal("meeting", a_meeting(field.group)), field.phone.server_key["kid"]
    new = rotate_keys()
    assert answer_to(field.phone, sealed) == ("taken", "")
    assert (field.phone.server_key["kid"], new.kid != old) == (new.kid, True)
    assert (
        answer_to(field.phone, field.phone.seal("meeting", a_meeting(field.group, held_on="2025-01-01")))[0] == "taken"
    )


def test_a_key_that_is_gone_loses_nothing_the_phone_seals_again(field):
    rid, record = str(uuid.uuid4()), a_meeting(field.group)
    sealed = field.phone.seal("meeting", record, rid=rid)
    rotate_keys()
    remove_private_key(field.phone.server_key["kid"])
    assert answer_to(field.phone, sealed) == ("refused", "key_gone")
    assert answer_to(field.phone, field.phone.seal("meeting", record, rid=rid)) == ("taken", "")
    assert Delivery.objects.count() == 1


def test_a_retired_private_half_goes_after_a_year(field, time_machine):
    old = ServerKey.objects.get()
    rotate_keys()
    sealed = field.phone.seal("meeting", a_meeting(field.group))
    time_machine.move_to(timezone.now() + timedelta(days=364))
    assert forget_old_keys() == 0
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert (forget_old_keys(), forget_old_keys()) == (1, 0)
    Device.objects.update(expires_on=timezone.localdate())
    assert answer_to(field.phone, sealed) == ("refused", "key_gone")
    assert ServerKey.objects.filter(pk=old.pk).exists()


def test_a_key_id_leads_to_no_other_file(field, tmp_path):
    (tmp_path / "secret.pem").write_text("x")
    for kid in ("../secret", "/etc/passwd", "", "A" * 43 + "/"):
        sealed = field.phone.seal("meeting", a_meeting(field.group))
        sealed["recipients"][0]["header"]["kid"] = kid
        assert answer_to(field.phone, sealed) == ("refused", "key_gone")


# --- whatever comes --------------------------------------------------------------------------------------------------
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("id", "group", "held_on", "slot", "version", "marks", "newcomers", "guests", "topics", "decisions", "settled")
FIELDS += (
    "issues",
    "summary",
    "next",
    "resolves",
    "started_at",
    "felt_good",
    "typed_names",
    "minutes_approved",
    "kind",
)


@given(name=st.sampled_from(FIELDS), value=JSON)
def test_any_value_in_any_field_is_answered(field, name, value):
    outcome, _code = answer_to(field.phone, field.phone.seal("meeting", {**a_meeting(field.group), name: value}))
    assert outcome in ("taken", "known", "refused", "conflict")


@given(kind=st.sampled_from(["meeting", "missed", "plan", "set_aside", "photo"]), value=JSON)
def test_any_words_of_any_kind_are_answered(field, kind, value):
    assert answer_to(field.phone, field.phone.seal(kind, json.dumps(value).encode())) == ("refused", "malformed")


@given(place=st.integers(0, 5000), byte=st.integers(0, 255))
def test_a_byte_changed_anywhere_lets_nobody_in(field, place, byte):
    record = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks))
    body = bytearray(field.phone.sign(field.phone.payload([record])))
    place %= len(body)
    if body[place] == byte:
        byte ^= 1
    body[place] = byte
    assert post(bytes(body)).status_code in (400, 401)
    assert Meeting.objects.count() == 0


@given(body=st.binary(max_size=300))
def test_any_bytes_are_answered(field, body):
    assert post(body).status_code in (400, 401)


@given(part=st.sampled_from(["protected", "iv", "ciphertext", "tag", "recipients"]), value=JSON)
def test_any_envelope_is_answered(field, part, value):
    sealed = field.phone.seal("meeting", a_meeting(field.group)) | {part: value}
    assert answer_to(field.phone, sealed) in (("refused", "malformed"), ("refused", "key_gone"))
