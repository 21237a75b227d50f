"""The link with which an official answers: once, on a telephone, seeing one ask and nothing else."""

import io
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.actions.links import LinkSpent, open_invitation
from accounts.models import JournalEntry, Notice, OneTimeLink
from participation.actions.answer_links import open_answer_link, revoke_answer_link
from participation.actions.asks import withdraw_ask
from participation.actions.official_answers import answer_by_link
from participation.ask_refusals import AskNotThere
from participation.models import AskAnswer, AskLink
from portal.logs import WithoutSecrets
from tests.factories.accounts import make_user, stranger
from tests.factories.participation import make_ask, make_group, make_issue, make_meeting

pytestmark = pytest.mark.django_db
ANSWER = {"kind": "planned", "text": "ឆ្នាំក្រោយ យើងនឹងធ្វើ"}


@pytest.fixture
def by():
    return make_user("programme_officer", language="en")


@pytest.fixture
def ask():
    group = make_group(name_km="ក្លឹបសម្ងាត់", name_latin="Hidden club")
    meeting = make_meeting(group=group, place_text="កន្លែងលាក់", summary="រឿងលាក់")
    return make_ask(issue=make_issue(meeting=meeting, text="ពាក្យដើម"), text="សូមដាក់ភ្លើងតាមផ្លូវ")


def token_of(path):
    return path.rstrip("/").rpartition("/")[2]


def facts():
    return (
        list(OneTimeLink.objects.values()),
        list(AskAnswer.objects.values()),
        JournalEntry.objects.count(),
        Notice.objects.count(),
    )


def test_token_is_kept_as_a_hash_only(ask, by):
    token = token_of(open_answer_link(ask=ask, by=by))
    link = OneTimeLink.objects.get()
    assert (len(link.token_hash), link.user, link.created_by) == (64, None, by)
    assert token not in str([*OneTimeLink.objects.values(), *AskLink.objects.values(), *JournalEntry.objects.values()])


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(ask, by, method):
    path = open_answer_link(ask=ask, by=by)
    before = facts()
    for _time in range(3):
        assert getattr(stranger(), method)(path).status_code == 200
    assert facts() == before


def test_page_shows_the_ask_and_nothing_of_the_group(ask, by):
    answer = stranger().get(open_answer_link(ask=ask, by=by))
    assert ask.text in answer.text
    hidden = ("Hidden club", "ក្លឹបសម្ងាត់", "កន្លែងលាក់", "រឿងលាក់", "ពាក្យដើម")
    assert [word for word in hidden if word in answer.text] == []
    assert str(ask.pk) not in answer.text


def test_page_is_kept_nowhere_and_tells_no_other_site(ask, by):
    path = open_answer_link(ask=ask, by=by)
    for answer in (stranger().get(path), stranger().post(path, ANSWER), stranger().get(path)):
        assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("strict-origin", "no-store")


def test_answer_uses_the_link_up_and_waits_for_an_officer(ask, by):
    path = open_answer_link(ask=ask, by=by)
    assert stranger().post(path, ANSWER).status_code == 200
    ask.refresh_from_db()
    answer = AskAnswer.objects.get()
    assert (ask.status, answer.kind, answer.text, answer.is_confirmed) == ("sent", "planned", ANSWER["text"], False)
    assert (answer.recorded_by, answer.link, answer.answered_on) == (None, AskLink.objects.get(), timezone.localdate())
    assert OneTimeLink.objects.get().used_at is not None
    notice = Notice.objects.get()
    assert (notice.user, notice.text_key, notice.link) == (by, "ask_answered", reverse("asks:page", args=[ask.pk]))
    assert stranger().post(path, {"kind": "done"}).status_code == 410
    assert AskAnswer.objects.count() == 1


