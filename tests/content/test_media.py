"""How long others may keep a picture that they were given."""

import pytest

from tests.content.conftest import confirmed
from tests.content.released import Released
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db


def kept(picture) -> str:
    answer = stranger().get(picture.get_rendition("width-20").url)
    assert b"".join(answer)  # to the end, which closes the file
    return answer.headers["Cache-Control"]


def test_a_picture_of_people_is_kept_by_no_proxy_for_others():
    assert kept(Released().picture) == "private, max-age=600"
    assert kept(confirmed()) == "public, max-age=86400"
