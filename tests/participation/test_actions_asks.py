"""The steps of an ask: what each leaves, and what each refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import JournalEntry
from participation.actions.asks import (
    change_ask,
    close_ask,
    confirm_answer,
    draft_ask,
    move_due_day,
    record_answer,
    send_ask,
    take_back_telling,
    tell_children,
    turn_down_answer,
    withdraw_ask,
)
from participation.actions.meetings import correct_meeting
from participation.ask_refusals import (
    AnswerBeforeSending,
    AskExists,
    AskNotThere,
    AskSentBefore,
    DueBeforeSending,
    RefusalWithoutWhy,
    SentBeforeRaised,
    ToldAtAnotherGroup,
    ToldBeforeTheAnswer,
    ToldLater,
)
from participation.models import Ask, AskAnswer
from participation.refusals import DayInTheFuture
from tests.factories.accounts import make_user
from tests.factories.participation import (
    ANSWERED_ON,
    SENT_ON,
    make_ask,
    make_ask_answer,
    make_ask_link,
    make_bearer,
    make_issue,
    make_meeting,
    make_topic,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 24)


@pytest.fixture
def by():
    return make_user()


def steps_of(ask):
    return list(ask.steps.order_by("pk").values_list("status", flat=True))


def meeting_of(ask, held_on=None):
    return make_meeting(group=ask.issue.meeting.group, **({"held_on": held_on} if held_on else {}))


def test_an_ask_from_the_meeting_to_the_children_and_closed(by):
    issue, body, right = make_issue(text="ផ្លូវលិចទឹក"), make_bearer(), make_topic(type="article", number=6)
    area = issue.meeting.group.area
    ask = draft_ask(issue=issue, text="  សូមធ្វើ  ផ្លូវ ", area=area, topics=[right], by=by)
    assert (ask.text, ask.status, list(ask.topics.all())) == ("សូមធ្វើ ផ្លូវ", "drafted", [right])
    send_ask(ask=ask, body=body, answer_due_on=timezone.localdate() + timedelta(days=30), by=by)
    record_answer(ask=ask, kind="planned", text="ឆ្នាំក្រោយ", by=by)
    tell_children(ask=ask, meeting=meeting_of(ask, timezone.localdate()), by=by)
    record_answer(ask=ask, kind="done", by=by)
    assert (ask.status, ask.told_meeting) == ("answered", None)
    other = make_meeting(group=issue.meeting.group, held_on=timezone.localdate(), slot=2)
    tell_children(ask=ask, meeting=other, by=by)
    close_ask(ask=ask, by=by)
    ask.refresh_from_db()
    assert (ask.status, ask.told_meeting, ask.closed_on) == ("closed", other, timezone.localdate())
    assert steps_of(ask) == ["drafted", "sent", "answered", "told", "answered", "told", "closed"]
    assert set(ask.steps.values_list("by", flat=True)) == {by.pk}
    verbs = JournalEntry.objects.filter(verb__startswith="ask.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        *("ask.drafted", "ask.sent", "ask.answered", "ask.told", "ask.answered", "ask.told", "ask.closed"),
    ]


def test_an_issue_becomes_one_ask(by):
    ask = make_ask("drafted")
    with pytest.raises(AskExists):
        draft_ask(issue=ask.issue, text="ក", area=ask.area, by=by)


def test_words_change_until_it_is_sent(by):
    ask = make_ask("drafted")
    change_ask(ask=ask, by=by, text=" ទឹក  ស្អាត ", level="school", topics=[make_topic(type="article", number=24)])
    assert Ask.objects.values_list("text", "level", "topics__number").get() == ("ទឹក ស្អាត", "school", 24)
    with pytest.raises(AskNotThere):
        change_ask(ask=make_ask("sent"), by=by, text="ទឹក")
    with pytest.raises(TypeError):
        change_ask(ask=ask, by=by, status="closed")


@pytest.mark.parametrize("text", ["", " ", "ក" * 501])
def test_an_ask_without_words_or_with_too_many_is_refused(by, text):
    issue = make_issue()
    with pytest.raises(ValidationError):
        draft_ask(issue=issue, text=text, area=issue.meeting.group.area, by=by)
    assert not Ask.objects.exists()


def test_sending_asks_for_days_in_order(by):
    ask, body, today = make_ask("drafted"), make_bearer(), timezone.localdate()
    with pytest.raises(DueBeforeSending):
        send_ask(ask=ask, body=body, answer_due_on=today - timedelta(days=1), by=by)
    with pytest.raises(DayInTheFuture):
        send_ask(ask=ask, body=body, answer_due_on=DUE, sent_on=today + timedelta(days=1), by=by)
    ask.refresh_from_db()
    assert (ask.status, ask.sent_on, steps_of(ask)) == ("drafted", None, [])


def test_an_ask_is_sent_on_the_day_of_its_meeting_at_the_earliest(by):
    ask, body = make_ask("drafted"), make_bearer()
    raised_on = ask.issue.meeting.held_on
    with pytest.raises(SentBeforeRaised):
        send_ask(ask=ask, body=body, answer_due_on=DUE, sent_on=raised_on - timedelta(days=1), by=by)
    send_ask(ask=ask, body=body, answer_due_on=DUE, sent_on=raised_on, by=by)
    assert Ask.objects.values_list("status", "sent_on").get() == ("sent", raised_on)


def test_a_meeting_keeps_its_place_among_the_days_of_its_asks(by):
    ask = make_ask("told")
    make_ask_answer(ask=ask)
    raised, told = ask.issue.meeting, ask.told_meeting
    with pytest.raises(AskSentBefore):
        correct_meeting(meeting=raised, by=by, held_on=SENT_ON + timedelta(days=1))
    with pytest.raises(ToldLater):
        correct_meeting(meeting=told, by=by, held_on=ANSWERED_ON - timedelta(days=1))
    for meeting, day in ((raised, SENT_ON), (told, ANSWERED_ON)):
        meeting.refresh_from_db()
        correct_meeting(meeting=meeting, by=by, held_on=day)
    assert Ask.objects.values_list("issue__meeting__held_on", "told_meeting__held_on").get() == (SENT_ON, ANSWERED_ON)


def test_another_day_for_the_answer_lets_it_climb_again(by):
    ask = make_ask(overdue_told_at=timezone.now())
    move_due_day(ask=ask, answer_due_on=DUE, by=by)
    assert Ask.objects.values_list("answer_due_on", "overdue_told_at").get() == (DUE, None)
    with pytest.raises(DueBeforeSending):
        move_due_day(ask=ask, answer_due_on=SENT_ON - timedelta(days=1), by=by)


def test_the_first_answer_is_the_earliest_whichever_comes_first(by):
    ask = make_ask()
    record_answer(ask=ask, kind="planned", answered_on=ANSWERED_ON, by=by)
    record_answer(ask=ask, kind="accepted", answered_on=SENT_ON, by=by)
    assert Ask.objects.values_list("status", "answered_on").get() == ("answered", SENT_ON)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"kind": "refused", "text": "  "}, RefusalWithoutWhy),
        ({"kind": "planned", "answered_on": SENT_ON - timedelta(days=1)}, AnswerBeforeSending),
        ({"kind": "planned", "answered_on": date(2999, 1, 1)}, DayInTheFuture),
        ({"kind": "perhaps"}, ValidationError),
        ({"kind": "planned", "text": "ក" * 1001}, ValidationError),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(by, given, refusal):
    ask = make_ask()
    with pytest.raises(refusal):
        record_answer(ask=ask, by=by, **given)
    ask.refresh_from_db()
    assert (ask.status, AskAnswer.objects.count()) == ("sent", 0)


def test_an_answer_by_link_counts_once_it_is_confirmed(by):
    ask = make_ask()
    answer = make_ask_answer(ask=ask, link=make_ask_link(ask=ask))
    assert (ask.status, answer.is_confirmed) == ("sent", False)
    confirm_answer(answer=answer, by=by)
    ask.refresh_from_db()
    assert (ask.status, ask.answered_on, AskAnswer.objects.get().confirmed_by) == ("answered", ANSWERED_ON, by)
    with pytest.raises(AskNotThere):
        confirm_answer(answer=answer, by=by)
    with pytest.raises(AskNotThere):
        turn_down_answer(answer=answer, by=by)


def test_an_answer_that_was_not_theirs_goes_away(by):
    ask = make_ask()
    answer = make_ask_answer(ask=ask, link=make_ask_link(ask=ask))
    turn_down_answer(answer=answer, by=by)
    ask.refresh_from_db()
    assert (ask.status, ask.answers.count(), ask.links.count()) == ("sent", 0, 1)


def test_children_are_told_at_a_meeting_of_their_group_after_the_answer(by):
    ask = make_ask("answered")
    make_ask_answer(ask=ask)
    with pytest.raises(ToldAtAnotherGroup):
        tell_children(ask=ask, meeting=make_meeting(), by=by)
    with pytest.raises(ToldBeforeTheAnswer):
        tell_children(ask=ask, meeting=meeting_of(ask, ANSWERED_ON - timedelta(days=1)), by=by)
    meeting = meeting_of(ask, ANSWERED_ON)
    for _time in range(2):
        tell_children(ask=ask, meeting=meeting, by=by)
    assert steps_of(ask) == ["told"]
    take_back_telling(ask=ask, by=by)
    assert Ask.objects.values_list("status", "told_meeting").get() == ("answered", None)


@pytest.mark.parametrize("status", ["told", "closed", "withdrawn"])
def test_what_was_told_or_is_over_is_not_withdrawn(by, status):
    with pytest.raises(AskNotThere):
        withdraw_ask(ask=make_ask(status), reason="twice", by=by)


def test_the_end_of_an_ask_ends_its_links(by):
    ask = make_ask()
    link = make_ask_link(ask=ask).link
    withdraw_ask(ask=ask, reason="settled", by=by)
    link.refresh_from_db()
    assert (ask.status, ask.withdraw_reason, link.revoked_at is None) == ("withdrawn", "settled", False)


def test_who_looks_at_an_old_page_is_refused(by):
    ask = make_ask()
    seen_before = Ask.objects.get(pk=ask.pk)
    withdraw_ask(ask=ask, reason="twice", by=by)
    with pytest.raises(AskNotThere):
        record_answer(ask=seen_before, kind="done", by=by)
