"""The file of a clip as browsers ask for it: whole, in part, or only if it changed."""

from pathlib import Path

import pytest

from content.sounds.reading import sound_of
from tests.content.recordings import child, make_clip, make_public_clip, recording
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db

TYPES = {"ogg": "audio/ogg", "webm": "audio/ogg", "mp3": "audio/mpeg", "m4a": "audio/mp4"}


@pytest.fixture
def page(few):
    return few["en", 12]


def fetched(clip, method: str = "get", **headers):
    return getattr(stranger(), method)(clip.address, headers=headers)


@pytest.mark.parametrize("kind", TYPES)
def test_a_clip_comes_whole_with_its_type(page, kind):
    clip = make_public_clip(page, kind=kind)
    answer = fetched(clip)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, TYPES[kind])
    assert answer.content == sound_of(recording(kind)).data
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-", 0, None),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=100-99999", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=-99999", 0, None),
    ],
)
def test_a_part_is_a_206(page, asked, begin, end):
    clip = make_public_clip(page)
    data = fetched(clip).content
    answer = fetched(clip, Range=asked)
    first = begin % len(data)
    last = len(data) - 1 if end is None else end - 1
    assert answer.status_code == 206
    assert answer.content == data[begin:end]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(data)}"
    assert answer.headers.get("Content-Length", str(len(answer.content))) == str(len(answer.content))


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=-0"])
def test_a_part_behind_the_end_is_a_416(page, asked):
    clip = make_public_clip(page)
    answer = fetched(clip, Range=asked)
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{clip.size}"


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "bytes=5-1", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b"])
def test_what_is_no_range_is_answered_with_everything(page, asked):
    clip = make_public_clip(page)
    answer = fetched(clip, Range=asked)
    assert (answer.status_code, len(answer.content)) == (200, clip.size)


def test_a_part_of_another_file_is_not_given(page):
    clip = make_public_clip(page)
    tag = fetched(clip).headers["ETag"]
    assert fetched(clip, Range="bytes=0-9", If_Range=tag).status_code == 206
    assert fetched(clip, Range="bytes=0-9", If_Range='"other"').status_code == 200
    assert fetched(clip, If_None_Match=tag).status_code == 304


def test_an_adult_is_kept_for_long_and_a_child_asked_about_each_time(page):
    assert fetched(make_public_clip(page)).headers["Cache-Control"] == "public, max-age=2592000, immutable"
    assert fetched(make_public_clip(page, given=child())).headers["Cache-Control"] == "public, no-cache"


def test_a_clip_lies_where_no_web_server_reaches_it(page, settings):
    clip = make_public_clip(page)
    assert Path(clip.file.path).is_relative_to(settings.PRIVATE_ROOT)
    assert not (Path(settings.MEDIA_ROOT) / clip.file.name).exists()
    with pytest.raises(TypeError, match="has no address but that of its view"):
        _ = clip.file.url


def test_a_clip_whose_file_is_lost_is_a_404(page):
    clip = make_public_clip(page)
    Path(clip.file.path).unlink()
    assert fetched(clip).status_code == 404


def test_only_public_clips_have_an_address(page):
    assert fetched(make_clip(page)).status_code == 404
    assert stranger().get(f"/media/clips/{'0' * 32}.ogg").status_code == 404
    assert stranger().get("/media/clips/../images/x.ogg").status_code == 404
    assert fetched(make_public_clip(page), "post").status_code == 405
