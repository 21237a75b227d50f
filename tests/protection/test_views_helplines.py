"""The public pages about help, and the desk of the helplines."""

import re
from datetime import date

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session

from protection.models import HelpLine
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline

pytestmark = pytest.mark.django_db

TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)
ADDRESSES = re.compile(r"""(?:href|src|action)="([^"]*)\"""")


def text_of(response) -> str:
    return response.content.decode()


# --- for everybody ----------------------------------------------------------------------------------------------------
def test_readers_see_confirmed_numbers_as_call_buttons(client, confirmed, unconfirmed):
    helpline(number="117", is_active=False, verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))
    text = text_of(client.get("/en/more/"))
    assert re.findall(r'href="tel:([^"]*)"', text) == ["1280"]
    assert confirmed.name_en in text
    assert unconfirmed.number not in text
    assert unconfirmed.name_en not in text
    assert ">117<" not in text


def test_a_number_says_hours_cost_and_text_messages_where_they_are_known(client):
    known = {"verified_on": date(2026, 9, 1), "next_check_on": date(2027, 3, 1)}
    helpline(number="1 280", hours_en="Day and night", is_free=True, takes_text=True, **known)
    text = text_of(client.get("/en/more/"))
    assert "Day and night" in text
    assert "The call costs nothing" in text
    assert 'href="sms:1280"' in text
    HelpLine.objects.update(hours_en="", is_free=False, takes_text=False)
    text = text_of(client.get("/en/more/"))
    assert "The call costs money" in text
    assert "sms:" not in text
    HelpLine.objects.update(is_free=None)
    assert "The call costs" not in text_of(client.get("/en/more/"))


def test_without_a_confirmed_number_it_still_says_where_to_go(client, unconfirmed):
    text = text_of(client.get("/en/more/"))
    assert "tel:" not in text
    assert "Go to an adult you trust, to the commune hall or to the nearest police post." in text
    assert "It is not your fault" in text


def test_title_and_path_say_nothing_of_help(client, confirmed):
    for path in ("/en/more/", "/en/calendar/"):
        title = TITLE.search(text_of(client.get(path)))[1].lower()
        assert [word for word in ("help", "violence", "abuse", "child line", "danger", "police") if word in title] == []
    assert TITLE.search(text_of(client.get("/en/more/")))[1].startswith("More")


def test_no_form_no_foreign_address_and_a_way_out_without_a_script(client, confirmed):
    for language in ("km", "en"):
        text = text_of(client.get(f"/{language}/more/"))
        assert "<form" not in text
        assert "<input" not in text
        addresses = ADDRESSES.findall(text)
        assert [address for address in addresses if not re.match(r"(/(?!/)|#|tel:|sms:)", address)] == []
        assert text.count(f'href="/{language}/calendar/" rel="noreferrer" data-leave') == 2
        assert [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag] == []


