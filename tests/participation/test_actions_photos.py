"""Photos of meetings: kept while everyone shown allows it, without a trace of where and by whom they were taken."""

import os
import time
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from accounts.models import JournalEntry
from accounts.retention.running import carry_out
from participation.actions.meetings import withdraw_meeting
from participation.actions.photos import delete_lost_files, delete_photo, keep_photo, mark_shown
from participation.models import MeetingPhoto, MeetingPhotoPerson
from participation.refusals import NotAPhoto, NotThere, PhotoDeleted, PhotoIdTaken, PhotoWithoutConsent
from people.merging import merge_people, undo_merge
from people.models import Purpose
from tests.factories.accounts import make_user
from tests.factories.participation import make_mark, make_meeting, make_photo
from tests.factories.people import make_consent, make_person
from tests.people.photographs import photograph, secrets_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return Path(settings.PRIVATE_ROOT) / "photos"


@pytest.fixture
def meeting():
    return make_meeting()


def allowed(meeting, *, valid_until=None, **fields):
    """Somebody who came and allows photos inside the programme."""
    person = make_mark(meeting=meeting).person
    fields |= {"valid_until": valid_until} if valid_until else {}
    make_consent(person=person, purpose=Purpose.PHOTO_INSIDE, **fields)
    return person


def large(size=(2400, 1200)):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()


def keep(meeting, **overrides):
    fields = {"id": uuid.uuid4(), "content": photograph("jpg"), "shown": None, "recorded_at": timezone.now()}
    return keep_photo(**{**fields, "by": make_user(), **overrides}, meeting=meeting)


