"""The file of "save a copy", carried to the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.actions.devices import end_device
from fieldbook.models import Delivery
from participation.models import Meeting
from tests.factories.accounts import make_user, signed_in
from tests.factories.places import make_area
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db


def copy_of(field, *records, **values):
    sealed = [field.phone.seal("meeting", record) for record in records]
    return field.phone.sign(field.phone.payload(sealed, **values))


def load(user, content, name="portal-records-2026-11-28.jose"):
    return signed_in(user).post(reverse("deliveries:load"), {"file": SimpleUploadedFile(name, content)})


def words(response):
    return [str(row.word) for row in response.context["rows"]]


@pytest.mark.parametrize("reader", ["maker", "officer"])
def test_records_of_a_file_are_taken_as_their_maker_s(field, officer, reader):
    content = copy_of(field, a_meeting(field.group, marks=field.marks), {"nonsense": 1})
    response = load(field.user if reader == "maker" else officer, content)
    assert words(response) == ["Taken", "Refused"]
    assert Meeting.objects.get().recorded_by == field.user
    row = JournalEntry.objects.get(verb="phone.copy_loaded")
    assert row.details == {"user": field.user.pk, "records": 2}


def test_file_is_taken_once_however_often_it_is_loaded(field, officer):
    content = copy_of(field, a_meeting(field.group, marks=field.marks))
    assert [words(load(officer, content)) for _time in range(2)] == [["Taken"], ["Known already"]]
    assert Meeting.objects.count() == 1


def test_file_of_a_lost_phone_is_held(field, officer):
    content = copy_of(field, a_meeting(field.group, marks=field.marks))
    end_device(device=field.user.devices.get(), by=officer)
    response = load(officer, content)
    assert (words(response), Meeting.objects.count()) == (["Waits for an officer"], 0)
    assert reverse("deliveries:page", args=[Delivery.objects.get().pk]) in response.content.decode()


def test_file_is_no_contact_of_its_phone(field, officer):
    seen_at = field.user.devices.get().seen_at
    load(officer, copy_of(field, unsent=7))
    assert (field.user.devices.get().seen_at, field.user.devices.get().unsent) == (seen_at, 0)


def test_who_loads_a_file_sees_no_group_beyond_their_reach(field):
    field.group.name_latin = field.group.name_km = "Zebra club"
    field.group.save()
    elsewhere = make_user("programme_officer", area=make_area("100101"))
    response = load(elsewhere, copy_of(field, a_meeting(field.group, marks=field.marks)))
    assert words(response) == ["Taken"]
    assert "Zebra" not in response.content.decode()
    assert "beyond your reach" in response.content.decode()


@pytest.mark.parametrize("content", [b"", b"x", b"\xff\xfe", b"a.b.c", b"{}", b"." * 5000])
def test_what_is_no_such_file_is_refused(officer, content):
    response = load(officer, content)
    assert "file" in response.context["form"].errors
    assert response.context["rows"] is None


def test_file_that_was_changed_is_refused(field, officer):
    content = copy_of(field, a_meeting(field.group, marks=field.marks))
    head, body, signature = content.split(b".")
    for forged in (b".".join([head, body[:-4] + b"AAAA", signature]), b".".join([head, body, signature[::-1]])):
        assert "does not know the phone" in load(officer, forged).content.decode()
    assert Delivery.objects.count() == 0


def test_file_above_five_megabytes_is_refused(officer):
    assert "larger than 5 MB" in load(officer, b"x" * 5_000_001).content.decode()


def test_file_is_loaded_by_who_records_meetings(field):
    for role in ("area_officer", "donor", "administrator"):
        assert load(make_user(role), b"x").status_code == 404


def test_file_of_a_closed_account_is_held(field, officer):
    content = copy_of(field, a_meeting(field.group, marks=field.marks))
    field.user.is_active = False
    field.user.save()
    assert words(load(officer, content)) == ["Waits for an officer"]
    assert timezone.localdate() == timezone.localdate(Delivery.objects.get().received_at)
