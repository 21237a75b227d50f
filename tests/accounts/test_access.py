"""Doors: a refusal is a 404 and a line in the journal."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.views import View

from accounts.access import CapabilityRequired, editable_or_404, needs, visible_or_404
from accounts.models import JournalEntry, Notice, User
from accounts.roles import Capability
from tests.factories.accounts import make_notice, make_user

C = Capability


@needs(C.EDIT_RULES, C.SEE_JOURNAL)
def page(request):
    return HttpResponse("inside")


class Page(CapabilityRequired, View):
    capability = (C.EDIT_RULES, C.SEE_JOURNAL)

    def get(self, request):
        return HttpResponse("inside")


class OpenPage(CapabilityRequired, View):
    def get(self, request):
        return HttpResponse("inside")


@pytest.fixture(params=[page, Page.as_view()], ids=["function", "class"])
def view(request):
    return request.param


@pytest.fixture
def asked(rf):
    def ask(user):
        request = rf.get("/desk/somewhere/?name=Sokha")
        request.user, request.resolver_match = user, None
        return request

    return ask


@pytest.mark.parametrize("role", ["administrator", "safeguarding_officer"])
def test_one_of_the_capabilities_is_enough(db, view, asked, role):
    assert view(asked(make_user(role))).content == b"inside"


def test_refusal_is_not_found_and_written_down(db, view, asked):
    user = make_user("programme_officer")
    with pytest.raises(Http404):
        view(asked(user))
    line = JournalEntry.objects.get()
    assert (line.kind, line.verb, line.actor) == ("refused", "page.refused", user)
    assert "Sokha" not in str(line.details)


def test_stranger_is_led_to_sign_in_and_not_written_down(db, view, asked):
    assert view(asked(AnonymousUser())).status_code == 302
    assert JournalEntry.objects.count() == 0


def test_page_without_capability_opens_for_everyone_signed_in(db, asked):
    assert OpenPage.as_view()(asked(make_user())).content == b"inside"
    assert OpenPage.as_view()(asked(AnonymousUser())).status_code == 302


def test_view_tells_its_capabilities_to_the_guards():
    assert page.capabilities == (C.EDIT_RULES, C.SEE_JOURNAL)
    assert Page.capabilities() == (C.EDIT_RULES, C.SEE_JOURNAL)


@pytest.mark.parametrize("find", [visible_or_404, editable_or_404])
@pytest.mark.parametrize("rows", [Notice, Notice.objects, Notice.objects.all()], ids=["model", "manager", "query set"])
def test_own_row_is_found(db, find, rows):
    user = make_user()
    notice = make_notice(user)
    assert find(rows.all() if rows is not Notice else rows, user, pk=notice.pk) == notice


@pytest.mark.parametrize("find", [visible_or_404, editable_or_404])
def test_strangers_row_is_not_found_and_written_down(db, find):
    user, notice = make_user(), make_notice()
    with pytest.raises(Http404):
        find(Notice, user, pk=notice.pk)
    line = JournalEntry.objects.get()
    assert (line.kind, line.actor, line.about_type, line.about_id) == (
        "refused",
        user,
        "accounts.notice",
        str(notice.pk),
    )


@pytest.mark.parametrize("key", [0, 10**30, "x", uuid.UUID(int=4), None])
def test_row_that_is_none_is_answered_the_same(db, key):
    with pytest.raises(Http404):
        visible_or_404(Notice, make_user(), pk=key)
    assert JournalEntry.objects.get().kind == "refused"


def test_other_lookups_leave_no_text_behind(db):
    with pytest.raises(Http404):
        visible_or_404(User, make_user(), username="Sokha")
    assert JournalEntry.objects.get().about_id == ""


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_number_that_no_column_holds_is_no_row(db, number):
    user = make_user()
    with pytest.raises(Http404):
        visible_or_404(Notice, user, pk=1, user_id=number)
    assert JournalEntry.objects.get(verb="row.refused").about_id == "1"
