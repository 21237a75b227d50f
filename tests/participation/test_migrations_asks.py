"""Issues of before there were asks: what becomes of them forwards, and of asks backwards."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import OneTimeLink
from participation.models import Ask, Issue
from tests.factories.asks import make_ask_release
from tests.factories.participation import (
    DUE_ON,
    SENT_ON,
    make_ask,
    make_ask_answer,
    make_ask_link,
    make_issue,
    make_topic,
)

BEFORE, AFTER = ("participation", "0010_photos"), ("participation", "0013_issue_without_a_status")
OLD_STATUSES = ("raised", "sent", "answered", "told", "closed")
pytestmark = pytest.mark.deep  # a minute of going back and forth on each database


def go(app: str, name: str | None = None) -> None:
    call_command("migrate", app, *([name] if name else []), verbosity=0, interactive=False)


def old_issues() -> dict:
    """Issues as the tables of before have them: key to status."""
    apps = MigrationExecutor(connection).loader.project_state([BEFORE]).apps
    return dict(apps.get_model("participation", "Issue").objects.values_list("pk", "status"))


@pytest.fixture
def forwards_again(transactional_db):
    yield
    go("content")


def test_issues_of_old_become_asks_that_are_being_written_and_asks_become_issues(forwards_again):
    """Down with asks at every step, up again with issues at every step, and down once more."""
    asks = {status: make_ask(status, text=f"សំណើ {status}") for status in Ask.Status.values}
    make_ask_release(ask=asks["told"])
    asks["sent"].topics.add(make_topic(type="article", number=24))
    link = make_ask_link(ask=asks["sent"])
    make_ask_answer(ask=asks["sent"], link=link)
    given_up = make_ask("withdrawn", sent_on=SENT_ON, answer_due_on=DUE_ON, body=asks["sent"].body)
    untouched = make_issue(text="បញ្ហាចាស់")
    words = dict(Issue.objects.values_list("pk", "text"))

    go("accounts", "0004_khmer_editor")
    assert not OneTimeLink.objects.filter(purpose="official_answer").exists()
    expected = {ask.issue_id: status if status in OLD_STATUSES else "raised" for status, ask in asks.items()}
    assert old_issues() == {**expected, given_up.issue_id: "sent", untouched.pk: "raised"}

    go("content")
    assert dict(Issue.objects.values_list("pk", "text")) == words
    became = {ask.issue_id: ask for ask in Ask.objects.select_related("issue__meeting__group")}
    assert became.keys() == {given_up.issue_id, *(asks[status].issue_id for status in OLD_STATUSES[1:])}
    for ask in became.values():
        assert (ask.status, ask.text, ask.sent_on, ask.body) == ("drafted", ask.issue.text, None, None)
        assert ask.area_id == ask.issue.meeting.group.area_id
        assert list(ask.steps.values_list("status", "by")) == [("drafted", None)]
    assert list(Ask.objects.filter(pk=asks["sent"].pk)) == []
    assert list(Issue.objects.not_sent_on().values_list("pk").order_by("pk")) == [(pk,) for pk in sorted(words)]

    go(*BEFORE)
    assert old_issues() == {pk: "sent" if pk in became else "raised" for pk in words}
