"""Photos at the desk: who sees one, from when to when, and who says whom it shows."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from participation.models import MeetingPhoto
from people.consenting import withdraw_consent
from people.models import Purpose
from tests.factories.accounts import make_user
from tests.factories.participation import TINY_JPEG, make_facilitation, make_mark, make_meeting, make_photo
from tests.factories.people import make_consent
from tests.participation.reaches import Reach, browser, journal_rows
from tests.participation.sheets import page_url

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def meeting(reach):
    meeting = make_meeting(group=reach.group)
    make_mark(meeting=meeting, person=reach.person)
    return meeting


@pytest.fixture
def consent(reach):
    return make_consent(person=reach.person, purpose=Purpose.PHOTO_INSIDE)


def picture_url(photo):
    return reverse("meetings:photo", args=[photo.pk])


def shown_url(photo):
    return reverse("meetings:photo_shown", args=[photo.pk])


def status(user, photo):
    return browser(user).get(picture_url(photo)).status_code


# --- the picture -----------------------------------------------------------------------------------------------------
def test_picture_is_served_to_who_sees_the_people_and_no_copy_is_kept(reach, meeting, consent):
    photo = make_photo(shown=[reach.person], meeting=meeting)
    answer = browser(reach.reader()).get(picture_url(photo))
    assert (answer.status_code, answer.content) == (200, TINY_JPEG)
    headers = ("Content-Type", "Cache-Control", "Content-Disposition", "X-Content-Type-Options")
    assert [answer[name] for name in headers] == ["image/jpeg", "no-store", "inline", "nosniff"]
    (row,) = journal_rows("photo.read")
    assert (row.about_id, row.people, row.kind) == (str(photo.pk), 1, JournalEntry.Kind.READ)


def test_picture_is_for_nobody_else(reach, meeting, consent, client):
    photo = make_photo(shown=[reach.person], meeting=meeting)
    assert status(reach.nameless(), photo) == 404
    assert status(make_user("communications"), photo) == 404
    foreign = make_photo(meeting=make_meeting(group=reach.foreign_group))
    assert status(reach.facilitator(), foreign) == 404
    assert client.get(picture_url(photo)).status_code == 302


def test_withdrawn_or_ended_consent_hides_the_picture_at_once(reach, meeting, consent):
    user, photo = reach.officer(), make_photo(shown=[reach.person], meeting=meeting)
    assert status(user, photo) == 200
    withdraw_consent(consent=consent, by=user)
    assert [status(who, photo) for who in (user, reach.facilitator(), reach.reader())] == [404, 404, 404]
    other = reach.add_member().person
    ended = make_consent(person=other, purpose=Purpose.PHOTO_INSIDE, signed_on=timezone.localdate() - 400 * DAY)
    photo = make_photo(shown=[other], meeting=meeting)
    assert status(user, photo) == 404
    type(ended).objects.filter(pk=ended.pk).update(valid_until=timezone.localdate())
    assert status(user, photo) == 200


def test_one_of_two_without_consent_hides_the_picture(reach, meeting, consent):
    photo = make_photo(shown=[reach.person, reach.add_member().person], meeting=meeting)
    assert status(reach.officer(), photo) == 404


def test_picture_of_nobody_is_seen(reach, meeting):
    assert status(reach.reader(), make_photo(meeting=meeting)) == 200


def test_unmarked_picture_is_for_who_took_it_and_for_who_records(reach, meeting):
    taker = reach.reader()
    photo = make_photo(shown=None, meeting=meeting, taken_by=taker)
    found = [status(user, photo) for user in (taker, reach.facilitator(), reach.officer(), reach.reader())]
    assert found == [200, 200, 200, 404]


def test_who_took_it_and_left_sees_it_no_more(reach, meeting):
    user = make_user("facilitator")
    work = make_facilitation(user=user, group=reach.group)
    photo = make_photo(shown=None, meeting=meeting, taken_by=user)
    assert status(user, photo) == 200
    work.ended_on = timezone.localdate() - DAY
    work.save()
    assert status(user, photo) == 404


def test_lost_file_is_not_there(reach, meeting):
    photo = make_photo(meeting=meeting)
    Path(photo.file.path).unlink()
    assert status(reach.reader(), photo) == 404


# --- on the page of the meeting --------------------------------------------------------------------------------------
def test_page_of_the_meeting_shows_what_may_be_seen(reach, meeting, consent):
    seen = make_photo(shown=[reach.person], meeting=meeting)
    unmarked = make_photo(shown=None, meeting=meeting)
    hidden = make_photo(shown=[reach.add_member().person], meeting=meeting)
    elsewhere = make_photo(meeting=make_meeting(group=reach.group))

    def shown_to(user):
        text = browser(user).get(page_url(meeting)).text
        pictures = {photo for photo in (seen, unmarked, hidden, elsewhere) if f'src="{picture_url(photo)}"' in text}
        return pictures, text.count("Hidden: somebody on it")

    assert shown_to(reach.facilitator()) == ({seen, unmarked}, 1)
    assert shown_to(reach.reader()) == ({seen}, 0)
    assert shown_to(reach.nameless()) == (set(), 0)


def test_page_costs_the_same_for_one_photo_and_for_five(reach, meeting, django_assert_max_num_queries):
    client = browser(reach.facilitator())
    make_photo(meeting=meeting)
    client.get(page_url(meeting))
    with django_assert_max_num_queries(40) as one:
        client.get(page_url(meeting))
    for _turn in range(4):
        make_photo(shown=None, meeting=meeting)
    with django_assert_max_num_queries(40) as five:
        client.get(page_url(meeting))
    assert len(five) == len(one)


# --- saying who is on it ---------------------------------------------------------------------------------------------
def test_those_who_came_are_offered_with_whether_they_allow_it(reach, meeting, consent):
    without = reach.add_member().person
    make_mark(meeting=meeting, person=without)
    absent = make_mark(meeting=meeting, person=reach.add_member().person, state="absent").person
    photo = make_photo(shown=None, meeting=meeting)
    text = browser(reach.facilitator()).get(shown_url(photo)).text
    assert set(re.findall(r'name="shown" value="([^"]+)"', text)) == {str(reach.person.pk), str(without.pk)}
    assert (text.count("no consent"), absent.name in text) == (1, False)
    (row,) = journal_rows("roster.read")
    assert row.people == 2


def test_who_is_on_it_is_saved(reach, meeting, consent):
    photo, client = make_photo(shown=None, meeting=meeting), browser(reach.facilitator())
    data = {"shown": [str(reach.person.pk)], "nobody_else": "on"}
    assert client.post(shown_url(photo), data).url == page_url(meeting)
    photo.refresh_from_db()
    assert (list(photo.shown.values_list("person", flat=True)), photo.shown_marked_at is None) == (
        [reach.person.pk],
        False,
    )


def test_guests_that_can_be_recognised_keep_it_unmarked(reach, meeting, consent):
    photo, client = make_photo(shown=None, meeting=meeting), browser(reach.facilitator())
    text = client.post(shown_url(photo), {"shown": [str(reach.person.pk)]}).text
    assert "others have not been asked" in text
    assert re.search(rf'value="{reach.person.pk}" checked', text)
    photo.refresh_from_db()
    assert photo.shown_marked_at is None


def test_somebody_without_consent_is_refused_and_deletion_is_offered(reach, meeting):
    photo, client = make_photo(shown=None, meeting=meeting), browser(reach.facilitator())
    text = client.post(shown_url(photo), {"shown": [str(reach.person.pk)], "nobody_else": "on"}).text
    assert "has no consent for photos inside the programme" in text
    assert f'href="{reverse("meetings:photo_delete", args=[photo.pk])}"' in text
    photo.refresh_from_db()
    assert photo.shown_marked_at is None


@pytest.mark.parametrize("key", ["x", "\x00", "00000000-0000-0000-0000-000000000007"])
def test_somebody_who_is_not_offered_is_refused(reach, meeting, key):
    photo, client = make_photo(shown=None, meeting=meeting), browser(reach.facilitator())
    answer = client.post(shown_url(photo), {"shown": [key], "nobody_else": "on"})
    assert answer.status_code == 200
    photo.refresh_from_db()
    assert photo.shown_marked_at is None


def test_photo_is_deleted_by_who_records_and_by_nobody_else(reach, meeting):
    photo = make_photo(meeting=meeting)
    url = reverse("meetings:photo_delete", args=[photo.pk])
    assert browser(reach.reader()).post(url).status_code == 404
    assert MeetingPhoto.objects.count() == 1
    client = browser(reach.facilitator())
    assert client.get(url).status_code == 200
    assert MeetingPhoto.objects.count() == 1
    assert client.post(url).url == page_url(meeting)
    assert MeetingPhoto.objects.count() == 0
