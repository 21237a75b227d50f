import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from participation.actions.feeds import hash_of, open_feed, revoke_feed
from participation.models import CalendarFeed, Facilitation
from portal.logs import WithoutSecrets
from tests.factories.accounts import make_user, stranger
from tests.factories.participation import make_group, make_plan
from tests.factories.places import make_area, make_village
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
PAGE, REVOKE = "/desk/calendar/feed/", "/desk/calendar/feed/revoke/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def today():
    return timezone.localdate()


def read(token, **headers):
    return stranger().get(reverse("planning:feed_file", args=[token]), headers=headers)


def events(response):
    assert response.status_code == 200
    lines = response.content.decode().replace("\r\n ", "").split("\r\n")
    return [line.removeprefix("UID:") for line in lines if line.startswith("UID:")]


# --- the address -----------------------------------------------------------------------------------------------------
def test_address_is_shown_once_and_only_its_hash_is_kept(reach):
    user = reach.facilitator()
    client = browser(user)
    page = client.post(PAGE).content.decode()
    (token,) = {
        part.split("/feed/")[1].split(".ics")[0] for part in page.split() if "/feed/" in part and ".ics" in part
    }
    feed = CalendarFeed.objects.get()
    assert (feed.user, feed.token_hash) == (user, hash_of(token))
    assert token not in client.get(PAGE).content.decode()
    assert read(token).status_code == 200
    assert [row.actor_id for row in journal_rows("calendar_feed.opened")] == [user.pk]


def test_new_address_ends_the_old_one(reach):
    user = reach.facilitator()
    old, new = open_feed(by=user), open_feed(by=user)
    assert (read(old).status_code, read(new).status_code) == (404, 200)
    assert CalendarFeed.objects.count() == 1


def test_looking_at_the_page_makes_nothing(reach):
    assert browser(reach.facilitator()).get(PAGE).status_code == 200
    assert CalendarFeed.objects.count() == 0


def test_address_is_taken_back_by_its_owner_alone(reach):
    owner, other = reach.facilitator(), reach.officer()
    token = open_feed(by=owner)
    browser(other).post(REVOKE)
    assert read(token).status_code == 200
    assert browser(owner).get(REVOKE).status_code == 405
    browser(owner).post(REVOKE)
    assert read(token).status_code == 404
    assert [row.actor_id for row in journal_rows("calendar_feed.revoked")] == [owner.pk]
    assert revoke_feed(by=owner) is False


def test_stranger_and_role_without_groups_make_no_address():
    assert stranger().get(PAGE).status_code == 302
    assert browser(make_user("donor")).post(PAGE).status_code == 404
    assert CalendarFeed.objects.count() == 0


def test_own_account_page_leads_there_for_who_sees_groups(reach):
    mine = reverse("accounts:mine")
    assert PAGE in browser(reach.facilitator()).get(mine).content.decode()
    assert PAGE not in browser(make_user("donor")).get(mine).content.decode()


# --- what it gives ---------------------------------------------------------------------------------------------------
def test_feed_gives_plans_in_reach_with_name_and_commune_and_nothing_else(today):
    village = make_village(f"{HERE}01")
    reach = Reach(group=make_group(area=village, name_latin="River club", usual_place="by the well"))
    user = reach.officer()
    plan = make_plan(group=reach.group, planned_on=today, place_text="house of Sok")
    make_plan(group=reach.foreign_group, planned_on=today)
    response = read(open_feed(by=user))
    text = response.content.decode().replace("\r\n ", "")
    assert events(response) == [str(plan.pk)]
    assert "SUMMARY:River club" in text
    assert village.parent.name_latin in text.split("LOCATION:")[1]
    for hidden in (village.name_latin, "Sok", "well", reach.person.family_name, user.full_name, user.username):
        assert hidden not in text
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"


def test_feed_leaves_out_cancelled_old_and_far_plans(reach, today):
    kept = make_plan(group=reach.group, planned_on=today - timedelta(days=31))
    last = make_plan(group=reach.group, planned_on=today + timedelta(days=366))
    make_plan(group=reach.group, planned_on=today - timedelta(days=32))
    make_plan(group=reach.group, planned_on=today + timedelta(days=367))
    make_plan(group=reach.group, planned_on=today, cancelled_at=timezone.now())
    assert events(read(open_feed(by=reach.facilitator()))) == [str(kept.pk), str(last.pk)]


def test_feed_speaks_the_language_of_its_owner(reach):
    user = reach.facilitator()
    user.language = "km"
    user.save()
    make_plan(group=reach.group, planned_on=timezone.localdate())
    assert f"SUMMARY:{reach.group.name_km}" in read(open_feed(by=user)).content.decode().replace("\r\n ", "")


def test_unchanged_feed_is_answered_with_304_and_a_changed_one_is_not(reach, today):
    token = open_feed(by=reach.facilitator())
    make_plan(group=reach.group, planned_on=today)
    etag = read(token).headers["ETag"]
    unchanged = read(token, if_none_match=etag)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    make_plan(group=reach.group, planned_on=today + timedelta(days=1))
    assert read(token, if_none_match=etag).status_code == 200


def test_feed_only_reads(reach):
    address = reverse("planning:feed_file", args=[open_feed(by=reach.facilitator())])
    assert [getattr(stranger(), method)(address).status_code for method in ("post", "put", "delete")] == [405] * 3


# --- when it stops ---------------------------------------------------------------------------------------------------
def test_feed_stops_with_the_role_the_group_and_the_account(reach, today):
    yesterday = today - timedelta(days=1)
    user = reach.facilitator()
    token = open_feed(by=user)
    make_plan(group=reach.group, planned_on=today)
    assert len(events(read(token))) == 1
    Facilitation.objects.update(ended_on=yesterday)
    assert events(read(token)) == []
    RoleGrant.objects.update(ended_on=yesterday)
    assert read(token).status_code == 404
    RoleGrant.objects.update(ended_on=None)
    assert read(token).status_code == 200
    user.is_active = False
    user.save()
    assert read(token).status_code == 404


@pytest.mark.parametrize("token", ["x", "revoke", "a" * 500, "ក", "%00", "..", "'"])
def test_wrong_token_is_not_found(reach, token):
    open_feed(by=reach.facilitator())
    assert stranger().get(f"/desk/calendar/feed/{token}.ics").status_code == 404


def test_token_never_reaches_a_log_line():
    record = logging.LogRecord("x", 20, "x", 1, "Not Found: %s", ("/desk/calendar/feed/geheim.ics",), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /desk/calendar/feed/…"


def test_costs_the_same_at_one_row_and_at_three(reach, today, django_assert_num_queries):
    token = open_feed(by=reach.officer())
    make_plan(group=reach.group, planned_on=today)
    client, address = stranger(), reverse("planning:feed_file", args=[token])
    client.get(address)
    with django_assert_num_queries(4):
        client.get(address)
    for _number in range(2):
        make_plan(group=make_group(area=make_area(HERE)), planned_on=today)
    with django_assert_num_queries(4):
        client.get(address)
