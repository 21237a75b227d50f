"""How long others may keep a picture that they were given."""

from contextlib import closing

import pytest

from tests.content.conftest import confirmed
from tests.content.released import Released
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db


def kept(picture) -> str:
    with closing(stranger().get(picture.get_rendition("width-20").url)) as answer:
        return answer.headers["Cache-Control"]


def test_a_picture_of_people_is_kept_by_no_proxy_for_others():
    assert kept(Released().picture) == "private, max-age=600"
    assert kept(confirmed()) == "public, max-age=86400"
