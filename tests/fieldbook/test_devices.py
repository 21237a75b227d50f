"""Enrolling a phone, its days, its end."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.actions.devices import end_device
from fieldbook.models import Device
from tests.factories.accounts import make_user, signed_in, stranger
from tests.factories.fieldbook import make_device, make_phone, make_server_key
from tests.fieldbook.phone import Phone

pytestmark = pytest.mark.django_db


def enrol(client, phone, **values):
    return client.post(reverse("fieldbook:devices"), {**phone.enrolment, **values}, content_type="application/json")


@pytest.fixture
def user(db):
    make_server_key()
    return make_user("facilitator")


@pytest.fixture
def phone(user):
    return Phone(user.pk, post=None)


def test_session_tells_who_is_signed_in_and_a_fresh_token(user):
    answer = signed_in(user).get(reverse("fieldbook:session"))
    assert (answer.status_code, answer.json()["user"]["id"], len(answer.json()["csrf"]) > 30) == (200, user.pk, True)
    assert answer.json()["user"] == {"id": user.pk, "name": user.full_name, "language": "en"}


def test_without_a_session_the_app_is_asked_to_sign_in():
    answer = stranger().get(reverse("fieldbook:session"))
    assert (answer.status_code, answer.json()["user"]) == (401, None)
    assert stranger().post(reverse("fieldbook:devices")).status_code == 401
    assert stranger().get(reverse("fieldbook:roster")).status_code == 401


def test_a_session_that_was_idle_too_long_asks_to_sign_in_without_a_page(time_machine):
    officer = make_user("programme_officer")
    client = signed_in(officer)
    assert client.get(reverse("fieldbook:session")).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    answer = client.get(reverse("fieldbook:session"))
    assert (answer.status_code, answer.json()["user"]) == (401, None)
    assert client.get(reverse("fieldbook:roster")).json()["code"] == "not_signed_in"


def test_who_has_not_agreed_to_the_code_of_conduct_is_told_in_json():
    client = signed_in(make_user("facilitator", code_of_conduct_accepted_at=None))
    assert client.get(reverse("fieldbook:roster")).status_code == 401


def test_a_phone_is_enrolled_for_90_days(user, phone):
    answer = enrol(signed_in(user), phone)
    until = timezone.localdate() + timedelta(days=90)
    assert (answer.status_code, answer.json()["device"]) == (200, {"state": "active", "expires_on": str(until)})
    assert (answer.json()["schema"], answer.json()["key"]["jwk"]["kty"]) == (1, "EC")
    device = Device.objects.get()
    assert (str(device.pk), device.user, device.label) == (phone.device, user, "Chrome · Android")
    assert set(device.jwk) == {"kty", "crv", "x", "y"}
    entry = JournalEntry.objects.get(verb="phone.enrolled")
    assert (entry.kind, entry.actor_id) == ("security", user.pk)


def test_an_enrolled_phone_delivers(user, phone):
    enrol(signed_in(user), phone)
    from tests.fieldbook.phone import over_client

    phone.post = over_client(Client())
    assert phone.deliver()[0] == 200


def test_the_same_phone_again_is_renewed(user, phone, time_machine):
    enrol(signed_in(user), phone)
    time_machine.move_to(timezone.now() + timedelta(days=100))
    answer = enrol(signed_in(user), phone)
    assert (answer.status_code, answer.json()["device"]["state"]) == (200, "active")
    assert Device.objects.get().expires_on == timezone.localdate() + timedelta(days=90)


def test_enrolling_needs_the_token_of_the_session(user, phone):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    refused = enrol(client, phone)
    assert (refused.status_code, refused.json()["code"]) == (403, "page_too_old")
    token = client.get(reverse("fieldbook:session")).json()["csrf"]
    answer = client.post(
        reverse("fieldbook:devices"), phone.enrolment, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


def test_a_phone_of_another_user_is_refused(user, phone):
    make_device(id=phone.device, jwk=phone.enrolment["jwk"])
    answer = enrol(signed_in(user), phone)
    assert (answer.status_code, answer.json()["code"]) == (409, "device_of_another")
    assert Device.objects.get().user != user


def test_another_key_does_not_take_over_a_phone(user, phone):
    enrol(signed_in(user), phone)
    before = Device.objects.get().jwk
    answer = enrol(signed_in(user), phone, jwk=Phone(user.pk, post=None).enrolment["jwk"])
    assert (answer.status_code, Device.objects.get().jwk) == (409, before)


def test_a_phone_that_was_ended_is_not_renewed(user, phone):
    make_device(user, id=phone.device, jwk=phone.enrolment["jwk"], ended_at=timezone.now())
    answer = enrol(signed_in(user), phone)
    assert (answer.status_code, answer.json()["code"]) == (409, "device_ended")


@pytest.mark.parametrize(
    "change",
    [
        {"device": "x"},
        {"jwk": {}},
        {"jwk": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}},
        {"jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}},
        {"label": "x" * 61},
        {"owner": "x"},
    ],
)
def test_an_enrolment_is_exactly_as_the_contract_says(user, phone, change):
    answer = enrol(signed_in(user), phone, **change)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert Device.objects.count() == 0


def test_a_private_key_is_never_taken(user, phone):
    assert enrol(signed_in(user), phone, jwk=phone.key.as_dict(private=True)).status_code == 400


def test_enrolling_is_for_who_records_meetings(phone):
    assert enrol(signed_in(make_user("donor")), phone).status_code == 404


def test_a_large_enrolment_is_not_read(user):
    answer = signed_in(user).post(reverse("fieldbook:devices"), "x" * 5000, content_type="application/json")
    assert answer.status_code == 413


def test_twenty_phones_an_hour_are_enough(user):
    client = signed_in(user)
    statuses = [enrol(client, Phone(user.pk, post=None)).status_code for _ in range(21)]
    assert (set(statuses[:20]), statuses[20]) == ({200}, 429)


# --- contacts --------------------------------------------------------------------------------------------------------
def test_a_contact_renews_and_tells_how_the_phone_is(time_machine):
    phone = make_phone()
    time_machine.move_to(timezone.now() + timedelta(days=80))
    _status, answer = phone.deliver(app="1.7", persisted=False, unsent=3)
    device = Device.objects.get()
    assert (device.app_version, device.is_persistent, device.unsent) == ("1.7", False, 3)
    assert answer["device"]["expires_on"] == str(timezone.localdate() + timedelta(days=90)) == str(device.expires_on)
    assert timezone.now() - device.seen_at < timedelta(minutes=1)


def test_a_contact_soon_after_another_costs_no_write(django_assert_num_queries):
    phone = make_phone()
    phone.deliver()
    with django_assert_num_queries(1):
        phone.deliver()


def test_an_expired_phone_is_not_renewed_by_a_contact():
    phone = make_phone(expires_on=timezone.localdate() - timedelta(days=1), seen_at=timezone.now() - timedelta(days=91))
    assert phone.deliver()[1]["device"]["state"] == "expired"
    assert phone.deliver()[1]["device"]["state"] == "expired"


def test_a_user_without_any_role_still_makes_contact():
    assert make_phone(make_user()).deliver()[1]["key"] is not None


# --- the end ---------------------------------------------------------------------------------------------------------
def test_an_ended_phone_delivers_what_it_owes_and_then_has_emptied_itself():
    phone, administrator = make_phone(), make_user("administrator")
    device = end_device(device=Device.objects.get(), by=administrator)
    ended_at = device.ended_at
    assert phone.deliver(unsent=2)[1]["device"]["state"] == "ended"
    assert Device.objects.get().emptied_at is None
    phone.deliver(unsent=0)
    device.refresh_from_db()
    assert (device.emptied_at > ended_at, device.ended_by) == (True, administrator)
    assert list(JournalEntry.objects.filter(verb__startswith="phone.").values_list("verb", "actor_id")) == [
        ("phone.ended", administrator.pk),
        ("phone.emptied", None),
    ]


def test_ending_twice_keeps_the_first_end():
    device, first, second = make_device(), make_user("administrator"), make_user("administrator")
    for user in (first, second):
        end_device(device=device, by=user)
    assert Device.objects.get().ended_by == first
    assert JournalEntry.objects.filter(verb="phone.ended").count() == 1


def test_a_phone_nobody_enrolled_is_unknown():
    phone = make_phone()
    phone.device = str(uuid.uuid4())
    assert phone.deliver()[0] == 401
