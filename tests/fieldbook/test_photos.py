"""Photos: first what opens one, then the encrypted file in pieces, then the picture drawn anew."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fieldbook.actions.devices import end_device
from fieldbook.actions.photos import part_of
from fieldbook.forgetting import parts_folder
from fieldbook.models import Delivery, Device
from participation.models import MeetingAlias, MeetingPhoto
from people.models import PersonAlias, Purpose
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_facilitation, make_mark, make_meeting
from tests.factories.people import make_consent
from tests.fieldbook.phone import a_meeting, seal_photo
from tests.people.photographs import AUTHOR, photograph

pytestmark = pytest.mark.django_db
PIECE = 4000


@pytest.fixture
def meeting(field, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    meeting = make_meeting(group=field.group, held_on=timezone.localdate())
    make_mark(meeting=meeting, person=field.people[0])
    return meeting


@pytest.fixture
def picture():
    return photograph("jpg", (640, 480))


def send_piece(phone, photo, offset, piece, **changes):
    call = phone.photo_call(changes.pop("signed_photo", photo), offset=offset, piece=changes.pop("signed", piece))
    headers = {"Authorization": call, "Upload-Offset": str(changes.pop("told", offset)), **changes.pop("headers", {})}
    return Client().patch(
        reverse("fieldbook:photo", args=[photo]),
        piece,
        content_type=changes.pop("content_type", "application/offset+octet-stream"),
        headers=headers,
    )


def ask(phone, photo):
    call = phone.photo_call(photo, offset=0, piece=b"")
    return Client().head(reverse("fieldbook:photo", args=[photo]), headers={"Authorization": call})


def send_file(phone, sealed, start=0):
    """The rest of a file in pieces; the last answer."""
    answer = None
    for offset in range(start, len(sealed.file), PIECE):
        answer = send_piece(phone, sealed.record["id"], offset, sealed.file[offset : offset + PIECE])
    return answer


def offset(answer):
    return answer.status_code, int(answer.headers["Upload-Offset"])


def test_a_photo_arrives_in_pieces_and_is_drawn_anew(field, meeting, picture):
    make_consent(person=field.people[0], purpose=Purpose.PHOTO_INSIDE)
    sealed = seal_photo(picture, meeting=str(meeting.pk), shown=[str(field.people[0].pk)])
    answer = field.phone.send("photo", sealed.record)
    assert (answer["outcome"], answer["meeting"]) == ("taken", str(meeting.pk))
    assert offset(ask(field.phone, sealed.record["id"])) == (204, 0)
    assert offset(send_file(field.phone, sealed)) == (204, len(sealed.file))
    photo = MeetingPhoto.objects.get()
    assert (str(photo.pk), photo.meeting, photo.taken_by) == (sealed.record["id"], meeting, field.user)
    assert list(photo.shown.values_list("person_id", flat=True)) == [field.people[0].pk]
    kept = Path(photo.file.path).read_bytes()
    assert (AUTHOR in picture, AUTHOR in kept) == (True, False)
    assert Delivery.objects.get().sealed is None
    assert list(parts_folder().iterdir()) == []
    assert offset(ask(field.phone, sealed.record["id"])) == (204, len(sealed.file))


def test_pieces_lie_where_only_the_portal_reads_and_tell_nothing(field, meeting, picture):
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    field.phone.send("photo", sealed.record)
    send_piece(field.phone, sealed.record["id"], 0, sealed.file[:PIECE])
    part = part_of(Delivery.objects.get())
    assert (part.stat().st_mode & 0o777, part.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert AUTHOR not in part.read_bytes()
    assert sealed.record["key"] not in str(Delivery.objects.values().get())


def test_sending_goes_on_where_it_broke_off(field, meeting, picture):
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    photo = sealed.record["id"]
    field.phone.send("photo", sealed.record)
    send_piece(field.phone, photo, 0, sealed.file[:PIECE])
    assert offset(send_piece(field.phone, photo, 0, sealed.file[:PIECE])) == (409, PIECE)
    assert offset(send_piece(field.phone, photo, 2 * PIECE, sealed.file[:PIECE])) == (409, PIECE)
    assert offset(ask(field.phone, photo)) == (204, PIECE)
    assert offset(send_file(field.phone, sealed, PIECE)) == (204, len(sealed.file))
    assert offset(send_piece(field.phone, photo, 0, sealed.file[:PIECE])) == (409, len(sealed.file))
    assert MeetingPhoto.objects.count() == 1


def test_a_record_of_a_photo_sent_again_is_known(field, meeting, picture):
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    rid = str(uuid.uuid4())
    outcomes = [field.phone.send("photo", sealed.record, rid=rid)["outcome"] for _ in range(2)]
    send_file(field.phone, sealed)
    outcomes.append(field.phone.send("photo", sealed.record, rid=rid)["outcome"])
    assert outcomes == ["taken", "known", "known"]
    other = field.phone.send("photo", sealed.record)
    assert (other["outcome"], other["code"]) == ("refused", "id_reused")


def test_a_photo_comes_after_its_meeting(field, meeting, picture):
    record = a_meeting(field.group, held_on="2025-01-01")
    sealed = seal_photo(picture, meeting=record["id"])
    assert field.phone.send("photo", sealed.record)["outcome"] == "later"
    assert Delivery.objects.count() == 0
    field.phone.send("meeting", record)
    assert field.phone.send("photo", sealed.record)["outcome"] == "taken"


def test_a_photo_follows_the_other_names_of_meeting_and_people(field, meeting, picture):
    other, gone = uuid.uuid4(), uuid.uuid4()
    MeetingAlias.objects.create(old_id=other, meeting=meeting)
    PersonAlias.objects.create(old_id=gone, old_code="GONE2345", person=field.people[0])
    make_consent(person=field.people[0], purpose=Purpose.PHOTO_INSIDE)
    sealed = seal_photo(picture, meeting=str(other), shown=[str(gone)])
    field.phone.send("photo", sealed.record)
    assert send_file(field.phone, sealed).status_code == 204
    assert MeetingPhoto.objects.get().meeting == meeting


def refused_code(field, sealed):
    assert field.phone.send("photo", sealed.record)["outcome"] == "taken"
    answer = send_file(field.phone, sealed)
    assert answer.status_code == 422
    assert MeetingPhoto.objects.count() == 0
    assert list(parts_folder().iterdir()) == []
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.sealed, delivery.code) == ("refused", None, answer.json()["code"])
    return answer.json()["code"]


def test_without_consent_of_all_no_photo_is_kept(field, meeting, picture):
    sealed = seal_photo(picture, meeting=str(meeting.pk), shown=[str(field.people[0].pk)])
    assert refused_code(field, sealed) == "photo_without_consent"
    make_consent(person=field.people[0], purpose=Purpose.PHOTO_INSIDE)
    assert field.phone.send("photo", sealed.record)["outcome"] == "taken"
    assert send_file(field.phone, sealed).status_code == 204


@pytest.mark.parametrize("who", ["a member who was not there", "a stranger"])
def test_somebody_who_was_not_there_is_on_no_photo(field, meeting, picture, who):
    person = field.people[1].pk if who == "a member who was not there" else uuid.uuid4()
    assert refused_code(field, seal_photo(picture, meeting=str(meeting.pk), shown=[str(person)])) == "not_there"


@pytest.mark.parametrize("content", [b"no picture" * 50, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x00" * 100])
def test_what_is_no_picture_is_refused(field, meeting, content):
    assert refused_code(field, seal_photo(content, meeting=str(meeting.pk))) == "photo_bad"


def test_a_picture_of_too_many_pixels_is_refused(field, meeting, picture, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 640 * 480 - 1
    assert refused_code(field, seal_photo(picture, meeting=str(meeting.pk))) == "photo_bad"


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"key": "A" * 43}, {"iv": "A" * 16}])
def test_a_file_that_is_not_the_one_described_is_refused(field, meeting, picture, change):
    assert refused_code(field, seal_photo(picture, meeting=str(meeting.pk), **change)) == "photo_bad"


@pytest.mark.parametrize("change", [{"size": 3_000_001}, {"size": 5}, {"type": "image/svg+xml"}, {"key": "x"}])
def test_a_record_of_a_photo_keeps_to_its_limits(field, meeting, picture, change):
    assert (
        field.phone.send("photo", seal_photo(picture, meeting=str(meeting.pk), **change).record)["outcome"] == "refused"
    )


# --- who may ---------------------------------------------------------------------------------------------------------
def test_only_the_phones_of_the_same_user_add_to_a_photo(field, meeting, picture):
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    field.phone.send("photo", sealed.record)
    other = make_phone(make_user("facilitator"))
    answer = send_piece(other, sealed.record["id"], 0, sealed.file[:PIECE])
    assert (answer.status_code, answer.json()["code"]) == (404, "no_photo")
    assert ask(other, sealed.record["id"]).status_code == 404
    assert send_piece(make_phone(field.user), sealed.record["id"], 0, sealed.file[:PIECE]).status_code == 204


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"headers": {"Authorization": ""}}, 401),
        ({"headers": {"Authorization": "Field x.y.z"}}, 400),
        ({"headers": {"Authorization": "Bearer x"}}, 401),
        ({"headers": {"Authorization": "Field " + "x" * 5000}}, 401),
        ({"signed_photo": str(uuid.UUID(int=7))}, 401),
        ({"signed": b"another piece"}, 400),
        ({"told": 7}, 400),
        ({"told": "x"}, 400),
        ({"content_type": "application/octet-stream"}, 400),
    ],
)
def test_each_piece_is_signed_for_itself(field, meeting, picture, changes, status):
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    field.phone.send("photo", sealed.record)
    assert send_piece(field.phone, sealed.record["id"], 0, sealed.file[:PIECE], **changes).status_code == status
    assert offset(ask(field.phone, sealed.record["id"])) == (204, 0)


def test_a_piece_is_64_kb_at_most_and_a_file_no_longer_than_told(field, meeting, picture):
    sealed = seal_photo(picture, meeting=str(meeting.pk), size=len(picture))
    field.phone.send("photo", sealed.record)
    assert send_piece(field.phone, sealed.record["id"], 0, b"x" * 65_537).status_code == 413
    answer = send_file(field.phone, sealed)
    assert (answer.status_code, MeetingPhoto.objects.count()) == (409, 0)


def test_a_batch_signs_no_piece(field, meeting, picture):
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    field.phone.send("photo", sealed.record)
    proof = f"Field {field.phone.sign(field.phone.payload([])).decode()}"
    answer = send_piece(field.phone, sealed.record["id"], 0, b"x", headers={"Authorization": proof})
    assert answer.status_code == 400


def test_a_photo_of_another_group_is_refused(field, meeting, picture):
    other = make_meeting(group=make_facilitation(user=make_user("facilitator")).group)
    answer = field.phone.send("photo", seal_photo(picture, meeting=str(other.pk)).record)
    assert (answer["outcome"], answer["code"]) == ("refused", "unknown_group")


def test_a_photo_from_an_ended_phone_is_held(field, meeting, picture):
    end_device(device=Device.objects.get(), by=field.user)
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    assert field.phone.send("photo", sealed.record)["outcome"] == "held"
    assert send_piece(field.phone, sealed.record["id"], 0, sealed.file[:PIECE]).status_code == 404


# --- what is left lying ----------------------------------------------------------------------------------------------
def test_pieces_that_nobody_finished_go_after_14_days(field, meeting, picture, time_machine):
    sealed = seal_photo(picture, meeting=str(meeting.pk))
    field.phone.send("photo", sealed.record)
    send_piece(field.phone, sealed.record["id"], 0, sealed.file[:PIECE])
    for days, left in ((13, 1), (2, 0)):
        time_machine.move_to(timezone.now() + timedelta(days=days))
        call_command("forget_deliveries", verbosity=0)
        assert len(list(parts_folder().iterdir())) == left
    assert offset(send_file(field.phone, sealed)) == (204, len(sealed.file))


@pytest.mark.parametrize("photo", ["null,null", "1", "..", "ក"])
def test_an_address_that_is_no_id_is_answered_as_every_other(field, photo):
    answer = Client().patch(f"/field/api/v1/photos/{photo}/")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_device")
    assert send_piece(field.phone, photo, 0, b"", signed_photo=str(uuid.uuid4())).status_code == 401
