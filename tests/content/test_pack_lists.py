"""The way to help, kept on a telephone without any pack."""

from datetime import date

import pytest

from content.pack_lists import files_of
from tests.factories.helplines import helpline

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_way_to_help_can_be_kept_without_any_pack(client, language):
    line = helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))
    page = client.get(f"/{language}/more/").text
    list_address = f"/{language}/reading/more.json"
    assert f'data-pack="{list_address}"' in page
    answer = client.get(list_address)
    list_of_parts = answer.json()
    parts = {part for part, _digest, _size in list_of_parts["parts"]}
    assert {f"/{each}/{name}/" for each in ("km", "en") for name in ("more", "calendar", "reading/offline")} <= parts
    assert set(files_of(page)) <= parts
    assert (list_of_parts["address"], list_of_parts["language"]) == (f"/{language}/more/", language)
    assert list_of_parts["size"] == sum(size for *_part, size in list_of_parts["parts"])
    assert "help" not in list_of_parts["title"].lower()
    assert client.get(list_address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    line.delete()  # a number that is no longer true
    assert client.get(list_address).headers["ETag"] != answer.headers["ETag"]
