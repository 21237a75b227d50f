"""The page of the form, the form with codes, and the command."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import JournalEntry
from tests.accounts.downloads.reading import proven
from tests.factories.accounts import make_user
from tests.factories.participation import make_group
from tests.factories.places import make_area
from tests.participation.reaches import browser

pytestmark = pytest.mark.django_db
PAGE, FILE, CODES = "/desk/kobo/", "/desk/kobo/form.xlsx", "/desk/kobo/codes/"


def groups_in(content: bytes) -> list[str]:
    rows = load_workbook(io.BytesIO(content))["choices"].iter_rows(values_only=True)
    return [row[1] for row in rows if row[0] == "community_group"]


def test_page_says_how_it_goes_and_for_how_many_groups(reach):
    response = browser(reach.officer()).get(PAGE)
    assert (response.context["total"], response.context["may_take_codes"]) == (1, True)
    assert CODES in response.text
    page = browser(reach.facilitator()).get(PAGE)
    assert (page.context["total"], page.context["may_take_codes"], CODES in page.text) == (1, False, False)


def test_form_is_a_download_that_no_cache_keeps(reach):
    response = browser(reach.facilitator()).get(FILE)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="club_meetings-20')
    assert response.headers["Cache-Control"] == "no-store"
    assert groups_in(response.content) == [reach.group.code]
    line = JournalEntry.objects.get(verb="list.exported")
    assert (line.kind, line.details) == ("read", {"table": "xlsform", "rows": 1, "format": "xlsx", "filters": []})


def test_form_of_a_place_holds_the_groups_there(reach):
    elsewhere = make_group(area=make_area("050602"))
    client = browser(reach.officer())
    assert groups_in(client.get(FILE).content) == [reach.group.code, elsewhere.code]
    assert groups_in(client.get(FILE, {"area": "mef050602"}).content) == [elsewhere.code]
    line = JournalEntry.objects.filter(verb="list.exported").latest("pk")
    assert line.details["filters"] == ["area=mef050602"]


def test_place_without_a_group_is_said_on_the_page(reach):
    client = browser(reach.officer())
    for area in (make_area("050603").pk, make_area("0707").pk, "nonsense"):
        response = client.get(FILE, {"area": area}, follow=True)
        assert (response.status_code, response.redirect_chain) == (200, [(PAGE, 302)])
        assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_nobody_without_a_group_sees_an_empty_form(reach):
    user = make_user("facilitator")
    page = browser(user).get(PAGE)
    assert (page.status_code, page.context["total"], FILE in page.text) == (200, 0, False)


def test_codes_need_a_second_factor_a_reason_and_a_group(reach):
    client = browser(reach.officer())
    assert "/accounts/2fa/reauthenticate/" in client.get(CODES).url
    proven(client)
    assert client.get(CODES).status_code == 200
    assert client.post(CODES, {"area": ""}).status_code == 422
    assert client.post(CODES, {"area": make_area("050603").pk, "reason": "paper"}).status_code == 422
    response = client.post(CODES, {"area": "", "reason": "paper"})
    assert reach.person.code in [row[1] for row in load_workbook(io.BytesIO(response.content))["choices"].values]
    line = JournalEntry.objects.get(verb="names.exported")
    assert (line.kind, line.details["reason"], line.details["rows"]) == ("read", "paper", 1)


def test_members_of_today_are_in_the_form_and_former_ones_are_not(reach):
    membership = reach.add_member()
    membership.ended_on, membership.end_reason = date(2026, 1, 1), "moved"
    membership.save()
    client = browser(reach.officer())
    proven(client)
    response = client.post(CODES, {"area": "", "reason": "paper"})
    codes = [row[1] for row in load_workbook(io.BytesIO(response.content))["choices"].values if row[0] == "member"]
    assert codes == [reach.person.code]


@pytest.mark.parametrize(("address", "budget"), [(PAGE, 12), (FILE, 25)])
def test_costs_are_the_same_for_one_group_and_for_many(reach, address, budget):
    client = browser(reach.officer())
    client.get(address)
    before = queries_of(client, address)
    for _ in range(5):
        make_group(area=reach.group.area)
    assert queries_of(client, address) == before <= budget


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_command_writes_the_form_of_an_account(reach, tmp_path, capsys):
    user, file = reach.officer(), tmp_path / "form.xlsx"
    call_command("xlsform", str(file), "--as", user.username)
    assert groups_in(file.read_bytes()) == [reach.group.code]
    assert "1 groups" in capsys.readouterr().out
    assert reach.person.code not in str(list(load_workbook(file)["choices"].values))
    assert JournalEntry.objects.get(verb="list.exported").actor == user


@pytest.mark.parametrize(
    ("login", "area", "sentence"),
    [
        ("nobody", "", "There is no open account nobody."),
        ("", "99", "No place has the code 99."),
        ("", "1001", "There is no group here in which you may record meetings."),
    ],
)
def test_command_says_what_is_wrong(reach, tmp_path, login, area, sentence):
    user = reach.officer()
    arguments = [str(tmp_path / "form.xlsx"), "--as", login or user.username, *(["--area", area] if area else [])]
    with translation.override("en"), pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        call_command("xlsform", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_command_says_where_it_cannot_write(reach, tmp_path):
    with pytest.raises(CommandError, match="The file cannot be written"):
        call_command("xlsform", str(tmp_path / "no" / "form.xlsx"), "--as", reach.officer().username)
