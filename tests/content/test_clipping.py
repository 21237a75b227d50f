"""Recorded clips: who speaks, two people before children hear them, and the end of every one of them."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import JournalEntry
from content import clipping
from content.clipping import NothingToReview, ReasonNeeded, SpokeForItself, TooHeavy, TooLong, approve, refuse, withdraw
from content.models import Clip, StoryPage
from content.models.clips import FOLDER
from content.sounds.kinds import Kind, Sound
from content.telling import make_stories
from freshness.noting import noted
from participation.models.photo import private_storage
from tests.content.recordings import child, make_clip, make_public_clip
from tests.factories.accounts import make_user, stranger

pytestmark = pytest.mark.django_db

PAGE = "/en/rights/12/"


@pytest.fixture
def page(few):
    return few["en", 12]


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """``with at_once():`` what waits for the commit is done at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def is_heard(address: str = PAGE) -> bool:
    answer = stranger().get(address)
    assert answer.status_code == 200
    return "<audio" in answer.text


def fetched(clip: Clip):
    return stranger().get(clip.address)


def lies_there(name: str) -> bool:
    return private_storage().exists(name)


# --- two people -------------------------------------------------------------------------------------------------------
def test_a_clip_is_heard_only_after_a_second_person(page):
    assert not is_heard()
    clip = make_clip(page)
    assert clip.status(page.short_11) == "waiting"
    assert (is_heard(), fetched(clip).status_code) == (False, 404)
    clip = approve(clip=clip, text=page.short_11, by=make_user("communications"))
    assert clip.status(page.short_11) == "public"
    assert (is_heard(), fetched(clip).status_code) == (True, 200)
    verbs = JournalEntry.objects.filter(about_type="content.clip").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["clip.brought_in", "clip.approved"]


def test_a_clip_is_heard_beside_its_own_text_only(page):
    make_public_clip(page)
    assert is_heard(f"{PAGE}?age=11")
    assert not is_heard(f"{PAGE}?age=7")
    assert not is_heard("/km/rights/12/")
    assert not is_heard("/en/rights/13/")


def test_the_longer_text_has_a_voice_of_its_own(page):
    longer = make_public_clip(page, part="more_11")
    text = stranger().get(f"{PAGE}?age=11").text
    assert text.count("<audio") == 1
    assert text.index(page.more_11.split("\n")[0].replace("'", "&#x27;")) < text.index("<audio")
    assert 'aria-label="Listen to the longer text"' in text
    short = make_public_clip(page)
    text = stranger().get(f"{PAGE}?age=11").text
    assert text.index(short.address) < text.index(longer.address)
    assert text.count('aria-label="Listen to the text"') == text.count('aria-label="Listen to the longer text"') == 1
    page.more_11 = "Other words."
    page.save_revision().publish()
    text = stranger().get(f"{PAGE}?age=11").text
    assert (text.count("<audio"), fetched(short).status_code, fetched(longer).status_code) == (1, 200, 404)


def test_a_story_is_heard_whole(portal_with):
    portal_with(make_stories, rights=(12, 13))
    story = StoryPage.objects.get(locale__language_code="en", slug="first-meeting")
    told = story.texts_to_hear()[0].text
    assert told.startswith(f"{story.lead}\n\nOn Saturday children meet")
    for words in (
        "The stone that speaks",
        "they waited for me",
        "a girl of 8 years",
        "What do you do when somebody new",
    ):
        assert words in told
    assert "<p" not in told
    clip = make_clip(story, part="whole")
    assert not is_heard(story.url)
    approve(clip=clip, text=told, by=make_user("communications"))
    assert (is_heard(story.url), fetched(clip).status_code) == (True, 200)
    story.body.append(("heading", "The end"))
    story.save_revision().publish()
    assert (is_heard(story.url), fetched(clip).status_code) == (False, 404)


def test_nobody_reviews_what_they_brought_in(page):
    me = make_user("communications")
    clip = make_clip(page, by=me)
    with pytest.raises(SpokeForItself):
        approve(clip=clip, text=page.short_11, by=me)
    with pytest.raises(SpokeForItself):
        refuse(clip=clip, reason="No", by=me)
    assert not is_heard()


def test_a_refusal_says_why_and_deletes_the_file(page, at_once):
    clip = make_clip(page)
    name = clip.file.name
    with pytest.raises(ReasonNeeded):
        refuse(clip=clip, reason="  ", by=make_user("communications"))
    with at_once():
        clip = refuse(clip=clip, reason="A dog barks.", by=make_user("communications"))
    assert (clip.status(page.short_11), clip.refusal) == ("refused", "A dog barks.")
    assert not lies_there(name)
    with pytest.raises(NothingToReview):
        approve(clip=clip, text=page.short_11, by=make_user("communications"))


def test_the_newest_clip_is_the_one_that_is_heard(page):
    make_public_clip(page)
    newest = make_public_clip(page, kind="mp3")
    assert newest.address in stranger().get(PAGE).text


# --- the text changes -------------------------------------------------------------------------------------------------
def test_a_changed_text_is_not_spoken_until_somebody_listens_again(page):
    clip = make_public_clip(page)
    page.short_11 = "You may say what you think."
    page.save_revision().publish()
    assert clip.status(page.short_11) == "text_changed"
    assert (is_heard(), fetched(clip).status_code) == (False, 404)
    clip = approve(clip=clip, text=page.short_11, by=make_user("communications"))
    assert (is_heard(), fetched(clip).status_code) == (True, 200)


