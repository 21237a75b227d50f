"""People and pictures of the content tests."""

from pathlib import Path

import pytest

from content.actions import confirm_picture, declare_picture
from content.ask_pages import make_ask_board
from content.guiding import make_session_guides
from content.models import Picture, RightPage
from content.packing import make_packs
from content.policy_library import make_policy_library
from content.polling import make_polls
from content.quizzing import make_quizzes
from content.starter import make_starter_content
from content.telling import make_about, make_news, make_stories
from tests.factories.accounts import make_user
from tests.made_once import seed
from tests.people.photographs import photograph, upload

EVERY_KIND = (
    *(make_policy_library, make_quizzes, make_session_guides, make_packs, make_stories, make_news, make_polls),
    *(make_about, make_ask_board),
)
"""Beside the pages about rights, what makes a page of each kind."""


def picture(extension: str = "jpg", **fields) -> Picture:
    """A picture as code makes one, with the file given or a photograph full of secrets."""
    file = fields.pop("file", None) or upload(extension)
    given = {"title": "Meeting", "alt_km": "កុមារអង្គុយជារង្វង់", "alt_en": "Children sit in a circle", **fields}
    made = Picture(file=file, **given)
    made.save()
    return made


def confirmed(size: tuple[int, int] = (40, 60), **fields) -> Picture:
    """A picture in which nobody can be recognised: two people have looked."""
    file = upload(content=photograph("jpg", size))
    given = {"title": "Hands", "file": file, "alt_km": "ដៃ", "alt_en": "Hands", "nobody_recognisable": True, **fields}
    return confirm_picture(picture=declare_picture(picture=Picture(**given), by=make_user()), by=make_user())


@pytest.fixture
def private_photos(db, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def starter(made_once):
    made_once(make_starter_content)


@pytest.fixture
def editor(starter):
    return make_user("communications", username="editor")


@pytest.fixture
def second_editor(starter):
    return make_user("communications", username="second")


@pytest.fixture
def seeded(made_once):
    made_once(seed, make_starter_content)


@pytest.fixture
def few(portal_with):
    """The library of two articles."""
    assert portal_with(rights=(12, 13)) == 4
    return {(page.locale.language_code, page.topic.number): page for page in RightPage.objects.all()}


ON_BOTH = {
    "test_counting.py",
    "test_looking.py",
    "test_routing.py",
    "test_search_set.py",
    "test_siblings.py",
    "test_voting.py",
}
"""What asks a database for more than rows: search, counts in a race, budgets of statements."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Pages cost seconds to make, so most of what is known of them is looked at on one of the two databases."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and item.path.name not in ON_BOTH:
            item.add_marker(pytest.mark.once)
