"""The people on the way of a page, and a page for them."""

import pytest
from wagtail.models import Page, TaskState

from content.models import HomePage
from tests.factories.accounts import make_user


@pytest.fixture
def author(starter):
    return make_user("communications", username="author", email="author@example.org")


@pytest.fixture
def khmer_editor(starter):
    return make_user("khmer_editor", username="khmer-editor", email="khmer@example.org")


@pytest.fixture
def officer(starter):
    return make_user("safeguarding_officer", username="officer", email="officer@example.org")


@pytest.fixture
def home(starter) -> HomePage:
    return HomePage.objects.get(slug="home")


def hand_in(home: HomePage, author, text: str = "ពាក្យថ្មី") -> TaskState:
    """A new draft of the page, handed in."""
    home.welcome = text
    home.save_revision(user=author)
    return home.get_workflow().start(home, author).current_task_state


def current(home: HomePage) -> TaskState | None:
    return Page.objects.get(pk=home.pk).current_workflow_task_state


def says(state: TaskState, user, answer: str = "approve") -> None:
    state.task.specific.on_action(state, user, answer)
