"""The core of the app against the portal itself: enrolled, read, delivered, put right, photographed, ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fieldbook import limits
from fieldbook.actions.devices import end_device
from fieldbook.actions.keys import rotate_keys
from fieldbook.models import Delivery, Device
from participation.models import Meeting
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.participation import make_facilitation, make_group, make_membership, make_post
from tests.journeys.conftest import PHONE

from .conftest import PIN, WithoutNetwork, core, saved, sent, signed_in, without_screens
from .contract import meeting


@pytest.fixture
def own_folders(settings, tmp_path):
    settings.PHONE_KEYS_DIR = tmp_path / "phone_keys"
    limits.forget()


@pytest.fixture
def facilitator(own_folders, transactional_db):
    user = make_user("facilitator")
    group = make_group()
    make_post(group.kind)
    make_facilitation(user=user, group=group)
    make_membership(group=group)
    make_membership(group=group)
    rotate_keys()
    return user


@pytest.fixture
def real_phone(new_page, enter_as, facilitator):
    page = new_page(PHONE)
    page.watch.complaints = WithoutNetwork()
    enter_as(page, facilitator)
    without_screens(page.context)
    page.goto("/field/km/")
    return signed_in(page)


def record(page, **changes) -> dict:
    group = core(page, "roster.groups()")[0]
    marks = {one["id"]: "present" for one in group["members"]}
    plain = {"group": group["id"], "held_on": str(timezone.localdate() - timedelta(days=1)), "marks": marks}
    return meeting(**{**plain, "newcomers": [], "typed_names": [], **changes})


def rows(page) -> list[dict]:
    return core(page, "outbox.outbox.list()")


def test_meeting_arrives_and_can_be_put_right(real_phone, facilitator):
    first = record(real_phone, summary="ប្រជុំ")
    saved(real_phone, first)
    assert sent(real_phone)["left"] == 0
    row = rows(real_phone)[0]
    assert (row["state"], row["meeting"], row["version"]) == ("sent", first["id"], 1)
    assert row["receipt"] == Delivery.objects.get(pk=row["id"]).receipt
    saved(real_phone, {**first, "version": 1, "summary": "ប្រជុំ ២"}, replaces=row["id"])
    assert sent(real_phone)["left"] == 0
    assert Meeting.objects.get().summary == "ប្រជុំ ២"
    assert core(real_phone, "roster.refresh()") == "fresh"
    assert core(real_phone, "roster.groups()")[0]["open"][0]["summary"] == "ប្រជុំ ២"
    assert core(real_phone, "roster.refresh()") in ("fresh", "same")
    assert core(real_phone, "roster.refresh()") == "same"


def test_conflict_is_shown_and_resolved(real_phone, facilitator):
    saved(real_phone, record(real_phone, summary="one"))
    sent(real_phone)
    mine = saved(real_phone, record(real_phone, summary="other"))
    sent(real_phone)
    opened = core(real_phone, "outbox.outbox.openRecord(given)", mine)
    assert (opened["row"]["state"], opened["theirs"]["summary"]) == ("conflict", "one")
    theirs = {"meeting": opened["theirs"]["id"], "version": opened["theirs"]["version"]}
    how = {"record": mine, "choice": "keep_mine", **theirs}
    saved(real_phone, {**opened["record"], "resolves": how}, replaces=mine)
    sent(real_phone)
    assert {row["state"] for row in rows(real_phone)} == {"sent"}
    assert Meeting.objects.get().summary == "other"


def test_cookie_that_died_does_not_stop_a_delivery(real_phone, facilitator):
    real_phone.context.clear_cookies()
    saved(real_phone, record(real_phone))
    sent(real_phone)
    assert rows(real_phone)[0]["state"] == "sent"
    assert core(real_phone, "roster.refresh()") == "sign-in"
    assert core(real_phone, "contact.session.check()") is None


def test_ended_phone_empties_itself(real_phone, facilitator):
    core(real_phone, "outbox.drafts.keep('of another group', given)", record(real_phone))
    end_device(device=Device.objects.get(), by=facilitator)
    saved(real_phone, record(real_phone, held_on=str(timezone.localdate())))
    sent(real_phone)
    assert sorted(Delivery.objects.values_list("outcome", flat=True)) == ["held", "held"]
    assert core(real_phone, "contact.state()")["user"] is None
    assert Device.objects.get().emptied_at is not None
    signed_in(real_phone)
    assert Device.objects.count() == 2
    assert Person.objects.count() == 2
    core(real_phone, "pin.lock()")
    assert core(real_phone, "pin.unlock(given)", PIN) == {"ok": True}
