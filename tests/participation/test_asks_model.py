"""No sequence of calls, in any order and with any days, brings an ask where it cannot be."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from participation.actions import asks as actions
from participation.actions.meetings import correct_meeting, withdraw_meeting
from participation.models import Ask, AskAnswer, Meeting
from participation.models.ask import STEPS
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_ask,
    make_ask_answer,
    make_ask_link,
    make_bearer,
    make_group,
    make_issue,
    make_meeting,
)

FIRST = date(2024, 1, 1)
days = st.integers(0, 12).map(lambda number: FIRST + timedelta(days=number))
kinds, statuses = st.sampled_from(AskAnswer.Kind.values), st.sampled_from(Ask.Status.values)
meetings = st.integers(0, 5)
WAY = {
    "drafted": {"sent", "withdrawn"},
    "sent": {"answered", "withdrawn"},
    "answered": {"told", "withdrawn"},
    "told": {"answered", "closed"},
    "closed": set(),
    "withdrawn": set(),
}
"""Written down a second time: where an ask may go."""


def holds(ask: Ask) -> bool:
    """Which facts belong to which status, said once more."""
    was_sent = ask.sent_on is not None
    return all(
        (
            was_sent or ask.status in ("drafted", "withdrawn"),
            not was_sent or ask.status != "drafted",
            not was_sent or ask.body_id is not None and ask.answer_due_on >= ask.sent_on,
            (ask.answered_on is not None) == (ask.status in ("answered", "told", "closed"))
            or ask.status == "withdrawn",
            ask.answered_on is None or was_sent and ask.answered_on >= ask.sent_on,
            (ask.told_meeting_id is not None) == (ask.status in ("told", "closed")),
            (ask.closed_on is not None) == (ask.status == "closed"),
            (ask.withdrawn_on is not None) == (ask.status == "withdrawn") == bool(ask.withdraw_reason),
        )
    )


class Asks(RuleBasedStateMachine):
    """One ask, its model (``status``, ``answers``, ``sent_on``), and everybody who may do something with it."""

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.by, self.body = make_user(), make_bearer()
        group = make_group()
        self.meetings = [make_meeting(group=group, held_on=FIRST + timedelta(days=3 * number)) for number in range(4)]
        self.meetings += [make_meeting(group=group, held_on=timezone.localdate()), make_meeting(held_on=FIRST)]
        issue = make_issue(meeting=self.meetings[0])
        self.ask = actions.draft_ask(issue=issue, text="ផ្លូវ", area=group.area, by=self.by)
        self.status, self.sent_on, self.due_on, self.answers = "drafted", None, None, []
        self.told_at, self.links, self.gone = None, 0, set()

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def tried(self, action, *, expected: str | None, **arguments: object) -> bool:
        """Call an action with a copy as an old page has it; ``expected``: the status after it, ``None``: refused."""
        copy = Ask.objects.get(pk=self.ask.pk)
        try:
            action(ask=copy, by=self.by, **arguments)
        except ValidationError:
            assert expected is None, (action.__name__, self.status)
            return False
        assert expected is not None, (action.__name__, self.status)
        self.status = expected
        return True

    def answered(self, day: date) -> None:
        self.answers.append(day)
        self.told_at = None

    @rule(day=days, due=days)
    def send(self, day: date, due: date) -> None:
        fits = self.status == "drafted" and due >= day >= self.meetings[0].held_on
        given = {"body": self.body, "sent_on": day, "answer_due_on": due}
        if self.tried(actions.send_ask, expected="sent" if fits else None, **given):
            self.sent_on, self.due_on = day, due

    @rule(due=days)
    def move(self, due: date) -> None:
        fits = self.status == "sent" and due >= self.sent_on
        if self.tried(actions.move_due_day, expected="sent" if fits else None, answer_due_on=due):
            self.due_on = due

    @rule(day=days, kind=kinds, says_why=st.booleans())
    def record(self, day: date, kind: str, says_why: bool) -> None:
        fits = self.status in ("sent", "answered", "told") and day >= self.sent_on and (kind != "refused" or says_why)
        given = {"kind": kind, "answered_on": day, "text": "ថ្ងៃក្រោយ" if says_why else ""}
        if self.tried(actions.record_answer, expected="answered" if fits else None, **given):
            self.answered(day)

    @rule(day=days, is_theirs=st.booleans())
    def answer_by_link(self, day: date, is_theirs: bool) -> None:
        """What an official wrote waits beside the ask; an officer says whether it is theirs."""
        self.links += 1
        link = make_ask_link(ask=self.ask, token=f"link {self.links}")
        answer = make_ask_answer(ask=self.ask, link=link, answered_on=max(day, self.sent_on or day))

        def judge(*, ask: Ask, by: object) -> None:
            answer.ask = ask
            (actions.confirm_answer if is_theirs else actions.turn_down_answer)(answer=answer, by=by)

        fits = self.status in ("sent", "answered", "told")
        expected = ("answered" if fits else None) if is_theirs else self.status
        if self.tried(judge, expected=expected) and is_theirs:
            self.answered(answer.answered_on)

    @rule(number=meetings)
    def tell(self, number: int) -> None:
        if number in self.gone:
            return
        meeting, is_ours = self.meetings[number], number != len(self.meetings) - 1
        again = self.told_at == number and self.status in ("told", "closed")
        fits = self.status == "answered" and is_ours and meeting.held_on >= max(self.answers)
        expected = self.status if again else "told" if fits else None
        if self.tried(actions.tell_children, expected=expected, meeting=meeting):
            self.told_at = number

    @rule(number=meetings, day=days)
    def say_another_day(self, number: int, day: date) -> None:
        """A meeting stays before what was sent on from it, and behind what was told at it."""
        if number in self.gone:
            return
        meeting = self.meetings[number]
        others = [one for place, one in enumerate(self.meetings) if place != number and place not in self.gone]
        is_free = all((one.group_id, one.held_on) != (meeting.group_id, day) for one in others)
        is_before = number != 0 or self.sent_on is None or day <= self.sent_on
        is_behind = self.told_at != number or day >= max(self.answers)
        try:
            correct_meeting(meeting=Meeting.objects.get(pk=meeting.pk), by=self.by, held_on=day)
        except ValidationError:
            assert not (is_free and is_before and is_behind)
        else:
            assert (is_free, is_before, is_behind) == (True, True, True)
            meeting.held_on = day

    @rule(number=meetings, really=st.integers(0, 2))
    def strike_out_a_meeting(self, number: int, really: int) -> None:
        """What was told at a meeting that was none is to be told again; what is closed holds its meeting."""
        if number in self.gone or number == 0 and self.sent_on is None or really:
            return
        fits = not (number == 0 and self.sent_on) and not (self.told_at == number and self.status == "closed")
        try:
            withdraw_meeting(meeting=Meeting.objects.get(pk=self.meetings[number].pk), by=self.by, reason="not_held")
        except ValidationError:
            assert not fits
            return
        assert fits
        self.gone.add(number)
        if self.told_at == number:
            self.told_at, self.status = None, "answered"

    @rule()
    def take_back(self) -> None:
        if self.tried(actions.take_back_telling, expected="answered" if self.status == "told" else None):
            self.told_at = None

    @rule()
    def close(self) -> None:
        self.tried(actions.close_ask, expected="closed" if self.status == "told" else None)

    @rule(reason=st.sampled_from([*Ask.WithdrawReason.values, "because", ""]), really=st.integers(0, 3))
    def withdraw(self, reason: str, really: int) -> None:
        if really:  # seldom: nothing follows
            return
        fits = self.status in ("drafted", "sent", "answered") and reason in Ask.WithdrawReason.values
        self.tried(actions.withdraw_ask, expected="withdrawn" if fits else None, reason=reason)

    @rule(status=statuses)
    def write_past_the_actions(self, status: str) -> None:
        """Who writes a status by hand is stopped by the database, wherever the facts beside it do not fit."""
        try:
            with transaction.atomic():
                Ask.objects.filter(pk=self.ask.pk).update(status=status)
                assert holds(Ask.objects.get(pk=self.ask.pk)), (self.status, status)
                transaction.set_rollback(True)
        except IntegrityError:
            assert status != self.status

    @invariant()
    def the_ask_is_where_the_model_says(self) -> None:
        if not hasattr(self, "ask"):
            return
        ask = Ask.objects.get(pk=self.ask.pk)
        assert (ask.status, ask.sent_on) == (self.status, self.sent_on)
        assert ask.answered_on == (min(self.answers) if self.answers else None)
        assert ask.answer_due_on == self.due_on
        assert (ask.told_meeting == self.meetings[self.told_at]) if self.told_at is not None else not ask.told_meeting
        assert holds(ask)
        assert ask.sent_on is None or ask.sent_on >= ask.issue.meeting.held_on
        assert ask.told_meeting is None or ask.told_meeting.held_on >= max(self.answers)

    @invariant()
    def its_steps_follow_the_way(self) -> None:
        if not hasattr(self, "ask"):
            return
        steps = list(self.ask.steps.order_by("pk").values_list("status", "by"))
        way = [status for status, _by in steps]
        assert (way[0], way[-1]) == ("drafted", self.status)
        assert all(after in WAY[before] for before, after in zip(way, way[1:], strict=False))
        assert {by for _status, by in steps} == {self.by.pk}


def test_no_sequence_of_calls_breaks_an_ask(db, deep):
    run_state_machine_as_test(
        Asks, settings=settings(max_examples=200 if deep else 25, stateful_step_count=25, deadline=None)
    )


def test_the_way_is_the_one_of_the_actions():
    assert {status: set(steps) for status, steps in STEPS.items()} == WAY


FOUND = (Phase.generate,)
"""Without the search for the shortest way to a fault that is known, which takes minutes."""


def test_the_model_finds_actions_that_forgot_to_look(db, monkeypatch):
    """What the machine is worth: without the look at the status it fails."""
    monkeypatch.setattr(actions, "STEPS", {status: frozenset(Ask.Status.values) for status in Ask.Status.values})
    monkeypatch.setattr(
        actions, "_hold", lambda ask, *expected: ask.refresh_from_db(from_queryset=Ask.objects.select_for_update())
    )
    few = settings(max_examples=25, stateful_step_count=25, deadline=None, report_multiple_bugs=False, phases=FOUND)
    with pytest.raises((AssertionError, IntegrityError, TypeError)):
        run_state_machine_as_test(Asks, settings=few)


def test_an_ask_at_each_step_holds(db):
    assert [holds(make_ask(status)) for status in Ask.Status.values] == [True] * 6