@pytest.mark.parametrize("path", ["/km/more/", "/en/more/", "/km/calendar/", "/en/calendar/"])
def test_pages_leave_no_cookie_and_may_be_kept(client, confirmed, path):
    client.force_login(make_user("safeguarding_officer"), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    session = Session.objects.get()
    response = client.get(path)
    assert response.status_code == 200
    assert response.cookies == {}
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert response.headers.get("Vary", "") in ("", "Accept-Encoding")
    assert Session.objects.get().session_data == session.session_data


def test_help_costs_one_query_for_a_stranger_and_for_staff(client, confirmed, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/km/more/")
    client.force_login(make_user("safeguarding_officer"), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    with django_assert_num_queries(1):
        client.get("/km/more/")


def test_pages_speak_the_language_of_their_path(client, confirmed):
    client.cookies["language"] = "en"
    assert confirmed.name_km in text_of(client.get("/km/more/"))
    assert confirmed.name_en in text_of(client.get("/en/more/"))
    assert 'href="/en/more/"' in text_of(client.get("/km/more/"))
    assert 'href="/km/more/"' in text_of(client.get("/en/more/"))


@time_machine.travel("2026-11-23 05:00", tick=False)
def test_exit_leads_to_a_calendar_of_the_month(client):
    text = text_of(client.get("/km/calendar/"))
    assert "វិច្ឆិកា 2026" in text
    assert re.findall(r'aria-current="date">(\d+)<', text) == ["23"]
    assert re.findall(r"<td>(\d+)</td>", text) == [str(day) for day in range(1, 31) if day != 23]
    assert "help" not in text.split("<main")[1]


@pytest.mark.parametrize("path", ["/km/", "/en/"])
def test_home_links_to_help(client, path):
    from content.starter import make_starter_content

    make_starter_content()
    assert f'href="{path}more/"' in text_of(client.get(path))


# --- the desk ---------------------------------------------------------------------------------------------------------
PAGES = ("", "add/", "{pk}/calls/", "{pk}/edit/", "{pk}/confirm/", "{pk}/retire/")
CALLED = {"called_on": "2026-11-23", "is_answered": "yes", "waited_seconds": "២០", "in_khmer": "yes", "is_true": "on"}
"""A test call in which all went well."""
FILLED = {
    "number": "012 345 678",
    "name_km": "ខ្សែថ្មី",
    "name_en": "New line",
    "for_whom_km": "សម្រាប់កុមារ",
    "for_whom_en": "For children",
    "audience": "child",
    "is_free": "yes",
    "takes_text": "",
    "position": "៥",
}


@pytest.fixture
def desk(client, officer):
    client.force_login(officer, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.mark.parametrize("page", [*PAGES, "{pk}/reinstate/"])
@pytest.mark.parametrize("role", ["facilitator", "programme_officer", "communications", "administrator", "donor"])
def test_desk_is_closed_to_who_does_not_keep_helplines(client, confirmed, role, page):
    client.force_login(make_user(role), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    path = f"/desk/helplines/{page.format(pk=confirmed.pk)}"
    assert client.get(path).status_code == 404
    assert client.post(path, FILLED).status_code == 404
    confirmed.refresh_from_db()
    assert confirmed.is_active
    assert HelpLine.objects.count() == 1


@pytest.mark.parametrize("page", PAGES)
def test_desk_pages_open_for_the_safeguarding_officer(desk, confirmed, page):
    assert desk.get(f"/desk/helplines/{page.format(pk=confirmed.pk)}").status_code == 200


@pytest.mark.parametrize("page", ["{pk}/calls/", "{pk}/edit/", "{pk}/confirm/", "{pk}/retire/"])
@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_a_helpline_that_is_not_there_is_a_404(desk, page, pk):
    assert desk.get(f"/desk/helplines/{page.format(pk=pk)}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(desk, officer, number, django_assert_max_num_queries):
    for _ in range(number):
        helpline(verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1), verified_by=officer)
    desk.get("/desk/helplines/")
    with django_assert_max_num_queries(6):
        desk.get("/desk/helplines/")


@time_machine.travel("2026-11-23 05:00", tick=False)
def test_list_says_of_each_whether_readers_see_it(desk, confirmed, unconfirmed):
    helpline(verified_on=date(2026, 5, 1), next_check_on=date(2026, 11, 1))
    helpline(is_active=False)
    text = text_of(desk.get("/desk/helplines/"))
    states = ["Not shown: waits for a test call", "Shown, but a test call is due", "Shown to readers", "Out of use"]
    assert [text.count(state) for state in states] == [1, 1, 1, 1]


def test_a_helpline_is_added_in_khmer_digits(desk):
    response = desk.post("/desk/helplines/add/", FILLED | {"number": "០១២ ៣៤៥ ៦៧៨"})
    assert response.headers["Location"] == "/desk/helplines/"
    line = HelpLine.objects.get()
    assert (line.number, line.is_free, line.takes_text, line.position) == ("012 345 678", True, None, 5)
    assert line.verified_on is None


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("number", "call me", "Write a telephone number in digits, such as 012 345 678."),
        ("number", "1280", "This number is in the list already."),
        ("number", "1\0", "Null characters are not allowed."),
        ("name_km", "", "This field is required."),
        ("position", "many", "Enter a whole number."),
    ],
)
def test_wrong_answers_are_explained_and_nothing_is_kept(desk, confirmed, field, answer, sentence):
    response = desk.post("/desk/helplines/add/", FILLED | {field: answer})
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert HelpLine.objects.count() == 1


def test_changing_a_number_takes_it_off_the_public_page(desk, confirmed):
    shown = text_of(desk.get(f"/desk/helplines/{confirmed.pk}/edit/"))
    assert 'value="1280"' in shown
    desk.post(f"/desk/helplines/{confirmed.pk}/edit/", FILLED)
    confirmed.refresh_from_db()
    assert (confirmed.number, confirmed.verified_on) == ("012 345 678", None)
    assert "tel:" not in text_of(desk.get("/en/more/"))


@time_machine.travel("2026-11-23 05:00", tick=False)
def test_a_test_call_puts_the_number_on_the_public_page(desk, officer, unconfirmed):
    path = f"/desk/helplines/{unconfirmed.pk}/confirm/"
    refused = desk.post(path, CALLED | {"called_on": "2026-11-24"})
    assert "The day of the test call lies in the future." in text_of(refused)
    assert "tel:" not in text_of(desk.get("/en/more/"))
    assert "Say whether somebody answered in Khmer." in text_of(desk.post(path, CALLED | {"in_khmer": ""}))
    desk.post(path, CALLED)
    unconfirmed.refresh_from_db()
    assert (unconfirmed.verified_by, unconfirmed.next_check_on) == (officer, date(2027, 5, 23))
    assert 'href="tel:1288"' in text_of(desk.get("/en/more/"))


@time_machine.travel("2026-11-23 05:00", tick=False)
def test_a_call_that_nobody_answers_is_told_with_its_role_and_lowers_the_confidence(desk, confirmed):
    path = f"/desk/helplines/{confirmed.pk}/confirm/"
    desk.post(path, CALLED)
    assert "Somebody answers quickly, in Khmer" in text_of(desk.get("/desk/helplines/"))
    answer = desk.post(path, CALLED | {"is_answered": "no", "in_khmer": "", "is_true": "", "waited_seconds": "90"})
    assert answer.headers["Location"] == "/desk/helplines/"
    listed, told = text_of(desk.get("/desk/helplines/")), text_of(desk.get(f"/desk/helplines/{confirmed.pk}/calls/"))
    assert "Not sure that somebody answers" in listed
    assert "Safeguarding officer: nobody answered in 90 seconds." in listed
    assert told.count("Safeguarding officer") == 2
    assert 'href="tel:1280"' in text_of(desk.get("/en/more/"))


@time_machine.travel("2026-11-23 05:00", tick=False)
def test_calls_of_the_number_of_before_say_nothing_of_the_new_one(desk, confirmed):
    desk.post(f"/desk/helplines/{confirmed.pk}/confirm/", CALLED)
    desk.post(f"/desk/helplines/{confirmed.pk}/edit/", FILLED)
    assert "Nobody has called yet" in text_of(desk.get("/desk/helplines/"))
    assert ">1280<" in text_of(desk.get(f"/desk/helplines/{confirmed.pk}/calls/"))


@time_machine.travel("2026-11-23 05:00", tick=False)
def test_what_waits_for_a_call_is_counted_on_the_list_and_on_the_first_page(desk, confirmed, unconfirmed):
    assert "1 number waits for a test call" in text_of(desk.get("/desk/helplines/"))
    assert "1 helpline waits for a test call" in text_of(desk.get("/desk/"))


def test_out_of_use_and_back(desk, confirmed):
    desk.post(f"/desk/helplines/{confirmed.pk}/retire/")
    confirmed.refresh_from_db()
    assert not confirmed.is_active
    assert "out of use" in text_of(desk.post(f"/desk/helplines/{confirmed.pk}/confirm/", CALLED))
    assert desk.get(f"/desk/helplines/{confirmed.pk}/reinstate/").status_code == 405
    desk.post(f"/desk/helplines/{confirmed.pk}/reinstate/")
    confirmed.refresh_from_db()
    assert (confirmed.is_active, confirmed.verified_on) == (True, None)


@pytest.mark.parametrize(("language", "path"), [("km", "/km/more/"), ("en", "/en/more/")])
def test_desk_and_doors_link_to_help_in_the_language_of_the_reader(client, language, path):
    client.cookies["language"] = language
    assert f'href="{path}"' in text_of(client.get("/accounts/login/"))
    client.force_login(make_user("donor", language=language), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    assert f'href="{path}"' in text_of(client.get("/desk/", follow=True))
