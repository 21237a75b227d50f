"""What the children raised: on the page that records a meeting, and on the page of the meeting."""

import pytest
from django.urls import reverse

from participation.models import Issue, Meeting
from tests.factories.participation import make_ask, make_issue, make_meeting
from tests.participation.reaches import Reach, browser
from tests.participation.sheets import correct_url, page_url, record_url, sheet

pytestmark = pytest.mark.django_db
ROAD, WATER = "ផ្លូវទៅសាលាលិចទឹក", "សាលាគ្មានទឹកស្អាត"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def client(reach):
    return browser(reach.facilitator())


def issues(*rows, initial=0):
    sent = {"issues-TOTAL_FORMS": len(rows), "issues-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        sent |= {f"issues-{number}-{name}": value for name, value in row.items()}
    return sent


def kept(meeting):
    return set(meeting.issues.values_list("text", "raised_by"))


def test_issues_are_recorded_with_the_meeting(reach, client):
    rows = issues({"text": ROAD, "raised_by": "girls"}, {"text": WATER}, {"text": "  ", "raised_by": "boys"})
    assert client.post(record_url(reach.group), sheet([reach.person], **rows)).status_code == 302
    assert kept(reach.group.meetings.get()) == {(ROAD, "girls"), (WATER, "all")}


def test_form_warns_of_names_and_leads_to_help(reach, client):
    text = client.get(record_url(reach.group)).text
    part = text[text.index('data-rows="issues"') : text.index("issues-0-text")]
    assert "No names, no private problem of a child." in part
    assert f'href="{reverse("worried:page")}"' in part


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"issues-TOTAL_FORMS": "x"}, "What the children raised did not arrive whole"),
        ({"issues-TOTAL_FORMS": "999999999"}, "At most 20 issues"),
        ({"issues-0-text": "x" * 501}, "at most 500 characters"),
        ({"issues-0-text": "a", "issues-0-raised_by": "teachers"}, "Select a valid choice"),
        ({"issues-0-text": "a", "issues-0-id": "x"}, "Enter a valid UUID"),
    ],
)
def test_what_is_wrong_with_an_issue_is_said_and_nothing_is_saved(reach, client, answers, sentence):
    answer = client.post(record_url(reach.group), sheet([reach.person], **issues({})) | answers)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert Meeting.objects.count() == 0


def test_one_more_row_keeps_what_was_typed(reach, client):
    text = client.post(record_url(reach.group), sheet([reach.person], step="issue", **issues({"text": ROAD}))).text
    assert ROAD in text
    assert 'name="issues-1-text"' in text
    again = client.post(
        record_url(reach.group), sheet([reach.person], step="roster", **issues({"text": ROAD}, {}))
    ).text
    assert 'name="issues-2-text"' not in again


@pytest.mark.parametrize("step", ["issue", "roster"])
@pytest.mark.parametrize("total", ["x", "999999999", "\x00"])
def test_drawing_the_page_again_is_never_an_error(reach, client, step, total):
    data = sheet([reach.person], step=step) | {"issues-TOTAL_FORMS": total}
    assert client.post(record_url(reach.group), data).status_code == 200


def test_correction_changes_adds_and_removes(reach, client):
    meeting = make_meeting(group=reach.group)
    stays, goes = make_issue(meeting=meeting, text=ROAD), make_issue(meeting=meeting)
    page = client.get(correct_url(meeting)).text
    assert (str(stays.pk) in page, goes.text in page) == (True, True)
    rows = issues({"id": stays.pk, "text": ROAD, "raised_by": "boys"}, {"text": WATER, "raised_by": "girls"})
    about = {"id": str(meeting.pk), "version": "1", "held_on": meeting.held_on.isoformat()}
    assert client.post(correct_url(meeting), sheet(**about, **rows)).status_code == 302
    assert kept(meeting) == {(ROAD, "boys"), (WATER, "girls")}
    assert meeting.issues.get(text=ROAD).pk == stays.pk


def test_issue_sent_on_is_shown_and_stays(reach, client):
    meeting = make_meeting(group=reach.group)
    sent = make_issue(meeting=meeting, text=ROAD)
    make_ask("sent", issue=sent)
    page = client.get(correct_url(meeting)).text
    assert ROAD in page
    assert str(sent.pk) not in page
    about = {"id": str(meeting.pk), "version": "1", "held_on": meeting.held_on.isoformat()}
    assert client.post(correct_url(meeting), sheet(**about, **issues({"text": WATER}))).status_code == 302
    assert kept(meeting) == {(ROAD, "all"), (WATER, "all")}


def test_page_that_was_open_before_there_were_issues_leaves_them(reach, client):
    meeting = make_meeting(group=reach.group)
    make_issue(meeting=meeting, text=ROAD)
    about = {"id": str(meeting.pk), "version": "1", "held_on": meeting.held_on.isoformat()}
    assert client.post(correct_url(meeting), sheet(**about)).status_code == 302
    assert kept(meeting) == {(ROAD, "all")}


def test_id_of_a_foreign_issue_makes_a_new_one(reach, client):
    foreign = make_issue(meeting=make_meeting(group=reach.foreign_group), text=ROAD)
    rows = issues({"id": foreign.pk, "text": WATER})
    assert client.post(record_url(reach.group), sheet([reach.person], **rows)).status_code == 302
    assert set(Issue.objects.values_list("text", flat=True)) == {ROAD, WATER}


def test_page_shows_the_words_to_who_sees_names_and_numbers_to_others(reach, client):
    meeting = make_meeting(group=reach.group)
    make_issue(meeting=meeting, text=ROAD)
    make_issue(meeting=make_meeting(group=reach.group), text=WATER)
    text = client.get(page_url(meeting)).text
    assert (ROAD in text, WATER in text) == (True, False)
    text = browser(reach.nameless()).get(page_url(meeting)).text
    assert (ROAD in text, "1 issue." in text) == (False, True)
