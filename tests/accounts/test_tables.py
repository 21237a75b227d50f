"""Accounts, journal and helplines as files: who may take them, and that nothing in them runs or names a child."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.downloads import files
from accounts.models import JournalEntry
from accounts.roles import ROLES
from tests.accounts.downloads.reading import body, rows_in, warm
from tests.factories.accounts import make_grant, make_user, signed_in
from tests.factories.helplines import helpline
from tests.factories.people import make_person
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db
READERS = {
    "accounts": {"administrator", "safeguarding_officer"},
    "journal": {"safeguarding_officer"},
    "helplines": {"safeguarding_officer"},
}


def url(name, format="csv"):
    return reverse(f"{name}:list_{format}")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", READERS)
def test_file_is_for_who_opens_the_list(name, format):
    found = set()
    for role in ROLES:
        response = signed_in(make_user(role)).get(url(name, format))
        if response.status_code == 200:
            body(response)
            found.add(role)
    assert found == READERS[name]


@pytest.mark.parametrize("name", READERS)
def test_list_leads_to_its_file(safeguarding_officer, name):
    helpline()
    text = signed_in(safeguarding_officer).get(reverse(f"{name}:list")).text
    assert [format for format in ("csv", "xlsx") if f'href="{url(name, format)}"' not in text] == []


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_accounts_have_a_line_for_each_role(administrator, format):
    area = make_area("0506")
    user = make_user("area_officer", area=area, full_name="=cmd()", username="sokha")
    make_grant(user, "facilitator")
    make_user(full_name="No Role")
    make_user("donor", full_name="Closed", is_active=False)
    rows = rows_in(signed_in(administrator).get(url("accounts", format)))
    of_user = [(row["Role"], bool(row["Area"])) for row in rows if row["User name"] == "sokha"]
    assert sorted(of_user) == [("Area officer", True), ("Facilitator", False)]
    assert [row["Role"] or "" for row in rows if row["Name"] == "No Role"] == [""]
    assert "Closed" not in [row["Name"] for row in rows]
    if format == "csv":
        assert [value for row in rows for value in row.values() if files.looks_like_formula(value)] == []


def test_accounts_keep_role_and_state_but_never_words(administrator):
    make_user("donor", full_name="Dona")
    make_user("facilitator", full_name="Facila")
    client = signed_in(administrator)
    assert [row["Name"] for row in rows_in(client.get(url("accounts"), {"role": "donor"}))] == ["Dona"]
    text = client.post(reverse("accounts:list"), {"q": "Dona", "role": "donor"}).text
    assert (f'href="{url("accounts")}?role=donor"' in text, "q=Dona" in text) == (True, False)
    row = JournalEntry.objects.get(verb="list.exported")
    assert row.details == {"table": "accounts", "rows": 1, "format": "csv", "filters": ["role=donor"]}


def test_journal_holds_ids_and_words_and_its_own_download(safeguarding_officer):
    person = make_person()
    journal.seen("person.read", about=person, by=safeguarding_officer, people=1)
    journal.note("person.corrected", about=person, by=safeguarding_officer, fields=["sex"])
    client = signed_in(safeguarding_officer)
    response = client.get(url("journal"), {"kind": "read"})
    text = body(client.get(url("journal"), {"kind": "read"})).decode()
    rows = rows_in(response)
    assert [(row["What"], row["Number of the record"]) for row in rows if row["About"] == "person"] == [
        ("Person read", str(person.pk))
    ]
    assert (person.given_name in text, "Person corrected" in text) == (False, False)
    assert [row.details["filters"] for row in JournalEntry.objects.filter(verb="list.exported")] == [["kind=read"]] * 2


def test_journal_says_why_names_were_taken(safeguarding_officer):
    for reason in ("report", "words of old about ដារា"):
        JournalEntry.objects.create(at=timezone.now(), verb="names.exported", kind="read", details={"reason": reason})
    rows = rows_in(signed_in(safeguarding_officer).get(url("journal"), {"kind": "read"}))
    assert {row["Reason"] for row in rows if row["What"] == "Names of members downloaded"} == {
        "A report to the ministry or the partner",
        "",
    }


@pytest.mark.parametrize("asked", [{"kind": "'"}, {"before": "x"}, {"role": "\x00"}, {"state": "99"}])
@pytest.mark.parametrize("name", READERS)
def test_odd_words_are_no_error(safeguarding_officer, name, asked):
    assert signed_in(safeguarding_officer).get(url(name), asked).status_code == 200


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_helplines_are_whole_and_cannot_run(safeguarding_officer, format):
    helpline(number="+855 12 345", name_en="=HYPERLINK()", is_free=True)
    helpline(is_active=False)
    rows = rows_in(signed_in(safeguarding_officer).get(url("helplines", format)))
    assert sorted((row["In use"], row["The call is free"] or "") for row in rows) == [("No", ""), ("Yes", "Yes")]
    if format == "csv":
        assert [value for row in rows for value in row.values() if files.looks_like_formula(value)] == []


@pytest.mark.parametrize("name", READERS)
def test_three_rows_cost_no_more_than_one(safeguarding_officer, name):
    client, counted = warm(signed_in(safeguarding_officer)), []
    for number in range(3):
        helpline()
        make_grant(make_user("area_officer", area=make_area("0506")), "donor", area=make_area("1001"))
        if number == 1:
            continue
        with CaptureQueriesContext(connection) as queries:
            body(client.get(url(name)))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_file_says_which_helplines_take_complaints(safeguarding_officer):
    helpline(number="1280"), helpline(number="023 100 200", takes_complaints=True)
    rows = rows_in(signed_in(safeguarding_officer).get(url("helplines")))
    told = {row["Number"]: row["Also for complaints about an adult of our programme"] for row in rows}
    assert told == {"1280": "No", "023 100 200": "Yes"}
