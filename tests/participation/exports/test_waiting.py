"""Downloads of what is planned, not held, or waits for a paper: whose rows, in which month, and names with a reason."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.downloads import files
from accounts.scoping import ScopedQuerySet
from tests.accounts.downloads.payloads import DANGEROUS
from tests.accounts.downloads.reading import body, proven, rows_in, warm
from tests.factories.accounts import make_grant, make_user
from tests.factories.participation import make_facilitation, make_group, make_meeting, make_missed, make_plan
from tests.factories.people import make_consent
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
CONSENTS = "/desk/exports/consents/"
PARTS = ("plans", "missed", "gaps")


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


@pytest.fixture
def today():
    return timezone.localdate()


def url(name, format="csv"):
    return reverse(f"exports:{name}_{format}")


def taken(client, show="", reason="paper", format="csv"):
    return client.post(f"{CONSENTS}?show={show}", {"reason": reason, "format": format})


# --- the calendar ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_plans_of_the_month_stop_at_the_border(reach, officer, today, format):
    first = today.replace(day=1)
    told = make_plan(group=reach.group, planned_on=first, starts_at="08:30", place_text="វត្ត")
    make_meeting(group=reach.group, held_on=first)
    make_plan(group=reach.group, planned_on=first + timedelta(days=20), kind="training")
    make_plan(group=reach.group, planned_on=first + timedelta(days=21), cancelled_at=timezone.now())
    make_plan(group=reach.group, planned_on=first + timedelta(days=45))
    make_plan(group=reach.foreign_group, planned_on=first)
    rows = rows_in(officer.get(url("plans", format)))
    assert [(row["Code of the group"], row["Begins at"] or "", row["Something was told"]) for row in rows] == [
        (reach.group.code, "08:30", "Yes"),
        (reach.group.code, "", "No"),
    ]
    assert rows[0]["Place"] == told.place_text
    month = f"{first + timedelta(days=45):%Y-%m}"
    assert len(rows_in(officer.get(url("plans", format), {"month": month}))) == 1


def test_days_not_held_have_their_reason(reach, officer, today):
    first = today.replace(day=1)
    make_missed(group=reach.group, missed_on=first, reason="flood")
    make_missed(group=reach.foreign_group, missed_on=first)
    with_meeting = make_missed(group=make_group(area=make_area(HERE)), missed_on=first)
    make_meeting(group=with_meeting.group, held_on=first)
    rows = rows_in(officer.get(url("missed")))
    assert [(row["Day"], row["Reason"], row["Code of the group"]) for row in rows] == [
        (first.isoformat(), "Flood or bad roads", reach.group.code)
    ]


def test_groups_with_neither_are_those_of_the_page(reach, officer, today):
    met = make_group(area=make_area(HERE), rhythm_days=30)
    make_meeting(group=met, held_on=today)
    council = make_group(area=make_area(HERE), kind="council")
    rows = rows_in(officer.get(url("gaps")))
    assert {row["Code of the group"] for row in rows} == {reach.group.code, council.code}
    assert len(rows) == officer.get("/desk/calendar/").context["month"].gaps_total
    assert [row["Code of the group"] for row in rows_in(officer.get(url("gaps"), {"kind": "council"}))] == [
        council.code
    ]


@pytest.mark.parametrize("part", PARTS)
def test_calendar_that_forgot_its_scope_would_be_found(reach, officer, today, monkeypatch, part):
    first = today.replace(day=1)
    make_plan(group=reach.foreign_group, planned_on=first + timedelta(days=20))
    make_missed(group=reach.foreign_group, missed_on=first)
    if part == "gaps":
        reach.foreign_group.plans.all().delete(), reach.foreign_group.missed.all().delete()
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    assert reach.foreign_group.code in [row["Code of the group"] for row in rows_in(officer.get(url(part)))]


@pytest.mark.parametrize("part", PARTS)
def test_calendar_is_written_down_with_its_month_and_no_name(reach, officer, today, part):
    body(officer.get(url(part), {"month": "2026-03", "kind": "club", "area": "mef0506"}))
    (row,) = journal_rows("list.exported")
    assert row.details["filters"] == ["area=mef0506", "kind=club", "month=2026-03-01"]
    assert (row.kind, row.details["format"]) == ("read", "csv")


@pytest.mark.parametrize("asked", [{"month": "x"}, {"month": "9999-99"}, {"area": "'"}, {"kind": "\x00"}])
@pytest.mark.parametrize("part", PARTS)
def test_calendar_with_odd_words_is_no_error(reach, officer, part, asked):
    assert officer.get(url(part), asked).status_code == 200


@pytest.mark.parametrize("part", PARTS)
def test_calendar_cannot_run_in_either_file(officer, today, part):
    first = today.replace(day=1)
    for text in DANGEROUS[:10]:
        group = make_group(area=make_area(HERE), name_km=text.replace("\x00", ""))
        if part == "plans":
            make_plan(group=group, planned_on=first, place_text=text.replace("\x00", "")[:160])
        elif part == "missed":
            make_missed(group=group, missed_on=first)
    rows = rows_in(officer.get(url(part)))
    assert len(rows) >= 10
    assert [value for row in rows for value in row.values() if files.looks_like_formula(value)] == []


@pytest.mark.parametrize("part", PARTS)
def test_three_rows_of_the_calendar_cost_no_more_than_one(reach, today, part):
    client, counted = warm(browser(reach.officer())), []
    for number in range(1, 4):
        group = make_group(area=make_area(f"{HERE}0{number}"))
        if part != "gaps":
            make_plan(group=group, planned_on=today.replace(day=1))
            make_missed(group=group, missed_on=today.replace(day=1))
        if number == 2:
            continue
        with CaptureQueriesContext(connection) as queries:
            body(client.get(url(part)))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_calendar_leads_to_its_files(reach, officer, today):
    make_group(area=make_area(HERE))
    text = officer.get("/desk/calendar/", {"kind": "club"}).text
    assert [part for part in PARTS if f'href="{url(part)}?kind=club"' not in text] == []


# --- consents --------------------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(reach, today):
    make_consent(person=reach.person, valid_until=today)
    make_consent(person=reach.stranger, valid_until=today)
    return reach.add_member(family_name="គ្មាន", given_name="ក្រដាស").person


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_consents_with_names_stop_at_the_border(reach, officer, waiting, today, format):
    (row,) = rows_in(taken(proven(officer), format=format))
    assert (row["Code"], row["Family name"], row["Consent"]) == (
        reach.person.code,
        reach.person.family_name,
        "Name on the list: Ends soon",
    )
    (row,) = rows_in(taken(proven(officer), show="awaited", format=format))
    assert (row["Code"], row["Given name"], row["Consent"]) == (waiting.code, "ក្រដាស", "Awaited")
    assert str(row["Name goes on"])[:10] == (today + timedelta(days=60)).isoformat()


def test_consents_want_a_code_a_reason_and_the_right(reach, officer, waiting):
    for client in (officer, proven(officer, "mfa", 601), proven(officer, "password")):
        assert taken(client).url.startswith("/accounts/2fa/reauthenticate/")
    assert taken(proven(officer), reason="a story about ក្រដាស").context["form"].errors["reason"]
    assert journal_rows("names.exported") == []
    for user in (reach.facilitator(), reach.nameless(), make_user("administrator")):
        assert taken(proven(browser(user))).status_code == 404


def test_consents_taken_are_written_down_without_a_name(reach, officer, waiting):
    body(taken(proven(officer), show="awaited"))
    (row,) = journal_rows("names.exported")
    assert (row.people, row.details) == (
        1,
        {"table": "consents-awaited", "rows": 1, "format": "csv", "filters": [], "reason": "paper"},
    )


@pytest.mark.parametrize("show", ["", "awaited"])
def test_consents_of_a_group_one_only_facilitates_stay(reach, waiting, today, show):
    user = reach.officer()
    make_grant(user, "facilitator")
    make_facilitation(user=user, group=reach.foreign_group)
    if show:
        reach.stranger.consents.all().delete()
    client = proven(browser(user))
    assert reach.stranger.name in client.get(f"/desk/consents/?show={show}").text
    assert len(rows_in(taken(client, show=show))) == 1


@pytest.mark.parametrize("show", ["", "awaited"])
def test_consents_without_their_border_would_be_found(reach, officer, waiting, monkeypatch, show):
    if show:
        reach.stranger.consents.all().delete()
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    monkeypatch.setattr("participation.exports.consent_tables.groups_q", lambda *args: ~Q(pk__in=[]))
    assert reach.stranger.given_name in [row["Given name"] for row in rows_in(taken(proven(officer), show=show))]


def test_only_who_may_take_names_sees_the_way(reach, officer, waiting):
    assert CONSENTS in officer.get("/desk/consents/").text
    assert f"{CONSENTS}?show=awaited" in officer.get("/desk/consents/?show=awaited").text
    assert CONSENTS not in browser(reach.facilitator()).get("/desk/consents/").text
