"""What a telephone would get at an address: pages, pictures and recordings, each as its own view hands it out."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from content.clipping import withdraw
from content.errands import digest, fetch
from content.models import PackPage, RightPage, StoryPage
from content.packing import make_packs
from content.telling import make_stories
from people.consenting import withdraw_consent
from tests.content.conftest import confirmed, picture
from tests.content.recordings import child, make_clip, make_public_clip
from tests.content.released import Released
from tests.content.test_packs import SHOWN, told
from tests.factories.accounts import make_user, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return RequestFactory().get("/en/", headers={"host": "localhost"})


def weighed(path: str) -> int:
    """Bytes of the head that Django knows, and of the body."""
    answer = stranger().get(path)
    heads = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return heads + len(b"".join(answer))


def test_a_recording_is_fetched_as_long_as_it_may_be_heard(few, asked):
    page = few["en", 12]
    assert fetch(asked, make_clip(page).address, "br") is None
    clip = make_public_clip(page, given=child(valid_until=timezone.localdate()))
    found = fetch(asked, clip.address, "br")
    assert found.digest == digest(clip.file.read())
    assert found.size == pytest.approx(weighed(clip.address), abs=100)
    clip.file.close()
    withdraw(clip=clip, by=make_user("communications"))
    assert fetch(asked, clip.address, "br") is None


def test_a_picture_is_fetched_as_long_as_it_may_be_shown(asked):
    shown, hidden = confirmed().get_rendition("width-20"), picture().get_rendition("width-20")
    with shown.file.open() as file:
        assert fetch(asked, shown.url, "br").digest == digest(file.read())
    assert fetch(asked, shown.url, "br").size == pytest.approx(weighed(shown.url), abs=100)
    assert fetch(asked, hidden.url, "br") is None
    assert fetch(asked, "/media/images/none.webp", "br") is None


def test_a_pack_lets_go_of_a_page_whose_picture_is_taken_back(
    portal_with, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    portal_with(make_stories, make_packs, rights=SHOWN)
    released = Released()
    story = StoryPage.objects.get(slug="first-meeting", locale__language_code="en")
    story.body.append(("picture", {"picture": released.picture, "caption": ""}))
    story.save_revision().publish()
    pack = PackPage.objects.get(locale__language_code="en", step=7)
    before = {part for part, *_more in told(pack)["parts"]}
    assert story.url in before
    assert any(part.startswith("/media/images/") for part in before)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(consent=released.consents[0], by=make_user())
    after = {part for part, *_more in told(pack)["parts"]}
    assert story.url not in after
    assert not any(part.startswith("/media/images/") for part in after)


def test_a_pack_holds_the_recordings_of_its_pages(portal_with):
    portal_with(make_packs, rights=SHOWN)
    right = RightPage.objects.get(topic__number=12, locale__language_code="en")
    younger = make_public_clip(right, part="short_7")
    older = make_public_clip(right, part="more_15")
    parts = {part for part, *_more in told(PackPage.objects.get(locale__language_code="en", step=7))["parts"]}
    assert younger.address in parts
    assert older.address not in parts