def files(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


# --- keeping ---------------------------------------------------------------------------------------------------------
def test_photo_is_drawn_anew_upright_small_and_without_secrets(meeting, folder):
    photo = keep(meeting, content=large())
    assert (photo.width, photo.height, photo.size) == (1600, 800, (folder / Path(photo.file.name).name).stat().st_size)
    original, stored = photograph("jpg"), Path(keep(meeting).file.path).read_bytes()
    assert secrets_in(original) != set() == secrets_in(stored)
    assert Image.open(BytesIO(stored)).format == "JPEG"
    small = keep(meeting, content=large((90, 60)))
    assert (small.width, small.height) == (90, 60)


def test_name_of_the_file_says_nothing_and_lies_outside_the_media_folder(meeting, folder, settings):
    photo = keep(meeting)
    assert not Path(photo.file.path).is_relative_to(settings.MEDIA_ROOT)
    assert files(folder) == [Path(photo.file.name).name]
    for telling in (photo.pk.hex, meeting.pk.hex, str(photo.pk)):
        assert telling not in photo.file.name


def test_photo_sent_twice_is_one(meeting, folder):
    first = keep(meeting)
    assert keep(meeting, id=first.pk) == first
    assert len(files(folder)) == 1
    with pytest.raises(PhotoIdTaken):
        keep(make_meeting(), id=first.pk)


@pytest.mark.parametrize("content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 50])
def test_what_is_no_photo_is_refused(meeting, folder, content):
    with pytest.raises(NotAPhoto):
        keep(meeting, content=content)
    assert (MeetingPhoto.objects.count(), files(folder)) == (0, [])


def test_photo_too_large_is_refused(meeting, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
    with pytest.raises(NotAPhoto):
        keep(meeting)


def test_shown_are_kept_and_the_journal_counts_them(meeting):
    people, by = [allowed(meeting), allowed(meeting)], make_user()
    photo = keep(meeting, shown=[*people, people[0]], by=by)
    assert set(photo.shown.values_list("person", flat=True)) == {person.pk for person in people}
    assert (photo.taken_by, photo.shown_marked_by, photo.shown_marked_at is None) == (by, by, False)
    line = JournalEntry.objects.get(verb="photo.kept")
    assert line.details == {"meeting": str(meeting.pk), "shown": 2}


def test_somebody_without_consent_keeps_the_photo_out(meeting, folder):
    today = timezone.localdate()
    wrong = [
        make_mark(meeting=meeting).person,
        allowed(meeting, signed_on=today - 400 * DAY),
        allowed(meeting, withdrawn_on=today),
        allowed(meeting, given_on=None),
    ]
    public = make_mark(meeting=meeting).person
    make_consent(person=public, purpose=Purpose.PHOTO_PUBLIC)
    make_consent(person=public, purpose=Purpose.MEMBERSHIP)
    for person in (*wrong, public):
        with pytest.raises(PhotoWithoutConsent):
            keep(meeting, shown=[allowed(meeting), person])
    assert (MeetingPhoto.objects.count(), files(folder)) == (0, [])


def test_somebody_who_was_not_there_cannot_be_shown(meeting):
    absent, elsewhere = allowed(meeting), allowed(make_meeting())
    meeting.marks.update(state="absent")
    for person in (absent, elsewhere):
        with pytest.raises(NotThere):
            keep(meeting, shown=[person])


def test_last_day_is_that_of_the_first_consent_to_end_and_three_years_at_most(meeting):
    today = timezone.localdate()
    soon, late = allowed(meeting, valid_until=today + 20 * DAY), allowed(meeting, valid_until=today + 5000 * DAY)
    days = [keep(meeting, shown=shown).delete_after for shown in (None, [], [late], [late, soon])]
    assert days == [today + 60 * DAY, today + 1095 * DAY, today + 1095 * DAY, today + 20 * DAY]


# --- saying who is on it ---------------------------------------------------------------------------------------------
def test_marking_says_who_is_on_it_and_again_says_it_anew(meeting):
    today, by = timezone.localdate(), make_user()
    first, second = allowed(meeting, valid_until=today + 9 * DAY), allowed(meeting, valid_until=today + 99 * DAY)
    photo = keep(meeting)
    mark_shown(photo=photo, people=[first, second], by=by)
    assert (photo.shown_marked_by, photo.delete_after, photo.shown.count()) == (by, today + 9 * DAY, 2)
    mark_shown(photo=photo, people=[second], by=by)
    assert (photo.delete_after, list(photo.shown.values_list("person", flat=True))) == (today + 99 * DAY, [second.pk])
    assert [line.details["shown"] for line in JournalEntry.objects.filter(verb="photo.marked").order_by("pk")] == [2, 1]


def test_marking_somebody_without_consent_changes_nothing(meeting):
    photo, person = keep(meeting), make_mark(meeting=meeting).person
    with pytest.raises(PhotoWithoutConsent):
        mark_shown(photo=photo, people=[person], by=make_user())
    photo.refresh_from_db()
    assert (photo.shown_marked_at, photo.shown.count()) == (None, 0)


def test_merged_people_are_shown_once_and_come_apart_again(meeting):
    kept, gone = make_person(), make_person()
    both, one = make_photo(shown=[kept, gone], meeting=meeting), make_photo(shown=[gone], meeting=meeting)
    before = sorted(MeetingPhotoPerson.objects.values_list("photo", "person"))
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    assert set(MeetingPhotoPerson.objects.values_list("photo", "person")) == {(both.pk, kept.pk), (one.pk, kept.pk)}
    undo_merge(merge=merge, by=make_user())
    assert sorted(MeetingPhotoPerson.objects.values_list("photo", "person")) == before


# --- deleting --------------------------------------------------------------------------------------------------------
def test_deleted_photo_takes_its_file_along_after_the_commit_and_stays_away(
    meeting, folder, django_capture_on_commit_callbacks
):
    photo = keep(meeting)
    key = photo.pk
    with django_capture_on_commit_callbacks(execute=True):
        delete_photo(photo=photo, by=make_user())
        assert len(files(folder)) == 1
    assert files(folder) == []
    with pytest.raises(PhotoDeleted):
        keep(meeting, id=key)


def test_meeting_taken_out_takes_its_photos_along(meeting, folder, django_capture_on_commit_callbacks):
    keep(meeting, shown=[allowed(meeting)])
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_meeting(meeting=meeting, by=make_user(), reason="twice")
    assert (MeetingPhoto.objects.count(), files(folder)) == (0, [])


def test_photos_past_their_last_day_are_deleted_and_no_others(meeting, folder, django_capture_on_commit_callbacks):
    today = timezone.localdate()
    make_photo(meeting=meeting, delete_after=today - DAY)
    stays = make_photo(meeting=meeting, delete_after=today)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("delete_old_photos", verbosity=0)
    assert list(MeetingPhoto.objects.all()) == [stays]
    assert files(folder) == [Path(stays.file.name).name]
    line = JournalEntry.objects.get(verb="photo.deleted")
    assert (line.actor_id, line.details) == (None, {"meeting": str(meeting.pk)})
    assert carry_out("photos") == 0


def test_files_that_no_photo_owns_go_after_a_day(meeting, folder):
    stays = make_photo(meeting=meeting)
    old, new = folder / "old.jpg", folder / "new.jpg"
    for path in (old, new):
        path.write_bytes(b"x")
    day_before_yesterday = time.time() - 2 * 86_400
    for path in (old, folder / Path(stays.file.name).name):
        os.utime(path, (day_before_yesterday, day_before_yesterday))
    delete_lost_files()
    assert files(folder) == sorted(["new.jpg", Path(stays.file.name).name])
