"""Downloads: whose rows they hold, who may take names along, and what the journal keeps of it."""

import io
from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.downloads import files
from accounts.models import JournalEntry
from accounts.reasons import NamesReason
from accounts.roles import ROLES, roles_with
from accounts.roles import Capability as C
from accounts.scoping import ScopedQuerySet
from tests.accounts.downloads.payloads import DANGEROUS
from tests.accounts.downloads.reading import body, proven, rows_in, warm
from tests.factories.accounts import code_now, make_grant, make_user
from tests.factories.participation import (
    make_facilitation,
    make_group,
    make_head_count,
    make_joint,
    make_mark,
    make_meeting,
    make_membership,
    make_partner,
    make_project,
    make_school,
    make_support,
)
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
LISTS = ("groups", "meetings", "schools", "projects", "partners", "facilitators")
MEMBERS = "/desk/exports/members/"
REASON = "report"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def url(name, format="csv"):
    return reverse(f"exports:{name}_{format}")


def taken(client, format="csv", reason=REASON, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return client.post(f"{MEMBERS}?{query}", {"reason": reason, "format": format})


# --- lists without names of members ----------------------------------------------------------------------------------
@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", LISTS)
def test_file_is_an_attachment_that_no_cache_keeps(officer, name, format):
    response = officer.get(url(name, format))
    day = timezone.localdate().isoformat()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}-{day}.{format}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert body(response)[:3] == (b"\xef\xbb\xbf" if format == "csv" else b"PK\x03")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_groups_stop_at_the_border(reach, officer, format):
    rows = rows_in(officer.get(url("groups", format)))
    assert [row["Group in Khmer"] for row in rows] == [reach.group.name_km]
    assert (int(rows[0]["Members"]), int(rows[0]["Girls"]), rows[0]["Overdue"]) == (1, 1, "Yes")
    everything = rows_in(browser(make_user("administrator")).get(url("groups", format)))
    assert {row["Group in Khmer"] for row in everything} == {reach.group.name_km, reach.foreign_group.name_km}


def test_groups_keep_filters_and_order_of_the_list(reach, officer):
    later = make_group(area=make_area(HERE), name_km="ហ្ក្លឹប", kind="council")
    assert [row["Code of the group"] for row in rows_in(officer.get(url("groups"), {"kind": "council"}))] == [
        later.code
    ]
    both = rows_in(officer.get(url("groups"), {"sort": "name"}))
    assert [row["Code of the group"] for row in both] == [
        row.group.code for row in officer.get("/desk/groups/", {"sort": "name"}).context["rows"]
    ]


def test_meetings_are_numbers_on_this_side_only(reach, officer):
    meeting = make_meeting(group=reach.group, summary="secret words")
    make_mark(meeting=meeting, person=reach.person)
    make_head_count(meeting=meeting, number=4)
    make_meeting(group=reach.foreign_group)
    response = officer.get(url("meetings"))
    text = body(response).decode()
    rows = rows_in(officer.get(url("meetings"), {"group": str(reach.group.pk)}))
    assert [(row["Day"], row["Members who came"], row["Guests"]) for row in rows] == [
        (meeting.held_on.isoformat(), "1", "4")
    ]
    assert [word for word in (reach.person.family_name, "secret", reach.foreign_group.code) if word in text] == []
    assert officer.get(url("meetings"), {"group": str(reach.foreign_group.pk)}).status_code == 404


def test_activities_of_meetings_add_up_what_was_held_together_once(reach, officer):
    meetings = [make_meeting(group=make_group(area=make_area(HERE)), held_on=date(2026, 2, 3)) for _number in range(3)]
    make_joint(*meetings[:2])
    rows = rows_in(officer.get(url("meetings")))
    counted = {row["Code of the group"]: row["Activities"] for row in rows}
    assert [counted[meeting.group.code] for meeting in meetings] == ["1", "0", "1"]


def test_schools_projects_and_partners(reach, officer):
    school = make_school(area=make_area(HERE), official_code="0506", name_latin="River")
    make_group(area=make_area(HERE), school=school)
    project = make_project(code="P-77")
    make_support(group=reach.group, project=project)
    make_support(group=reach.foreign_group, project=project)
    partner = make_partner(name_en="Friends")
    assert [(row["Official code"], row["Groups"]) for row in rows_in(officer.get(url("schools"), {"q": "river"}))] == [
        ("0506", "1")
    ]
    assert [row["Groups today"] for row in rows_in(officer.get(url("projects"))) if row["Code"] == "P-77"] == ["1"]
    assert partner.name_km in [row["Name in Khmer"] for row in rows_in(officer.get(url("partners")))]


def test_facilitators_with_the_groups_of_this_side(reach, officer):
    adult = make_user("facilitator", full_name="Dara Adult")
    make_facilitation(user=adult, group=reach.group)
    make_facilitation(user=adult, group=reach.foreign_group)
    free = make_user("facilitator", full_name="Free Adult")
    found = [(row["Facilitator"], row["Code of the group"]) for row in rows_in(officer.get(url("facilitators")))]
    assert found == [("Dara Adult", reach.group.code), (free.full_name, "")]
    assert browser(reach.facilitator()).get(url("facilitators")).status_code == 404


