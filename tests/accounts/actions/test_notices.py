"""Notices: neutral, on screen, by mail where there is an address, and for the deputy."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.actions.notices import mark_all_read, mark_read, notify, notify_safeguarding
from accounts.models import JournalEntry, Notice
from accounts.sentences import SENTENCES, sentence
from accounts.tasks import send_notice_mail
from tests.factories.accounts import make_notice, make_user, signed_in


def test_notice_is_mailed_after_the_commit_without_saying_what(db, django_capture_on_commit_callbacks):
    user = make_user("facilitator", email="sokha@example.org", full_name="Chan Sokha")
    with django_capture_on_commit_callbacks(execute=True):
        notice = notify(user=user, text_key="role_granted", link="/desk/accounts/roles/")
        assert mail.outbox == []
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["sokha@example.org"], "You have one new item")
    assert message.body == "You have one new item. Sign in to read it: http://localhost:8000/desk/notices/"
    notice.refresh_from_db()
    assert notice.mailed_at is not None


def test_mail_speaks_the_language_of_its_reader(db, django_capture_on_commit_callbacks):
    user = make_user(email="sokha@example.org", language="km")
    with django_capture_on_commit_callbacks(execute=True):
        notify(user=user, text_key="role_granted")
    assert "http://localhost:8000/desk/notices/" in mail.outbox[0].body
    assert mail.outbox[0].subject != ""


@pytest.mark.parametrize("values", [{"email": ""}, {"is_active": False}, {"is_demo": True}])
def test_no_mail_where_nobody_should_get_one(db, django_capture_on_commit_callbacks, values):
    user = make_user(**{"email": "sokha@example.org", **values})
    with django_capture_on_commit_callbacks(execute=True):
        notify(user=user, text_key="role_granted")
    assert mail.outbox == []
    assert Notice.objects.filter(user=user).count() == 1


def test_mail_goes_out_once_and_not_for_what_was_read(db):
    user = make_user(email="sokha@example.org")
    notice, read = make_notice(user), make_notice(user)
    mark_read(notice=read, by=user)
    for pk in (notice.pk, notice.pk, read.pk, 999_999):
        send_notice_mail.func(pk)
    assert len(mail.outbox) == 1


def test_unknown_sentence_is_a_mistake_of_ours(db):
    with pytest.raises(ValueError, match="no_such_key"):
        notify(user=make_user(), text_key="no_such_key")


@pytest.mark.parametrize("key", SENTENCES)
def test_sentences_can_be_said(key):
    assert sentence(key, {"count": 3})


def test_sentence_that_left_the_code_still_says_that_something_waits():
    assert sentence("gone", {}) == sentence("also_gone", {"count": 1})


def test_deputy_sees_what_is_unread_and_no_more(db):
    deputy = make_user("facilitator")
    away = make_user("facilitator", deputy=deputy, full_name="Chan Sokha")
    unread, read, other = make_notice(away), make_notice(away), make_notice()
    mark_read(notice=read, by=away)
    assert list(Notice.objects.visible_to(deputy)) == [unread]
    page = signed_in(deputy).get(reverse("notices:list")).content.decode()
    assert "Chan Sokha" in page
    assert signed_in(deputy).post(reverse("notices:read", args=[other.pk])).status_code == 404


def test_deputy_takes_a_notice_off_and_the_journal_says_so(db):
    deputy = make_user("facilitator")
    notice = make_notice(make_user(deputy=deputy))
    signed_in(deputy).post(reverse("notices:read", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_by == deputy
    assert JournalEntry.objects.filter(verb="notice.read_by_deputy", actor=deputy).count() == 1
    assert list(Notice.objects.visible_to(deputy)) == []


def test_strangers_notice_is_hidden(db, facilitator):
    notice = make_notice(text_key="safeguarding_granted")
    client = signed_in(facilitator)
    assert sentence("safeguarding_granted", {}) not in client.get(reverse("notices:list")).content.decode()
    assert client.post(reverse("notices:read", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_reading_leads_to_what_waits(facilitator):
    notice = make_notice(facilitator, link="/desk/accounts/roles/")
    client = signed_in(facilitator)
    assert client.get(reverse("notices:read", args=[notice.pk])).status_code == 405
    assert client.post(reverse("notices:read", args=[notice.pk])).url == "/desk/accounts/roles/"


def test_link_to_another_site_is_not_followed(facilitator):
    notice = make_notice(facilitator, link="https://elsewhere.example/")
    assert signed_in(facilitator).post(reverse("notices:read", args=[notice.pk])).url == reverse("notices:list")


def test_marking_read_twice_keeps_the_first_time(facilitator):
    notice = make_notice(facilitator)
    first = mark_read(notice=notice, by=facilitator).read_at
    assert mark_read(notice=notice, by=facilitator).read_at == first


def test_all_read_means_ones_own(db):
    deputy = make_user("facilitator")
    own, others = make_notice(deputy), make_notice(make_user(deputy=deputy))
    assert mark_all_read(by=deputy) == 1
    signed_in(deputy).post(reverse("notices:all_read"))
    assert Notice.objects.get(pk=own.pk).read_at is not None
    assert Notice.objects.get(pk=others.pk).read_at is None


def test_safeguarding_is_told_as_a_body(safeguarding_officer, administrator):
    make_user("safeguarding_officer", is_active=False)
    second = make_user("safeguarding_officer")
    told = notify_safeguarding(text_key="safeguarding_reset")
    assert {notice.user for notice in told} == {safeguarding_officer, second}


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(facilitator, number, django_assert_max_num_queries):
    for _number in range(number):
        make_notice(facilitator), make_notice(make_user(deputy=facilitator))
    client = signed_in(facilitator)
    client.get(reverse("notices:list"))
    with django_assert_max_num_queries(6):
        client.get(reverse("notices:list"))
