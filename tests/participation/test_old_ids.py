"""Pages opened before two records became one, and sent after it; and after its undo."""

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.actions.meetings import correct_meeting, record_meeting
from participation.models import Attendance, Meeting
from participation.refusals import NotAMemberThatDay
from people.aliases import kept_ids
from people.merging import merge_people, undo_merge
from people.models import Consent, PersonAlias, Purpose
from tests.factories.accounts import make_user
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import THERE, Reach, browser
from tests.participation.sheets import correct_url, record_url, sheet, states

pytestmark = pytest.mark.django_db
State = Attendance.State
PRESENT, LATE, ABSENT = State.PRESENT, State.LATE, State.ABSENT


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return reach.officer()


@pytest.fixture
def client(officer):
    return browser(officer)


@pytest.fixture
def twin(reach):
    return reach.add_member(family_name="សុខ", given_name="ស្រិនាង").person


@pytest.fixture
def merge(reach, twin, officer):
    return lambda: merge_people(kept=reach.person, gone=twin, by=officer)


def copy_of(person):
    """The person as a page that is open still knows them."""
    return type(person)(pk=person.pk)


# --- ids -------------------------------------------------------------------------------------------------------------
def test_many_old_ids_are_led_with_one_query(reach, twin, merge, django_assert_num_queries):
    old, other = twin.pk, make_person().pk
    merge()
    with django_assert_num_queries(1):
        assert kept_ids([old, other, reach.person.pk]) == {old: reach.person.pk}


def test_old_id_of_an_old_id_leads_to_the_last_one(reach, twin, officer):
    first = reach.add_member().person
    old = first.pk
    merge_people(kept=twin, gone=first, by=officer)
    merge_people(kept=reach.person, gone=twin, by=officer)
    assert kept_ids([old]) == {old: reach.person.pk}


@pytest.mark.parametrize("spelt", ["{}", " {} "])
def test_code_on_an_old_paper_finds_the_kept_person(reach, client, officer, twin, merge, spelt):
    old = twin.code
    done = merge()
    found = client.post("/desk/people/", {"q": spelt.format(old.lower())})
    assert [row.person for row in found.context["found"].rows] == [reach.person]
    assert f"before: {old}" in client.get(reverse("people:page", args=[reach.person.pk])).text
    undo_merge(merge=done, by=officer)
    found = client.post("/desk/people/", {"q": old})
    assert [row.person for row in found.context["found"].rows] == [twin]
    assert "before:" not in client.get(reverse("people:page", args=[reach.person.pk])).text


def test_old_code_of_somebody_out_of_reach_finds_nobody(reach, client, officer):
    gone = make_person()
    code = gone.code
    merge_people(kept=reach.stranger, gone=gone, by=officer)
    assert PersonAlias.objects.get(old_code=code).person == reach.stranger
    assert client.post("/desk/people/", {"q": code}).context["found"].rows == []


# --- a meeting -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mine", "theirs", "stands"), [(ABSENT, LATE, LATE), (PRESENT, ABSENT, PRESENT), (LATE, LATE, LATE)]
)
def test_sheet_with_both_records_marks_the_kept_one(reach, client, twin, merge, mine, theirs, stands):
    typed = sheet([reach.person, twin]) | {f"mark-{reach.person.pk}": mine, f"mark-{twin.pk}": theirs}
    merge()
    assert client.post(record_url(reach.group), typed).status_code == 302
    assert states(Meeting.objects.get()) == {reach.person.pk: stands}


def test_sheet_with_only_the_old_record_marks_the_kept_one(reach, client, officer):
    outsider = make_person()
    typed = sheet([reach.person]) | {f"mark-{reach.person.pk}": LATE}
    old = reach.person.pk
    merge_people(kept=outsider, gone=reach.person, by=officer)
    assert client.post(record_url(reach.group), typed).status_code == 302
    assert states(Meeting.objects.get()) == {outsider.pk: LATE}
    assert old != outsider.pk


def test_sheet_opened_while_merged_is_asked_again_after_the_undo(reach, client, officer, twin, merge):
    done, typed = merge(), sheet([reach.person])
    undo_merge(merge=done, by=officer)
    answer = client.post(record_url(reach.group), typed)
    assert (answer.status_code, "another one on that day" in answer.text) == (200, True)
    assert (str(twin.pk) in answer.text, Meeting.objects.count()) == (True, 0)


def test_sheet_opened_before_the_merge_fits_again_after_the_undo(reach, client, officer, twin, merge):
    typed = sheet([reach.person, twin])
    undo_merge(merge=merge(), by=officer)
    assert client.post(record_url(reach.group), typed).status_code == 302
    assert states(Meeting.objects.get()) == {reach.person.pk: PRESENT, twin.pk: PRESENT}


def test_correction_opened_before_the_merge_is_led(reach, client, officer, twin, merge):
    marks = {reach.person.pk: ABSENT, twin.pk: PRESENT}
    meeting = record_meeting(group=reach.group, held_on=timezone.localdate(), marks=marks, by=officer)
    typed = sheet([reach.person, twin], version=meeting.version)
    typed |= {f"mark-{reach.person.pk}": LATE, f"mark-{twin.pk}": ABSENT}
    merge()
    assert client.post(correct_url(meeting), typed).status_code == 302
    assert states(meeting) == {reach.person.pk: LATE}