def test_a_list_that_forgot_its_scope_would_be_found(reach, officer, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    codes = [row["Code of the group"] for row in rows_in(officer.get(url("groups")))]
    assert reach.foreign_group.code in codes


@pytest.mark.parametrize("role", ["donor", "communications"])
@pytest.mark.parametrize("name", LISTS)
def test_roles_without_groups_download_nothing(reach, role, name):
    assert browser(make_user(role)).get(url(name)).status_code == 404


def test_names_of_groups_cannot_run_in_either_file(officer):
    for text in DANGEROUS:
        make_group(area=make_area(HERE), name_km=text.replace("\x00", ""), name_latin=text.replace("\x00", ""))
    rows = rows_in(officer.get(url("groups")))
    assert len(rows) == 51
    assert [value for row in rows for value in row.values() if files.looks_like_formula(value)] == []
    book = load_workbook(io.BytesIO(body(officer.get(url("groups", "xlsx")))))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d"}


@pytest.mark.parametrize("name", LISTS)
def test_three_rows_cost_no_more_queries_than_one(reach, name):
    client = warm(browser(make_user("programme_officer", area=make_area(HERE[:4]))))

    def grow(number):
        school = make_school(area=make_area(HERE))
        group = make_group(area=make_area(f"{HERE}0{number}"), school=school)
        meeting = make_meeting(group=group)
        make_mark(meeting=meeting)
        make_support(group=group)
        make_facilitation(group=group, user=make_user("facilitator"))

    counted = []
    for number in (1, 2, 3):
        grow(number)
        if number == 2:
            continue
        with CaptureQueriesContext(connection) as queries:
            body(client.get(url(name)))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_download_leaves_a_line_with_ids_and_without_words(reach, officer):
    officer.get(url("groups"), {"q": "ក្លឹប", "kind": "club", "area": "mef0506", "sort": "name", "overdue": "on"})
    row = journal_rows("list.exported")[0]
    assert (row.kind, row.details) == (
        "read",
        {
            "table": "groups",
            "rows": 1,
            "format": "csv",
            "filters": ["area=mef0506", "kind=club", "overdue", "q"],
        },
    )


def test_list_too_long_for_excel_says_so(reach, officer, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS_OF_XLSX", 0)
    response = officer.get(url("groups", "xlsx"), {"kind": "club"}, follow=True)
    assert response.redirect_chain == [("/desk/groups/?kind=club", 302)]
    assert "too long for Excel" in response.content.decode()
    assert journal_rows("list.exported") == []
    assert len(rows_in(officer.get(url("groups")))) == 1


def test_file_speaks_the_language_of_its_reader(reach):
    officer = reach.officer()
    officer.language = "km"
    officer.save()
    head = body(browser(officer).get(url("groups"))).decode("utf-8-sig").splitlines()[0]
    assert "Province" not in head
    assert "ខេត្ត" in head


# --- links -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("/desk/groups/", ["groups"]),
        ("/desk/meetings/", ["meetings"]),
        ("/desk/schools/", ["schools"]),
        ("/desk/projects/", ["projects", "partners"]),
        ("/desk/facilitators/", ["facilitators"]),
    ],
)
def test_list_leads_to_its_files_and_keeps_the_filters(reach, officer, page, names):
    make_meeting(group=reach.group)
    make_school(area=make_area(HERE))
    make_support(group=reach.group)
    make_facilitation(group=reach.group, user=make_user("facilitator"))
    text = officer.get(page, {"area": "mef0506", "after": "x"}).content.decode()
    for name in names:
        for format in ("csv", "xlsx"):
            assert f'href="{url(name, format)}?area=mef0506"' in text


def test_only_who_may_take_names_sees_the_link(reach, officer):
    assert MEMBERS in officer.get("/desk/groups/").content.decode()
    for user in (reach.facilitator(), reach.nameless(), make_user("administrator")):
        text = browser(user).get("/desk/groups/").content.decode()
        assert url("groups") in text
        assert MEMBERS not in text


# --- names -----------------------------------------------------------------------------------------------------------
def test_names_are_taken_by_officers_only(reach):
    assert [role.key for role in roles_with(C.EXPORT_NAMES)] == ["programme_officer"]
    for key in set(ROLES) - {"programme_officer"}:
        client = proven(browser(make_user(key)))
        assert (client.get(MEMBERS).status_code, taken(client).status_code) == (404, 404)


@pytest.mark.parametrize(("method", "age"), [("mfa", 601), ("password", 0)])
def test_an_old_code_or_a_password_alone_does_not_open(reach, officer, method, age):
    client = proven(officer, method, age)
    for response in (client.get(f"{MEMBERS}?kind=club"), taken(client, kind="club")):
        assert (response.status_code, response.url) == (
            302,
            "/accounts/2fa/reauthenticate/?next=%2Fdesk%2Fexports%2Fmembers%2F%3Fkind%3Dclub",
        )
    assert journal_rows("names.exported") == []


