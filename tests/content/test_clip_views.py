"""Recordings in the editors' admin: the report, bringing one in, and the word of a second person."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.models import Clip, NewsPage, StoryPage
from content.telling import make_news, make_stories
from tests.content.recordings import PART, child, make_clip, make_public_clip, recording
from tests.content.test_sounds import STORED_AS
from tests.factories.accounts import make_user, signed_in

pytestmark = pytest.mark.django_db

PERMISSIONS = "camera=(), geolocation=(), microphone=({}), payment=(), usb=(), browsing-topics=()"


@pytest.fixture
def page(few):
    return few["en", 12]


@pytest.fixture
def officer(few):
    return make_user("communications")


@pytest.fixture
def admin(officer):
    return signed_in(officer)


def address(page) -> str:
    return reverse("clip_text", args=[page.pk, PART])


def sent(admin, page, data: bytes | None = None, **changes):
    file = SimpleUploadedFile("x.webm", recording("webm") if data is None else data)
    return admin.post(address(page), {"file": file, "speaker": "adult", "agreed": "on", **changes})


def test_the_report_tells_which_texts_have_a_voice(admin, few, page):
    make_public_clip(page)
    make_clip(page, part="short_7")
    text = admin.get(reverse("clips") + "?language=en").text
    assert "Children hear 1 of 12 texts." in text
    assert text.count("no voice yet") == 10
    assert "Children hear 0 of 12 texts." in admin.get(reverse("clips") + "?language=km").text
    assert admin.get(reverse("clips") + "?language=xx").status_code == 200


def test_the_report_costs_the_same_with_more_clips(admin, page):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            admin.get(reverse("clips") + "?language=en")
        return len(asked)

    admin.get(reverse("clips"))
    make_clip(page)
    before = cost()
    for part in ("short_7", "short_11", "short_15"):
        make_clip(page, part=part)
    assert cost() == before


def test_stories_and_news_are_texts_to_speak_too(admin, portal_with):
    portal_with(make_stories, make_news, rights=(12, 13))
    story = StoryPage.objects.filter(locale__language_code="en").first()
    make_public_clip(story, part="whole")
    number = 12 + sum(kind.objects.filter(locale__language_code="en").count() for kind in (StoryPage, NewsPage))
    text = admin.get(reverse("clips") + "?language=en").text
    assert f"Children hear 1 of {number} texts." in text
    assert all(
        reverse("clip_text", args=[page.pk, "whole"]) in text for page in StoryPage.objects.child_of(story.get_parent())
    )


def test_a_text_without_words_is_none_to_speak(admin, page):
    page.more_15 = ""
    page.save_revision().publish()
    text = admin.get(reverse("clips") + "?language=en").text
    assert "Children hear 0 of 11 texts." in text
    assert admin.get(reverse("clip_text", args=[page.pk, "more_15"])).status_code == 404


def test_longer_texts_are_recorded_for_longer(admin, page):
    assert 'data-seconds="60" data-bits="24000"' in admin.get(address(page)).text
    page.more_7 = "Adults ask you first. " * 20
    page.save_revision().publish()
    longer = admin.get(reverse("clip_text", args=[page.pk, "more_7"])).text
    assert 'data-seconds="100" data-bits="14000"' in longer


@pytest.mark.parametrize(("kind", "seconds"), [("webm", 0.5), ("m4a", 0.5), ("mp3", 0.6)])
def test_a_recording_is_brought_in_and_cut(admin, officer, page, kind, seconds):
    answer = sent(admin, page, data=recording(kind), begin="0.3", end="0.8")
    clip = Clip.objects.get()
    assert answer.headers["Location"] == reverse("clip", args=[clip.pk])
    assert (clip.kind, clip.seconds, clip.declared_by, clip.page_id) == (STORED_AS[kind], seconds, officer, page.pk)
    assert (clip.speaker, clip.agreed_on, clip.valid_until) == ("adult", None, None)


def test_a_childs_voice_needs_a_paper(admin, page):
    refused = sent(admin, page, speaker="child")
    assert refused.status_code == 422
    assert refused.text.count("The voice of a child needs this.") == 3
    today = timezone.localdate()
    for wrong, sentence in (
        ({"agreed_on": "2199-01-01"}, "This day has not come yet."),
        ({"valid_until": "2001-01-01"}, "This day is past."),
        ({"valid_until": "2199-01-01"}, "At most two years after the day on the paper."),
    ):
        assert sentence in sent(admin, page, **{**child(), **wrong}).text
    assert Clip.objects.count() == 0
    assert sent(admin, page, **child()).status_code == 302
    assert (Clip.objects.get().valid_until, Clip.objects.get().paper_kept_by) == (today, "facilitator")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"data": b"<html>"}, "This file is not a recording that can be used."),
        ({"data": b"x" * 2_500_001}, "This file is too large"),
        ({"begin": "0.8", "end": "0.2"}, "Between these two marks nothing is left."),
        ({"data": recording("mp3"), "begin": "5"}, "Between these two marks nothing is left."),
        ({"agreed": ""}, "This field is required."),
        ({"speaker": "dog"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_used_is_said(admin, page, changes, sentence):
    answer = sent(admin, page, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Clip.objects.count() == 0


def test_the_microphone_is_open_on_one_page_only(admin, page):
    clip = make_clip(page)
    assert admin.get(address(page)).headers["Permissions-Policy"] == PERMISSIONS.format("self")
    for other in (reverse("clips"), reverse("clip", args=[clip.pk]), "/admin/", "/en/rights/12/"):
        assert admin.get(other).headers["Permissions-Policy"] == PERMISSIONS.format("")


def test_a_second_person_approves_and_anybody_withdraws(admin, officer, page):
    sent(admin, page)
    clip = Clip.objects.get()
    mine = reverse("clip", args=[clip.pk])
    assert "Somebody else has to listen" in admin.get(mine).text
    refused = admin.post(mine, {"decision": "approve"}, follow=True)
    assert "you brought this recording in yourself" in refused.text
    second = signed_in(make_user("communications"))
    assert admin.get(reverse("clip_sound", args=[clip.pk])).headers["Cache-Control"] == "no-store"
    assert "Children can hear it now." in second.post(mine, {"decision": "approve"}, follow=True).text
    clip.refresh_from_db()
    assert clip.status(page.short_11) == "public"
    assert "Nobody hears it any more" in admin.post(mine, {"decision": "withdraw"}, follow=True).text
    clip.refresh_from_db()
    assert clip.status(page.short_11) == "withdrawn"
    assert admin.get(reverse("clip_sound", args=[clip.pk])).status_code == 404


def test_a_refusal_needs_a_sentence(page, admin):
    clip = make_clip(page)
    mine = reverse("clip", args=[clip.pk])
    assert "Say in one sentence why." in admin.post(mine, {"decision": "refuse"}, follow=True).text
    assert "Too quiet." in admin.post(mine, {"decision": "refuse", "reason": "Too quiet."}, follow=True).text
    assert admin.post(mine, {"decision": "shout"}).status_code == 404


def test_a_changed_text_waits_again(page, admin):
    clip = make_public_clip(page)
    page.short_11 = "Other words."
    page.save_revision().publish()
    text = admin.get(reverse("clips") + "?language=en").text
    assert text.count("the text has changed") == 2
    assert "The text has changed since this was spoken." in admin.get(reverse("clip", args=[clip.pk])).text


def test_a_text_that_is_none_is_a_404(page, admin):
    assert admin.get(reverse("clip_text", args=[page.pk, "title"])).status_code == 404
    assert admin.get(reverse("clip_text", args=[page.get_parent().pk, PART])).status_code == 404
    assert admin.get(reverse("clip_text", args=[99999, PART])).status_code == 404
    assert admin.get(reverse("clip", args=[99999])).status_code == 404
