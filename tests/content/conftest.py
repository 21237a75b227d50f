"""People and pictures of the content tests."""

import pytest

from content.models import Picture
from content.starter import make_starter_content
from tests.factories.accounts import make_user
from tests.people.photographs import upload


def picture(extension: str = "jpg", **fields) -> Picture:
    """A picture as code makes one, with the file given or a photograph full of secrets."""
    file = fields.pop("file", None) or upload(extension)
    given = {"title": "Meeting", "alt_km": "កុមារអង្គុយជារង្វង់", "alt_en": "Children sit in a circle", **fields}
    made = Picture(file=file, **given)
    made.save()
    return made


@pytest.fixture
def starter(db):
    make_starter_content()


@pytest.fixture
def editor(starter):
    return make_user("communications", username="editor")


@pytest.fixture
def second_editor(starter):
    return make_user("communications", username="second")