def test_old_id_of_somebody_not_listed_is_no_member(reach, client, officer):
    first, second = make_person(), make_person()
    old = copy_of(first)
    merge_people(kept=second, gone=first, by=officer)
    answer = client.post(record_url(reach.group), sheet([reach.person, old]))
    assert (answer.status_code, Meeting.objects.count()) == (200, 0)


@pytest.mark.parametrize("key", ["x", "", "\x00", "00000000"])
def test_mark_of_no_id_is_refused_in_words(reach, client, key):
    typed = sheet([reach.person]) | {f"mark-{key}": PRESENT}
    answer = client.post(record_url(reach.group), typed)
    assert (answer.status_code, "another one on that day" in answer.text) == (200, True)


def test_actions_lead_old_ids_themselves(reach, officer, twin, merge):
    """A phone sends marks without a page: the same batch, before and after the merge."""
    old = twin.pk
    merge()
    day = timezone.localdate()
    meeting = record_meeting(group=reach.group, held_on=day, marks={old: PRESENT}, by=officer)
    assert states(meeting) == {reach.person.pk: PRESENT}
    correct_meeting(meeting=meeting, version=meeting.version, marks={old: LATE}, by=officer)
    assert states(meeting) == {reach.person.pk: LATE}
    with pytest.raises(NotAMemberThatDay):
        correct_meeting(meeting=meeting, version=meeting.version, marks={make_person().pk: LATE}, by=officer)


# --- consent ---------------------------------------------------------------------------------------------------------
def consents(client, reach, *ticks):
    today = timezone.localdate()
    facts = {"signed_on": today, "valid_until": today, "explained_by": client.session["_auth_user_id"]}
    return client.post(reverse("consents:enter", args=[reach.group.pk]), facts | {"tick": ticks})


def ticks_of(person):
    return [f"{person.pk}:{column}" for column in ("own", "guardian", Purpose.MEMBERSHIP)]


def test_form_with_the_old_line_is_kept_for_the_kept_person(reach, client, twin, merge):
    ticks = ticks_of(copy_of(twin))
    merge()
    assert consents(client, reach, *ticks).status_code == 302
    assert [row.person_id for row in Consent.objects.all()] == [reach.person.pk]


def test_form_with_both_lines_is_looked_through_again(reach, client, twin, merge):
    ticks = [*ticks_of(copy_of(twin)), f"{reach.person.pk}:{Purpose.PHOTO_PUBLIC}"]
    merge()
    answer = consents(client, reach, *ticks)
    assert ("Two records of this person are one now" in answer.text, Consent.objects.count()) == (True, 0)
    assert answer.text.count(" checked") == 4


def test_form_after_the_undo_is_kept_for_each(reach, client, officer, twin, merge):
    ticks = [*ticks_of(twin), *ticks_of(reach.person)]
    undo_merge(merge=merge(), by=officer)
    assert consents(client, reach, *ticks).status_code == 302
    assert {row.person_id for row in Consent.objects.all()} == {reach.person.pk, twin.pk}


# --- a person --------------------------------------------------------------------------------------------------------
def test_correction_of_an_old_record_is_not_put_into_the_kept_one(reach, client, twin, merge):
    old, name = twin.pk, reach.person.given_name
    merge()
    url = reverse("people:edit", args=[old])
    answer = client.post(url, {"family_name": "ក", "given_name": "ខ", "sex": "male", "version": 1}, follow=True)
    assert answer.redirect_chain == [(reverse("people:edit", args=[reach.person.pk]), 302)]
    assert "Two records of this person are one now" in answer.text
    reach.person.refresh_from_db()
    assert reach.person.given_name == name


# --- four hundred members --------------------------------------------------------------------------------------------
@pytest.fixture
def crowd(reach):
    return [reach.person, *(reach.add_member().person for _number in range(399))]


def test_consents_of_four_hundred_members_are_kept_at_once(reach, client, crowd, django_assert_max_num_queries):
    ticks = [f"{person.pk}:{column}" for person in crowd for column in ("own", "guardian", *Purpose.values)]
    with django_assert_max_num_queries(40):
        assert consents(client, reach, *ticks).status_code == 302
    assert Consent.objects.count() == 1200


def test_meeting_of_four_hundred_members_is_recorded_on_one_page(reach, client, crowd):
    assert client.post(record_url(reach.group), sheet(crowd)).status_code == 302
    assert Meeting.objects.get().marks.count() == 400


# --- memberships -----------------------------------------------------------------------------------------------------
CHANGES = ("members:end", "members:undo_end", "members:restart", "members:post", "members:transfer")


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_membership_that_was_joined_leads_to_its_person(reach, client, twin, merge, name, method):
    old = twin.memberships.get().pk
    merge()
    assert reach.person.memberships.count() == 1
    answer = getattr(client, method)(reverse(name, args=[old]), follow=True)
    assert answer.redirect_chain == [(reverse("people:page", args=[reach.person.pk]), 302)]
    assert "Two records of this person are one now. Here is what is true." in answer.text


def test_a_membership_that_was_joined_leads_no_stranger(reach, twin, merge):
    address = reverse("members:end", args=[twin.memberships.get().pk])
    merge()
    elsewhere = make_user("programme_officer", area=make_area(THERE[:4]))
    assert browser(elsewhere).get(address).status_code == 404
    assert browser(reach.nameless()).get(address).status_code == 404


def test_a_membership_that_stands_again_is_itself(reach, client, officer, twin, merge):
    membership = twin.memberships.get()
    undo_merge(merge=merge(), by=officer)
    assert client.get(reverse("members:end", args=[membership.pk])).status_code == 200
    assert PersonAlias.objects.count() == 0
