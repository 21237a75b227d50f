"""The desk's pages of asks: the list, one ask, its steps, and the asks on other pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import Ask, AskAnswer, AskLink
from tests.factories.participation import (
    ANSWERED_ON,
    make_ask,
    make_ask_answer,
    make_ask_link,
    make_bearer,
    make_group,
    make_issue,
    make_meeting,
    make_topic,
)
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser
from tests.participation.sheets import correct_url, page_url, record_url, sheet

pytestmark = pytest.mark.django_db
LIST = "/desk/asks/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def url(name, row):
    return reverse(f"asks:{name}", args=[row.pk])


def listed(client, **asked):
    return {row.ask for row in client.get(LIST, asked).context["rows"]}


# --- the list --------------------------------------------------------------------------------------------------------
def test_list_shows_what_lies_within_reach(reach, officer):
    here = make_ask(group=reach.group)
    make_ask(group=reach.foreign_group)
    assert listed(officer) == {here}
    assert listed(browser(reach.facilitator())) == {here}
    assert listed(browser(reach.reader())) == {here}


def test_list_is_narrowed(reach, officer):
    body = make_bearer()
    late = make_ask(group=reach.group, body=body)
    waits = make_ask(group=reach.group, answer_due_on=timezone.localdate())
    answered = make_ask("answered", group=make_group(area=make_area(f"{HERE}01")))
    make_ask("withdrawn", group=reach.group)
    assert listed(officer, status="sent") == {late, waits}
    assert listed(officer, status="open") == {late, waits, answered}
    assert listed(officer, overdue="on") == {late}
    assert listed(officer, body=body.pk) == {late}
    assert listed(officer, area=f"mef{HERE}01") == {answered}
    assert listed(officer, group=answered.issue.meeting.group_id) == {answered}
    assert len(listed(officer, status="nonsense", body="x", area="x")) == 4
    assert officer.get(LIST, {"group": reach.foreign_group.pk}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_long(reach, officer, django_assert_num_queries, rows):
    for _time in range(rows):
        ask = make_ask("answered", group=make_group(area=make_area(HERE)))
        make_ask_answer(ask=ask)
    officer.get(LIST)
    with django_assert_num_queries(10):
        assert len(officer.get(LIST).context["rows"]) == rows


# --- one ask ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_however_much_was_answered(reach, officer, django_assert_num_queries, rows):
    ask = make_ask("answered", group=reach.group)
    for number in range(rows):
        make_ask_answer(ask=ask)
        make_ask_link(ask=ask, token=f"token {number}")
        ask.steps.create(status="sent", at=timezone.now())
    officer.get(url("page", ask))
    with django_assert_num_queries(14):
        assert len(officer.get(url("page", ask)).context["page"].answers) == rows


def test_page_offers_the_steps_that_may_be_taken(reach):
    facilitator, reader = browser(reach.facilitator()), browser(reach.reader())
    wanted = {
        "drafted": {"change", "send", "withdraw"},
        "sent": {"answer", "link", "move_due", "withdraw"},
        "answered": {"answer", "link", "tell", "withdraw"},
        "told": {"answer", "link", "close", "untell"},
        "closed": set(),
        "withdrawn": set(),
    }
    for status, steps in wanted.items():
        ask = make_ask(status, group=reach.group)
        assert facilitator.get(url("page", ask)).context["page"].may == steps
        assert reader.get(url("page", ask)).context["page"].may == set()


def test_an_issue_becomes_an_ask_and_goes_its_way(reach):
    client, issue = browser(reach.facilitator()), make_issue(meeting=make_meeting(group=reach.group))
    body, right = make_bearer(), make_topic(type="article", number=24)
    assert url("draft", issue) in client.get(page_url(issue.meeting)).text
    page = client.get(url("draft", issue))
    assert page.context["form"].initial["text"] == issue.text
    answers = {"text": "សូមឱ្យមានទឹកស្អាត", "level": "school", "area": f"mef{HERE}", "topics": [right.pk]}
    assert client.post(url("draft", issue), answers).status_code == 302
    ask = Ask.objects.get()
    assert (ask.text, ask.level, list(ask.topics.all())) == ("សូមឱ្យមានទឹកស្អាត", "school", [right])
    assert client.get(url("draft", issue)).url == url("page", ask)
    assert url("page", ask) in client.get(page_url(issue.meeting)).text
    today = timezone.localdate()
    sent = {"body": body.pk, "sent_on": today.isoformat(), "answer_due_on": (today + timedelta(9)).isoformat()}
    assert client.post(url("send", ask), sent).status_code == 302
    assert client.post(url("answer", ask), {"kind": "done", "answered_on": today.isoformat()}).status_code == 302
    meeting = make_meeting(group=reach.group, held_on=today)
    other = make_meeting(group=reach.foreign_group, held_on=today)
    assert client.post(url("tell", ask), {"meeting": other.pk}).status_code == 200
    assert client.post(url("tell", ask), {"meeting": meeting.pk}).status_code == 302
    assert client.post(url("close", ask)).status_code == 302
    ask.refresh_from_db()
    assert (ask.status, ask.told_meeting) == ("closed", meeting)
    assert client.get(url("page", ask)).status_code == 200


def test_step_taken_from_an_old_page_is_explained(reach, officer):
    ask = make_ask("closed", group=reach.group)
    page = officer.post(url("answer", ask), {"kind": "done", "answered_on": timezone.localdate().isoformat()})
    assert "This ask has gone on meanwhile. Look at it again." in page.text
    assert officer.get(url("tell", make_ask(group=reach.group))).status_code == 302
    ask.refresh_from_db()
    assert ask.status == "closed"


def test_link_is_shown_once_and_taken_back(reach, officer):
    ask = make_ask(group=reach.group)
    page = officer.post(url("link", ask))
    address = page.context["address"]
    assert "/desk/link/" in address
    assert address in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert address.rstrip("/").rpartition("/")[2] not in officer.get(url("page", ask)).text
    link = AskLink.objects.get()
    assert officer.post(reverse("asks:revoke_link", args=[link.pk])).status_code == 302
    link.link.refresh_from_db()
    assert link.link.revoked_at is not None


def test_officer_confirms_or_turns_down_what_came_by_link(reach, officer):
    ask = make_ask(group=reach.group)
    answer = make_ask_answer(ask=ask, link=make_ask_link(ask=ask))
    wrong = make_ask_answer(ask=ask, link=make_ask_link(ask=ask, token="another"), text="លេង")
    facilitator = browser(reach.facilitator())
    for client in (facilitator, browser(reach.reader())):
        assert client.post(url("confirm", answer)).status_code == 404
        assert client.post(url("turn_down", wrong)).status_code == 404
        assert url("confirm", answer) not in client.get(url("page", ask)).text
    assert url("confirm", answer) in officer.get(url("page", ask)).text
    assert officer.post(url("confirm", answer)).status_code == 302
    assert wrong.text in officer.get(url("turn_down", wrong)).text
    assert officer.post(url("turn_down", wrong)).status_code == 302
    ask.refresh_from_db()
    assert (ask.status, list(AskAnswer.objects.all())) == ("answered", [answer])


def test_answer_that_came_too_late_can_only_be_turned_down(reach, officer):
    ask = make_ask("closed", group=reach.group)
    answer = make_ask_answer(ask=ask, link=make_ask_link(ask=ask), text="យឺត")
    text = officer.get(url("page", ask)).text
    assert (url("confirm", answer) in text, url("turn_down", answer) in text) == (False, True)
    assert "waits to be confirmed" not in officer.get(reverse("desk")).text
    assert officer.post(url("turn_down", answer)).status_code == 302
    assert not AskAnswer.objects.exists()


# --- where asks stand beside ------------------------------------------------------------------------------------------
def test_first_page_shows_officers_what_nobody_answered(reach, officer):
    late, foreign = make_ask(group=reach.group), make_ask(group=reach.foreign_group)
    make_ask_answer(ask=late, link=make_ask_link(ask=late))
    text = officer.get("/desk/").text
    assert (late.text in text, foreign.text in text) == (True, False)
    assert "1 answer of an official waits to be confirmed." in text
    assert late.text not in browser(reach.facilitator()).get("/desk/").text


def test_page_of_a_group_shows_what_is_under_way(reach, officer):
    open_one, closed = make_ask(group=reach.group), make_ask("closed", group=reach.group)
    text = officer.get(reverse("groups:page", args=[reach.group.pk])).text
    assert (open_one.text in text, closed.text in text) == (True, False)


def test_facilitator_tells_an_answer_at_the_next_meeting(reach):
    client = browser(reach.facilitator())
    ask, waits = make_ask("answered", group=reach.group), make_ask(group=reach.group)
    make_ask_answer(ask=ask, text="ឆ្នាំក្រោយ")
    page = client.get(record_url(reach.group)).text
    assert [word for word in (ask.text, waits.text, "ឆ្នាំក្រោយ") if word not in page] == []
    assert page.index("told_asks") < page.index('name="mark-')
    assert f'value="{waits.pk}"' not in page
    data = sheet([reach.person], told_asks=[str(ask.pk)])
    assert client.post(record_url(reach.group), data).status_code == 302
    ask.refresh_from_db()
    assert (ask.status, ask.told_meeting.group) == ("told", reach.group)
    correct = client.get(correct_url(ask.told_meeting))
    assert f'name="told_before" value="{ask.pk}"' in correct.text
    about = {"id": str(ask.told_meeting_id), "version": "1", "told_before": [str(ask.pk)]}
    assert client.post(correct_url(ask.told_meeting), sheet([reach.person], **about)).status_code == 302
    ask.refresh_from_db()
    assert (ask.status, ask.told_meeting) == ("answered", None)


def test_answer_is_not_told_before_it_came(reach):
    client, ask = browser(reach.facilitator()), make_ask("answered", group=reach.group)
    make_ask_answer(ask=ask)
    day = (ANSWERED_ON - timedelta(days=1)).isoformat()
    page = client.post(record_url(reach.group), sheet([reach.person], told_asks=[str(ask.pk)], held_on=day))
    assert "At that meeting the answer was not there yet." in page.text
    assert not Ask.objects.exclude(told_meeting=None).exists()


def test_ask_of_another_group_is_not_told_here(reach):
    client, foreign = browser(reach.facilitator()), make_ask("answered", group=reach.foreign_group)
    page = client.post(record_url(reach.group), sheet([reach.person], told_asks=[str(foreign.pk)]))
    assert page.status_code == 200
    foreign.refresh_from_db()
    assert foreign.status == "answered"


# --- as a file -------------------------------------------------------------------------------------------------------
def test_file_holds_the_list_as_it_is_narrowed(reach, officer):
    ask = make_ask("answered", group=reach.group)
    make_ask_answer(ask=ask, kind="planned", text="ឆ្នាំក្រោយ")
    other, foreign = make_ask(group=reach.group), make_ask("answered", group=reach.foreign_group)
    text = b"".join(officer.get("/desk/exports/asks.csv", {"status": "answered"}).streaming_content).decode("utf-8-sig")
    assert [each.text in text for each in (ask, other, foreign)] == [True, False, False]
    assert "ឆ្នាំក្រោយ" in text
    assert b"".join(officer.get("/desk/exports/asks.xlsx").streaming_content).startswith(b"PK")