def test_another_space_is_no_other_text(page):
    clip = make_public_clip(page)
    assert clip.status(f"  {page.short_11.replace(' ', '  ')}\n") == "public"


def test_a_page_taken_down_is_heard_no_more(page):
    clip = make_public_clip(page)
    page.unpublish()
    assert fetched(clip).status_code == 404


# --- a child's voice --------------------------------------------------------------------------------------------------
def test_a_withdrawn_clip_is_gone_with_its_file_and_its_button(page, at_once):
    clip = make_public_clip(page, given=child())
    name = clip.file.name
    assert is_heard()
    with at_once():
        clip = withdraw(clip=clip, by=make_user("communications"))
    assert (clip.status(page.short_11), bool(clip.file)) == ("withdrawn", False)
    assert not lies_there(name)
    assert (is_heard(), stranger().get(f"/media/{name}").status_code) == (False, 404)
    assert withdraw(clip=clip, by=make_user("communications")).withdrawn_by == clip.withdrawn_by


def test_consent_ends_by_date_and_the_night_deletes_the_file(page, at_once):
    clip = make_public_clip(page, given=child(valid_until=timezone.localdate()))
    kept = make_public_clip(page)
    name = clip.file.name
    assert clipping.let_go_of_ended(timezone.localdate()) == 0
    yesterday = timezone.localdate() - timedelta(days=1)
    Clip.objects.filter(pk=clip.pk).update(agreed_on=yesterday, valid_until=yesterday)
    clip.refresh_from_db()
    assert (clip.status(page.short_11), fetched(clip).status_code) == ("ended", 404)
    with at_once():
        call_command("forget_clips", verbosity=0)
    assert not lies_there(name)
    assert lies_there(kept.file.name)


def test_files_go_with_a_page_that_is_deleted(page, at_once):
    name = make_public_clip(page).file.name
    with at_once():
        page.delete()
    assert not lies_there(name)


def test_the_night_deletes_files_that_no_row_knows(page, monkeypatch):
    clip = make_public_clip(page)
    name = clip.file.name
    private_storage().save(f"{FOLDER}/{'0' * 32}.ogg", ContentFile(b"x"))
    assert clipping.let_go_of_ended(timezone.localdate()) == 0
    monkeypatch.setattr(clipping, "HOUR", -1)
    clipping.let_go_of_ended(timezone.localdate())
    assert private_storage().listdir(FOLDER)[1] == [name.rpartition("/")[2]]


# --- what comes in ----------------------------------------------------------------------------------------------------
def test_a_heavy_or_long_recording_is_refused(page):
    given = {"page": page, "part": "short_11", "text": page.short_11, "given": {"speaker": "adult"}}
    by = make_user("communications")
    with pytest.raises(TooHeavy) as heavy:
        clipping.bring_in(sound=Sound(Kind.OGG, bytes(200_001), 9), by=by, **given)
    assert "201 គីឡូបៃ" in str(heavy.value)
    with pytest.raises(TooLong):
        clipping.bring_in(sound=Sound(Kind.OGG, bytes(9), 121), by=by, **given)
    assert Clip.objects.count() == 0


def test_names_of_files_say_nothing(page):
    names = {make_clip(page).file.name for _turn in range(2)}
    assert len(names) == 2
    assert {len(name) for name in names} == {len("clips/") + 32 + len(".ogg")}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"size": 200_001}, "clip_is_at_most_200_kb"),
        ({"seconds": 121}, "clip_is_short"),
        ({"speaker": "child"}, "voice_of_a_child_rests_on_a_paper"),
        ({**child(), "speaker": "adult"}, "voice_of_a_child_rests_on_a_paper"),
        (child(paper_kept_by=""), "voice_of_a_child_rests_on_a_paper"),
        (child(valid_until=timezone.localdate() - timedelta(9)), "consent_to_a_clip_ends_after_it_began"),
        ({"refusal": "No."}, "only_a_reviewed_clip_is_refused"),
        ({"withdrawn_on": timezone.localdate()}, "withdrawn_clip_has_no_file"),
    ],
)
def test_the_database_refuses(page, changes, name):
    clip = make_clip(page)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Clip.objects.filter(pk=clip.pk).update(**changes)


def test_the_database_refuses_one_person_for_two(page):
    clip = make_clip(page)
    with pytest.raises(IntegrityError, match="clip_is_reviewed_by_a_second_person"), transaction.atomic():
        Clip.objects.filter(pk=clip.pk).update(reviewed_by=clip.declared_by, reviewed_on=timezone.localdate())


# --- readers ----------------------------------------------------------------------------------------------------------
def test_a_page_says_what_listening_costs_and_fetches_nothing(page):
    clip = make_public_clip(page)
    text = stranger().get(PAGE).text
    assert f'<audio controls preload="none" src="{clip.address}"' in text
    assert "0.01 MB" in text
    assert "autoplay" not in text


def test_kept_pages_rest_on_the_clips(page):
    with noted() as names:
        is_heard()
    assert "table:content_clip" in names


def test_related_rights_of_a_draft_are_those_of_the_draft(page, few):
    page.related = [few["en", 13].topic]
    assert [each.pk for each in page.neighbours()] == [few["en", 13].pk]
    page.related = []
    assert page.neighbours() == []


def test_texts_are_told_by_part(page):
    assert [(each.part, each.text) for each in page.texts_to_hear()] == [
        (part, getattr(page, part)) for part in ("short_7", "more_7", "short_11", "more_11", "short_15", "more_15")
    ]