def test_link_works_again_for_a_further_answer_only_as_a_new_one(ask, by):
    first = open_answer_link(ask=ask, by=by)
    stranger().post(first, ANSWER)
    second = open_answer_link(ask=ask, by=by)
    assert stranger().post(second, {"kind": "done"}).status_code == 200
    assert sorted(AskAnswer.objects.values_list("kind", flat=True)) == ["done", "planned"]


@pytest.mark.parametrize(
    "wrong", [{}, {"kind": "perhaps"}, {"kind": "refused"}, {"kind": "planned", "text": "ក" * 1001}]
)
def test_wrong_answer_leaves_the_link_usable(ask, by, wrong):
    path = open_answer_link(ask=ask, by=by)
    assert stranger().post(path, wrong).status_code == 200
    assert AskAnswer.objects.count() == 0
    assert stranger().post(path, ANSWER).status_code == 200
    assert AskAnswer.objects.count() == 1


def test_forged_used_revoked_expired_and_ended_links_are_answered_alike(by):
    used = open_answer_link(ask=make_ask(), by=by)
    stranger().post(used, ANSWER)
    revoked = open_answer_link(ask=make_ask(), by=by)
    revoke_answer_link(ask_link=AskLink.objects.latest("pk"), by=by)
    replaced_ask = make_ask()
    replaced = open_answer_link(ask=replaced_ask, by=by)
    open_answer_link(ask=replaced_ask, by=by)
    ended_ask = make_ask()
    ended = open_answer_link(ask=ended_ask, by=by)
    withdraw_ask(ask=ended_ask, reason="twice", by=by)
    expired = open_answer_link(ask=make_ask(), by=by)
    OneTimeLink.objects.filter(pk=OneTimeLink.objects.latest("pk").pk).update(
        created_at=timezone.now() - timedelta(5), expires_at=timezone.now() - timedelta(1)
    )
    paths = [used, revoked, replaced, ended, expired, "/desk/link/forged/", "/desk/link/" + "x" * 500 + "/"]
    for method in ("get", "post"):
        answers = [getattr(stranger(), method)(path, ANSWER) for path in paths]
        assert {answer.status_code for answer in answers} == {410}
        assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1
    assert AskAnswer.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_do_nothing(ask, by, method):
    path = open_answer_link(ask=ask, by=by)
    before = facts()
    assert getattr(stranger(), method)(path).status_code == 405
    assert facts() == before


def test_link_lasts_three_days(ask, by):
    path = open_answer_link(ask=ask, by=by)
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59)):
        assert stranger().get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert stranger().get(path).status_code == 410


def test_link_of_another_kind_answers_no_ask(by):
    invitation = open_invitation(user=make_user(), by=by)
    with pytest.raises(LinkSpent):
        answer_by_link(token=token_of(invitation), kind="done")
    assert OneTimeLink.objects.get().used_at is None


def test_link_of_an_official_opens_no_account(ask, by):
    path = open_answer_link(ask=ask, by=by)
    password = {"password": "a long sentence of words", "password_again": "a long sentence of words"}
    client = stranger()
    client.post(path, password)
    assert "_auth_user_id" not in client.session
    assert OneTimeLink.objects.get().used_at is None


@pytest.mark.parametrize("status", ["drafted", "closed", "withdrawn"])
def test_link_is_opened_only_while_an_answer_may_come(by, status):
    with pytest.raises(AskNotThere):
        open_answer_link(ask=make_ask(status), by=by)
    assert not OneTimeLink.objects.exists()


def test_token_reaches_no_log(ask, by):
    path = open_answer_link(ask=ask, by=by)
    stranger().post(path, ANSWER)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutSecrets())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert stranger().get(path).status_code == 410
        logger.error("Gone: %s", path)
        logger.error("Internal Server Error: %s", path, exc_info=False)
    finally:
        logger.removeHandler(handler)
    assert written.getvalue().count("/desk/link/…") >= 2
    assert token_of(path) not in written.getvalue()
    assert all("no_secrets" in each["filters"] for each in settings.LOGGING["handlers"].values())
