"""Mails on the way of a page."""

import pytest
from django.core import mail
from wagtail.admin.mail import Notifier
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from content.workflow.telling import send_page_mail
from tests.content.workflow.conftest import current, hand_in, says
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    return [(each.to[0], each.subject) for each in mail.outbox]


def test_each_step_tells_who_is_next_and_says_only_the_title(
    home, author, khmer_editor, officer, django_capture_on_commit_callbacks
):
    secret = "ពាក្យសម្ងាត់ក្នុងទំព័រ"
    with django_capture_on_commit_callbacks(execute=True):
        state = hand_in(home, author, secret)
    assert told() == [("khmer@example.org", "A page waits for you: សូមស្វាគមន៍")]
    assert f"/admin/review/{state.pk}/" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        says(state, khmer_editor)
    assert told()[1:] == [("officer@example.org", "A page waits for you: សូមស្វាគមន៍")]
    with django_capture_on_commit_callbacks(execute=True):
        says(current(home), officer)
    assert told()[2:] == [("author@example.org", "Your page is live: សូមស្វាគមន៍")]
    assert [each for each in mail.outbox if secret in each.subject + each.body] == []


def test_the_author_hears_that_changes_are_asked_for_but_not_which(
    home, author, khmer_editor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        state = hand_in(home, author)
        state.task.specific.on_action(state, khmer_editor, "reject", comment="Too long for a child")
    assert told()[-1] == ("author@example.org", "Changes are asked for: សូមស្វាគមន៍")
    assert "Too long" not in mail.outbox[-1].body


def test_a_mail_speaks_the_language_of_its_reader(home):
    user = make_user("khmer_editor", language="km", email="km@example.org")
    send_page_mail.enqueue(user.pk, "waits", "ចំណងជើង", "/admin/")
    assert mail.outbox[0].subject == "មានទំព័រមួយរង់ចាំអ្នក៖ ចំណងជើង"


def test_closed_accounts_and_those_without_an_address_get_none(home):
    for user in (make_user("khmer_editor"), make_user("khmer_editor", email="a@example.org", is_active=False)):
        send_page_mail.enqueue(user.pk, "waits", "Title", "/admin/")
    assert mail.outbox == []


@pytest.mark.parametrize("signal", [task_submitted, workflow_approved, workflow_rejected])
def test_wagtail_sends_none_of_its_own(signal):
    receivers = [receiver() for _key, receiver, *_others in signal.receivers]
    assert [type(each).__name__ for each in receivers if isinstance(each, Notifier)] == []
    assert [each.__module__ for each in receivers if each.__module__ == "content.workflow.telling"] != []
