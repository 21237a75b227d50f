"""Who helps in a commune, kept on a telephone."""

import pytest

from content.pack_lists import files_of
from protection.models import Service
from tests.factories.accounts import stranger
from tests.factories.places import make_commune
from tests.factories.services import make_coverage, make_service

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_of_a_commune_can_be_kept_with_the_way_to_help(language):
    service = make_service(area=make_commune("050601", name_latin="Svay"))
    make_coverage(service=service)
    address = f"/{language}/reading/near-mef050601.json"
    page = stranger().get(f"/{language}/more/mef050601/").text
    assert f'data-pack="{address}"' in page
    answer = stranger().get(address)
    told = answer.json()
    parts = {part for part, _digest, _size in told["parts"]}
    names = ("more/mef050601", "more", "calendar", "reading/offline")
    assert {f"/{each}/{name}/" for each in ("km", "en") for name in names} <= parts
    assert set(files_of(page)) <= parts
    assert told["title"] == ("Svay" if language == "en" else "ឃុំទី050601")
    assert stranger().get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    Service.objects.update(phones="012 345 678")
    assert stranger().get(address).headers["ETag"] != answer.headers["ETag"]


def test_what_is_no_commune_has_no_list():
    make_commune("050601")
    for pk in ("mef0506", "mef999999", "x"):
        assert stranger().get(f"/en/reading/near-{pk}.json").status_code == 404
