"""The way of a page: who may say yes where, and that nothing goes live unseen by two more people."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from accounts.models import JournalEntry
from content.models import Deputyship, HomePage, ReviewTask, Step, reads_at
from content.workflow.telling import readers_of
from tests.content.workflow.conftest import current, hand_in, says
from tests.factories.accounts import make_grant, make_user

pytestmark = pytest.mark.django_db


def welcome(home: HomePage) -> str:
    return HomePage.objects.get(pk=home.pk).welcome


def test_a_page_is_live_after_both_steps_and_not_before(home, author, khmer_editor, officer):
    before = welcome(home)
    state = hand_in(home, author)
    assert (state.task.specific.step, welcome(home)) == ("khmer", before)
    says(state, khmer_editor)
    state = current(home)
    assert (state.task.specific.step, welcome(home)) == ("safeguarding", before)
    says(state, officer)
    assert (current(home), welcome(home)) == (None, "ពាក្យថ្មី")
    assert JournalEntry.objects.filter(verb="page.approved", actor_id=officer.pk, about_id=str(home.pk)).count() == 1


@pytest.mark.parametrize("role", ["communications", "administrator", "safeguarding_officer", "donor", "facilitator"])
def test_the_first_step_is_for_the_khmer_editor(home, author, role):
    state = hand_in(home, author)
    with pytest.raises(PermissionDenied):
        says(state, make_user(role))


@pytest.mark.parametrize("role", ["communications", "administrator", "khmer_editor", "programme_officer"])
def test_the_last_step_is_for_safeguarding(home, author, khmer_editor, role):
    says(hand_in(home, author), khmer_editor)
    with pytest.raises(PermissionDenied):
        says(current(home), make_user(role))


def test_who_handed_in_says_yes_nowhere(home, khmer_editor):
    both = make_user("khmer_editor")
    make_grant(both, "safeguarding_officer")
    state = hand_in(home, both)
    with pytest.raises(PermissionDenied):
        says(state, both)
    says(state, khmer_editor)
    with pytest.raises(PermissionDenied):
        says(current(home), both)
    assert TaskState.objects.reviewable_by(both).count() == 0


def test_nobody_takes_two_steps(home, author):
    both = make_user("khmer_editor")
    make_grant(both, "safeguarding_officer")
    says(hand_in(home, author), both)
    with pytest.raises(PermissionDenied):
        says(current(home), both)
    assert TaskState.objects.reviewable_by(both).count() == 0


def test_a_task_of_another_page_is_not_answered_by_this_one(home, author, khmer_editor, officer):
    """Wagtail's view takes the page and the task from the address, each by itself."""
    english = HomePage.objects.get(slug="home-en")
    says(hand_in(home, author), khmer_editor)
    waiting_elsewhere = hand_in(english, author, "New words")
    with pytest.raises(PermissionDenied):
        current(home).task.specific.on_action(waiting_elsewhere, officer, "approve")


def test_at_the_last_step_nobody_writes_and_at_the_first_its_reader_does(home, author, khmer_editor, officer):
    hand_in(home, author)
    page = Page.objects.get(pk=home.pk)
    locked = {user.username: page.get_lock().for_user(user) for user in (author, khmer_editor, officer)}
    assert locked == {"author": True, "khmer-editor": False, "officer": True}
    says(current(home), khmer_editor)
    page = Page.objects.get(pk=home.pk)
    assert {page.get_lock().for_user(user) for user in (author, khmer_editor, officer)} == {True}


def test_what_goes_live_is_what_was_read(home, author, khmer_editor, officer):
    """A draft that slips in at the last step goes back to the first one instead of live."""
    before = welcome(home)
    says(hand_in(home, author), khmer_editor)
    state = current(home)
    home.welcome = "លួចដាក់"
    home.save_revision(user=author)
    says(state, officer)
    assert (welcome(home), current(home).task.specific.step) == (before, "khmer")
    says(current(home), khmer_editor)
    says(current(home), officer)
    assert welcome(home) == "លួចដាក់"


def test_what_the_khmer_editor_corrects_while_reading_counts_as_read(home, author, khmer_editor, officer):
    state = hand_in(home, author)
    home.welcome = "ពាក្យដែលបានកែ"
    home.save_revision(user=khmer_editor)
    says(state, khmer_editor)
    says(current(home), officer)
    assert welcome(home) == "ពាក្យដែលបានកែ"


def test_a_page_sent_back_by_safeguarding_is_read_by_both_again(home, author, khmer_editor, officer):
    says(hand_in(home, author), khmer_editor)
    says(current(home), officer, "reject")
    way = WorkflowState.objects.get(object_id=str(home.pk))
    assert way.status == WorkflowState.STATUS_NEEDS_CHANGES
    home.welcome = "ពាក្យក្រោយកែ"
    home.save_revision(user=author)
    way.resume(author)
    assert current(home).task.specific.step == "khmer"
    says(current(home), khmer_editor)
    says(current(home), officer)
    assert welcome(home) == "ពាក្យក្រោយកែ"


# --- deputies ---------------------------------------------------------------------------------------------------------
def deputy_of(principal, deputy, step: Step, first: int, last: int) -> Deputyship:
    today = timezone.localdate()
    return Deputyship.objects.create(
        step=step,
        principal=principal,
        deputy=deputy,
        began_on=today + timedelta(days=first),
        ended_on=today + timedelta(days=last),
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"), [(0, 0, True), (-3, 0, True), (0, 5, True), (1, 5, False), (-5, -1, False)]
)
def test_a_deputy_reads_from_the_first_day_to_the_last(home, author, khmer_editor, first, last, expected):
    deputy = make_user("communications")
    deputy_of(khmer_editor, deputy, Step.KHMER, first, last)
    state = hand_in(home, author)
    assert reads_at(Step.KHMER, deputy) is expected
    assert (deputy in readers_of(state)) is expected
    assert (state in TaskState.objects.reviewable_by(deputy)) is expected
    assert reads_at(Step.SAFEGUARDING, deputy) is False


def test_a_deputy_reads_only_while_the_colleague_still_has_the_role(home, author, khmer_editor):
    deputy = make_user("communications")
    deputy_of(khmer_editor, deputy, Step.KHMER, 0, 5)
    khmer_editor.role_grants.update(ended_on=timezone.localdate() - timedelta(days=1))
    assert not reads_at(Step.KHMER, deputy)


def test_a_deputy_who_handed_in_does_not_read(home, khmer_editor):
    deputy = make_user("communications")
    deputy_of(khmer_editor, deputy, Step.KHMER, 0, 5)
    state = hand_in(home, deputy)
    assert deputy not in readers_of(state)
    with pytest.raises(PermissionDenied):
        says(state, deputy)


def test_tasks_tell_which_step_they_are(starter):
    assert {task.place for task in ReviewTask.objects.all()} == set(Step)
    assert str(ReviewTask.get_description())