def test_a_code_leads_back_and_opens(reach, officer):
    asked = officer.get(f"{MEMBERS}?kind=club").url
    answer = officer.post(asked, {"code": code_now(), "next": f"{MEMBERS}?kind=club"})
    assert answer.url == f"{MEMBERS}?kind=club"
    page = officer.get(answer.url).content.decode()
    assert "The file will hold 1 name." in page
    assert reach.person.given_name not in page


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_names_stop_at_the_border(reach, officer, format):
    make_membership(group=reach.group, ended_on=timezone.localdate().replace(year=2024, day=1))
    response = taken(proven(officer), format)
    rows = rows_in(response)
    assert [(row["Family name"], row["Given name"], row["Code of the group"]) for row in rows] == [
        (reach.person.family_name, reach.person.given_name, reach.group.code)
    ]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_names_of_a_group_one_only_facilitates_stay(reach):
    """Officer here, facilitator there: the names there are read, not taken along."""
    user = reach.officer()
    make_grant(user, "facilitator")
    make_facilitation(user=user, group=reach.foreign_group)
    client = proven(browser(user))
    assert client.get(reverse("groups:page", args=[reach.foreign_group.pk])).status_code == 200
    assert [row["Code of the group"] for row in rows_in(taken(client))] == [reach.group.code]


def test_names_without_their_border_would_be_found(reach, officer, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    monkeypatch.setattr("participation.exports.tables.groups_q", lambda user, capability: ~Q(pk__in=[]))
    assert reach.stranger.given_name in [row["Given name"] for row in rows_in(taken(proven(officer)))]


@pytest.mark.parametrize("reason", ["", "because", "For ចាន់ ដារា, who moved to another village"])
def test_names_want_a_reason_from_the_list(reach, officer, reason):
    response = taken(proven(officer), reason=reason)
    assert response.status_code == 200
    assert not response.streaming
    assert response.context["form"].errors["reason"]
    assert reach.person.given_name not in response.content.decode()
    assert journal_rows("names.exported") == []


def test_each_reason_of_the_list_opens_and_stands_in_the_journal_in_words(reach, officer):
    for reason in NamesReason.values:
        assert rows_in(taken(proven(officer), reason=reason))
    assert [row.details["reason"] for row in journal_rows("names.exported")] == NamesReason.values
    JournalEntry.objects.create(at=timezone.now(), verb="names.exported", details={"reason": "a word of old: ដារា"})
    text = browser(make_user("safeguarding_officer")).get(reverse("journal:list")).content.decode()
    assert [reason.label for reason in NamesReason if str(reason.label) not in text] == []
    assert "a word of old" not in text


def test_taking_names_is_written_down_without_one(reach, officer):
    reach.add_member(family_name="ចាន់", given_name="ដារា")
    body(taken(proven(officer), kind="club", q="ក្លឹប"))
    row = journal_rows("names.exported")[0]
    assert (row.kind, row.people, row.details) == (
        "read",
        2,
        {"table": "members", "rows": 2, "format": "csv", "filters": ["kind=club", "q"], "reason": REASON},
    )
    assert "ដារា" not in str(row.details)


def test_names_too_many_for_excel(reach, officer, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS_OF_XLSX", 0)
    response = taken(proven(officer), "xlsx")
    assert response.context["form"].errors["format"]
    assert journal_rows("names.exported") == []


def test_three_names_cost_no_more_queries_than_one(reach, officer):
    client, counted = warm(proven(officer)), []
    for _number in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            body(taken(client))
        counted.append(len(queries))
        for village in ("01", "02"):
            make_membership(group=make_group(area=make_area(HERE + village)))
    assert counted[0] == counted[1]


# --- the register on paper -------------------------------------------------------------------------------------------
def test_register_lists_members_and_leaves_room(reach):
    reach.add_member(family_name="ចាន់", given_name="ដារា")
    response = browser(reach.facilitator()).get(reverse("exports:register", args=[reach.group.pk]))
    text = response.content.decode()
    assert response.status_code == 200
    assert "ដារា" in text
    assert text.count("<tr>") == 1 + 2 + 10
    assert text.count("register-again") == 1
    assert text.count("register-day") == 6
    assert [(row.about_id, row.people) for row in journal_rows("register.printed")] == [(str(reach.group.pk), 2)]


def test_register_is_for_who_sees_names_in_this_group(reach):
    address = reverse("exports:register", args=[reach.group.pk])
    foreign = reverse("exports:register", args=[reach.foreign_group.pk])
    assert browser(reach.officer()).get(address).status_code == 200
    assert browser(reach.nameless()).get(address).status_code == 404
    assert browser(reach.facilitator()).get(foreign).status_code == 404
    assert address in browser(reach.facilitator()).get(reverse("groups:page", args=[reach.group.pk])).content.decode()
    assert address not in browser(reach.nameless()).get(reverse("groups:page", args=[reach.group.pk])).content.decode()


def test_register_costs_the_same_for_one_and_for_three(reach):
    client, counted = warm(browser(reach.officer())), []
    for _number in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("exports:register", args=[reach.group.pk]))
        counted.append(len(queries))
        reach.add_member(), reach.add_member()
    assert counted[0] == counted[1]
