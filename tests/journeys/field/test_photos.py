"""Photos: small, without metadata, encrypted on the phone, sent after their meeting and resumed where it broke off."""

import base64
import hashlib
import io

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc.util import urlsafe_b64decode
from PIL import Image
from playwright.sync_api import Error

from .conftest import core, saved, sent
from .contract import SOK, meeting

SECRET = "Kampong Thom 12.7N"


def photograph(size=(2400, 1200)) -> str:
    """A JPEG as a telephone makes it: turned by a flag, with a place in its metadata; as base64."""
    picture = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=70)
    assert SECRET.encode() in out.getvalue()
    return base64.b64encode(out.getvalue()).decode()


ADD = """(async () => {
  const bytes = Uint8Array.from(atob(given.jpeg), (letter) => letter.charCodeAt(0));
  return photos.add(given.meeting, new Blob([bytes], {type: "image/jpeg"}), given.shown ?? null);
})()"""


def states(page, of: str) -> list[str]:
    return [one["state"] for one in core(page, "photos.ofMeeting(given)", of)]


def settle(page) -> None:
    core(page, "photos.send()")


def opened(portal, pk: str) -> Image.Image:
    """The photo that arrived, with the key that its record brought."""
    record = next(each["record"] for each in portal.records.values() if each["record"].get("id") == pk)
    data = bytes(portal.photos[pk])
    assert (record["size"], record["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    key, iv = (urlsafe_b64decode(record[name].encode()) for name in ("key", "iv"))
    plain = AESGCM(key).decrypt(iv, data, None)
    assert SECRET.encode() not in plain
    return Image.open(io.BytesIO(plain))


def test_photo_follows_its_meeting_small_upright_and_without_metadata(field_phone, portal):
    record = meeting()
    made = core(field_phone, ADD, {"jpeg": photograph(), "meeting": record["id"]})
    assert states(field_phone, record["id"]) == ["draft"]
    core(field_phone, "photos.mark(given.id, given.shown)", {"id": made["id"], "shown": [SOK]})
    rid = saved(field_phone, record)
    sent(field_phone)
    settle(field_phone)
    assert portal.order[0] == rid
    picture = opened(portal, made["id"])
    assert (picture.size, dict(picture.getexif())) == ((800, 1600), {})
    assert [each["record"]["shown"] for each in portal.records.values() if "shown" in each["record"]] == [[SOK]]
    assert states(field_phone, record["id"]) == ["done"]


def test_photo_of_a_saved_meeting_is_added_later(field_phone, portal):
    record = meeting()
    saved(field_phone, record)
    sent(field_phone)
    made = core(field_phone, ADD, {"jpeg": photograph((300, 200)), "meeting": record["id"], "shown": []})
    sent(field_phone)
    settle(field_phone)
    assert opened(portal, made["id"]).size == (200, 300)


def test_photo_that_broke_off_goes_on_where_it_was(field_phone, portal):
    record = meeting()
    made = core(field_phone, ADD, {"jpeg": photograph(), "meeting": record["id"]})
    portal.cuts_photos = 1
    saved(field_phone, record)
    sent(field_phone)
    settle(field_phone)
    settle(field_phone)
    assert opened(portal, made["id"]).size == (800, 1600)


def test_photo_can_be_seen_by_its_owner_until_it_was_sent(field_phone):
    made = core(field_phone, ADD, {"jpeg": photograph((300, 200)), "meeting": meeting()["id"]})
    seen = core(
        field_phone,
        "(async () => { const blob = await photos.picture(given); return [blob.type, blob.size > 500]; })()",
        made["id"],
    )
    assert seen == ["image/jpeg", True]
    raw = """store.read("photos", async (rows) => {
        const [{data}] = await store.ask(rows.getAll());
        return String.fromCharCode(...new Uint8Array(data.slice(0, 3)));
    })"""
    assert core(field_phone, raw) != "\xff\xd8\xff"


def test_what_is_no_picture_is_refused(field_phone):
    with pytest.raises(Error, match="NotAPicture"):
        core(field_phone, "photos.add('m', new Blob(['x']))")
