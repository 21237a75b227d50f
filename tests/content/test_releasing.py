"""The desk: who may let a photo out, who is missing, and asking for consent without a name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import JournalEntry
from content.actions import (
    AnsweredAlready,
    AskedAlready,
    NameInDescription,
    NobodySaidWhoIsShown,
    NothingToAsk,
    PublicConsentMissing,
    ReleasedAlready,
    answer_request,
    ask_for_consent,
    release_picture,
)
from content.lights import standing_of
from content.models import ConsentRequest, Picture, PictureRelease
from people.models import Consent, Person, Purpose
from tests.content.released import Released
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import make_mark, make_meeting, make_membership, make_photo
from tests.factories.people import make_consent
from tests.participation.reaches import Reach
from tests.people.photographs import photograph, secrets_in

pytestmark = pytest.mark.django_db

WORDS = {"alt_km": "កុមារពីរនាក់លេង", "alt_en": "Two children play"}


@pytest.fixture
def reach(private_photos):
    return Reach()


def photo_with(people_who_allow: int, others: int = 0, meeting=None, **fields):
    meeting = meeting or make_meeting()
    shown = [make_mark(meeting=meeting).person for _turn in range(people_who_allow + others)]
    for person in shown[:people_who_allow]:
        make_consent(person=person, purpose=Purpose.PHOTO_PUBLIC)
    for person in shown:
        make_consent(person=person, purpose=Purpose.PHOTO_INSIDE)
    return make_photo(shown=shown, meeting=meeting, **fields)


# --- letting out -----------------------------------------------------------------------------------------------------
def test_release_keeps_the_consents_it_rests_on_and_no_name(private_photos):
    photo, by = photo_with(2), make_user()
    made = release_picture(photo=photo, **WORDS, by=by)
    release = PictureRelease.objects.get()
    assert (release.picture, release.photo, release.group) == (made, photo, photo.meeting.group)
    papers = set(Consent.objects.filter(purpose=Purpose.PHOTO_PUBLIC))
    assert {each.consent for each in release.consents.all()} == papers
    entry = JournalEntry.objects.get(verb="picture.released")
    assert entry.details == {"photo": str(photo.pk), "consents": sorted(str(each.pk) for each in papers)}
    assert (made.nobody_recognisable, made.declared_on, made.title) == (False, None, WORDS["alt_km"])


def test_released_file_has_no_secrets(private_photos):
    photo = photo_with(1)
    photo.file.open("wb").write(photograph("jpg"))
    photo.file.close()
    made = release_picture(photo=photo, **WORDS, by=make_user())
    with made.file.open("rb") as file:
        assert secrets_in(file.read()) == set()


@pytest.mark.parametrize(
    ("half", "refusal"),
    [
        ({"guardian_on": None, "given_on": None}, PublicConsentMissing),
        ({"person_on": None, "given_on": None}, PublicConsentMissing),
        ({}, None),
    ],
    ids=["own yes alone", "guardian's alone", "both"],
)
def test_a_child_and_the_guardian_both_say_yes(private_photos, half, refusal):
    photo = photo_with(1)
    Consent.objects.filter(purpose=Purpose.PHOTO_PUBLIC).update(**half)
    if refusal is None:
        assert release_picture(photo=photo, **WORDS, by=make_user()).pk
        return
    with pytest.raises(refusal):
        release_picture(photo=photo, **WORDS, by=make_user())


def test_one_without_consent_keeps_the_photo_inside(private_photos, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with pytest.raises(PublicConsentMissing):
        release_picture(photo=photo_with(2, others=1), **WORDS, by=make_user())
    assert Picture.objects.count() == 0
    assert not (tmp_path / "media").exists()


def test_nobody_said_who_is_shown(private_photos):
    with pytest.raises(NobodySaidWhoIsShown):
        release_picture(photo=make_photo(shown=None), **WORDS, by=make_user())


def test_a_photo_is_released_once(private_photos):
    released = Released()
    with pytest.raises(ReleasedAlready):
        release_picture(photo=released.photo, **WORDS, by=make_user())


def test_a_name_in_the_description_is_refused(private_photos):
    photo = photo_with(1)
    name = photo.shown.get().person.name
    with pytest.raises(NameInDescription):
        release_picture(photo=photo, alt_km=f"{name} លេង", alt_en="A child plays", by=make_user())
    Person.objects.update(name_latin="Sok Dara")
    with pytest.raises(NameInDescription):
        release_picture(photo=photo, alt_km="កុមារលេង", alt_en="sok dara plays", by=make_user())


def test_photo_of_nobody_waits_for_a_second_person(private_photos):
    made = release_picture(photo=make_photo(shown=()), **WORDS, by=make_user())
    assert (standing_of(made).light, standing_of(made).may_be_shown) == ("amber", False)


def test_file_is_gone_when_the_release_fails(private_photos, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"

    def broken(*args, **kwargs):
        raise RuntimeError

    photo = photo_with(1)
    monkeypatch.setattr("content.actions.journal.note", broken)
    with pytest.raises(RuntimeError):
        release_picture(photo=photo, **WORDS, by=make_user())
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


# --- the page at the desk --------------------------------------------------------------------------------------------
def test_missing_consents_are_named_to_who_may_see_names(reach):
    photo = photo_with(1, others=1, meeting=make_meeting(group=reach.group))
    people = [each.person for each in photo.shown.all()]
    for person in people:
        make_membership(group=reach.group, person=person)
    client = signed_in(reach.facilitator())
    text = client.get(reverse("pictures:release", args=[photo.pk])).text
    assert [person.name.split()[0] in text for person in people] == [True, True]
    assert "1 consent is missing" in text
    assert 'name="alt_km"' not in text
    assert JournalEntry.objects.get(verb="roster.read").people == 2


def test_photo_is_let_out_from_the_desk(reach):
    photo = photo_with(2, meeting=make_meeting(group=reach.group))
    client, path = signed_in(reach.facilitator()), reverse("pictures:release", args=[photo.pk])
    assert 'name="alt_km"' in client.get(path).text
    assert client.post(path, {"alt_km": "", "alt_en": "Two children play"}).status_code == 200
    assert Picture.objects.count() == 0
    response = client.post(path, WORDS)
    assert response.headers["Location"] == reverse("meetings:page", args=[photo.meeting_id])
    assert Picture.objects.get().alt_en == "Two children play"
    assert "among the pictures for public pages already" in client.get(path).text


def test_meeting_page_leads_to_the_release(reach):
    photo = photo_with(1, meeting=make_meeting(group=reach.group))
    text = signed_in(reach.facilitator()).get(reverse("meetings:page", args=[photo.meeting_id])).text
    assert reverse("pictures:release", args=[photo.pk]) in text


def test_stranger_to_the_group_finds_no_page(reach):
    photo = photo_with(1)
    client = signed_in(reach.facilitator())
    assert client.get(reverse("pictures:release", args=[photo.pk])).status_code == 404
    assert client.post(reverse("pictures:ask", args=[photo.pk])).status_code == 404


# --- asking ----------------------------------------------------------------------------------------------------------
def test_request_waits_on_the_first_page_of_the_facilitator_and_nobody_elses(reach):
    photo = photo_with(1, others=1, meeting=make_meeting(group=reach.group))
    ask_for_consent(photo=photo, by=make_user("communications"))
    client = signed_in(reach.facilitator())
    assert reverse("pictures:requests") in client.get(reverse("desk")).text
    text = client.get(reverse("pictures:requests")).text
    assert reverse("consents:enter", args=[reach.group.pk]) in text
    other = signed_in(make_user("facilitator"))
    assert reverse("pictures:requests") not in other.get(reverse("desk")).text
    assert "Nobody asks for consent." in other.get(reverse("pictures:requests")).text


@pytest.mark.parametrize("state", ["done", "declined"])
def test_answer_ends_the_request_and_names_nobody(reach, state):
    photo = photo_with(1, others=1, meeting=make_meeting(group=reach.group))
    row = ask_for_consent(photo=photo, by=make_user("communications"))
    facilitator = reach.facilitator()
    client = signed_in(facilitator)
    client.post(reverse("pictures:answer", args=[row.pk]), {"answer": state})
    row.refresh_from_db()
    assert (row.state, row.answered_by) == (state, facilitator)
    assert JournalEntry.objects.get(verb="consent.answered").details == {"state": state, "group": str(reach.group.pk)}
    with pytest.raises(AnsweredAlready):
        answer_request(request=row, state="done", by=facilitator)


def test_the_same_is_asked_once_at_a_time(private_photos):
    photo = photo_with(0, others=1)
    row = ask_for_consent(photo=photo, by=make_user())
    with pytest.raises(AskedAlready):
        ask_for_consent(photo=photo, by=make_user())
    answer_request(request=row, state="declined", by=make_user())
    assert ask_for_consent(photo=photo, by=make_user()).pk != row.pk


def test_where_everyone_allows_it_there_is_nothing_to_ask(private_photos):
    with pytest.raises(NothingToAsk):
        ask_for_consent(photo=Released().photo, by=make_user())


def test_editor_asks_from_the_picture_and_reads_no_name(reach, starter):
    released = Released()
    Consent.objects.filter(pk=released.consents[0].pk).update(valid_until=released.consents[0].began_on)
    client = signed_in(make_user("communications"))
    page = f"/admin/pictures/{released.picture.pk}/"
    text = client.get(page).text
    assert "1 of 2 people allow it." in text
    assert not any(person.family_name in text or person.given_name in text for person in released.people)
    assert released.meeting.group.name not in text
    assert client.post(reverse("pictures_ask", args=[released.picture.pk]), follow=True).redirect_chain[-1][0] == page
    assert ConsentRequest.objects.get().photo == released.photo
    assert reverse("pictures_ask", args=[released.picture.pk]) not in client.get(page).text


def test_editor_cannot_replace_the_file_of_people_but_may_describe_them(reach, starter):
    released = Released()
    editor = make_user("communications")
    Picture.objects.update(uploaded_by_user=editor)
    client, page = signed_in(editor), f"/admin/images/{released.picture.pk}/"
    text = client.get(page).text
    assert 'name="file"' not in text
    assert 'name="nobody_recognisable"' not in text
    client.post(page, {"title": "Play", "alt_km": "លេង", "alt_en": "They play", "collection": "1", "tags": ""})
    released.picture.refresh_from_db()
    assert (released.picture.alt_en, standing_of(released.picture).light) == ("They play", "green")


@pytest.mark.parametrize(
    "path", ["images/", "images/?layout=list", "images/chooser/", "images/chooser/?layout=list", "pictures-of-people/"]
)
def test_lights_stand_in_lists_and_chooser(reach, starter, path):
    released, editor = Released(), make_user("communications")
    Picture.objects.update(uploaded_by_user=editor)
    response = signed_in(editor).get(f"/admin/{path}")
    text = response.json()["html"] if response.headers["Content-Type"] == "application/json" else response.text
    assert (
        '<span class="picture-light" data-light="green"><span aria-hidden="true">●</span> May be shown</span>' in text
    )
    assert not any(person.given_name in text for person in released.people)


def test_lists_of_many_pictures_ask_as_often_as_those_of_one(reach, starter):
    client, counts = signed_in(make_user("communications")), []
    for number in (1, 2):
        for _turn in range(number):
            Released().picture.get_rendition("max-165x165")
        client.get("/admin/images/chooser/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/images/chooser/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
