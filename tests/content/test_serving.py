"""A page that exists in one language only is read in that one, with a note, never an error."""

import pytest
from wagtail.models import PageViewRestriction

from content.models import RightPage
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db
NOTE = 'class="note-of-language"'


@pytest.fixture
def right(portal_with):
    portal_with(rights=(12,))
    return {page.locale.language_code: page for page in RightPage.objects.all()}


def read(path: str):
    return stranger().get(path)


def test_what_is_there_has_no_note(right):
    for language in ("km", "en"):
        answer = read(f"/{language}/rights/12/")
        assert NOTE not in answer.content.decode()
        assert right[language].title in answer.content.decode()


def test_what_is_missing_is_read_in_the_other_language(right):
    right["en"].unpublish()
    answer = read("/en/rights/12/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert right["km"].title in html
    assert f'{NOTE} lang="en">This page is not in this language yet.' in html
    assert '<html lang="km"' in html
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_other_address_of_a_translation_leads_there(right):
    right["en"].slug = "being-heard"
    right["en"].save_revision().publish()
    answer = read("/en/rights/12/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/rights/being-heard/")


@pytest.mark.parametrize("hide", ["both taken down", "private"])
def test_nothing_is_shown_that_is_not_for_everybody(right, hide):
    right["en"].unpublish()
    if hide == "private":
        PageViewRestriction.objects.create(page=right["km"], restriction_type=PageViewRestriction.LOGIN)
    else:
        right["km"].unpublish()
    assert read("/en/rights/12/").status_code == 404


def test_what_is_nowhere_is_not_found(right):
    for path in ("/en/rights/99/", "/km/nothing/at/all/", "/en/rights/12/more/"):
        assert read(path).status_code == 404
