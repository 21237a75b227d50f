"""Recordings for tests: a second of one tone in each kind of file, with tags that tell a name and a place."""

from pathlib import Path

from django.utils import timezone

from content.clipping import approve, bring_in
from content.models import Clip, RightPage, StoryPage
from content.sounds.reading import sound_of
from tests.factories.accounts import make_user

FOLDER = Path(__file__).with_name("sounds")
KINDS = ("ogg", "webm", "mp3", "m4a")
SECRETS = (b"SOKHA", b"11.55N")
PART = "short_11"
ADULT = {"speaker": "adult"}


def recording(kind: str = "ogg") -> bytes:
    return (FOLDER / f"tone.{kind}").read_bytes()


def child(**changes) -> dict:
    today = timezone.localdate()
    return {
        "speaker": "child",
        "agreed_on": today,
        "paper_kept_by": "facilitator",
        "valid_until": today,
        **changes,
    }


def text_of(page: RightPage | StoryPage, part: str = PART) -> str:
    return next(each.text for each in page.texts_to_hear() if each.part == part)


def make_clip(
    page: RightPage | StoryPage, *, kind: str = "ogg", part: str = PART, given: dict = ADULT, by=None
) -> Clip:
    """A recording that waits for a second person."""
    by = by or make_user("communications")
    return bring_in(page=page, part=part, text=text_of(page, part), sound=sound_of(recording(kind)), given=given, by=by)


def make_public_clip(page: RightPage | StoryPage, **how) -> Clip:
    clip = make_clip(page, **how)
    return approve(clip=clip, text=text_of(page, clip.part), by=make_user("communications"))
