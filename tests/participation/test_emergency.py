"""Emergency access: one group, three hours, to read; told to all, and every page written down."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.actions import emergency as actions
from accounts.actions.confirming import confirm_request
from accounts.actions.roles import end_role
from accounts.actions.second_person import NobodyWaits, NotTheAsker
from accounts.models import ConfirmationRequest, EmergencyAccess, JournalEntry, Notice, User
from accounts.reads.emergencies import counts_by_month
from accounts.roles import ROLES
from participation.actions.emergency import SeenAnyway, open_emergency_access
from participation.models import CommunityGroup, Membership
from people.models import Person
from tests.accounts.downloads.reading import proven
from tests.factories.accounts import make_emergency, make_grant, make_user, signed_in
from tests.factories.hand_overs import make_note
from tests.factories.participation import make_decision, make_facilitation, make_group, make_meeting, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune
from tests.participation.reaches import HERE, THERE, Reach

pytestmark = pytest.mark.django_db
BEGAN = "2026-11-02T09:00:00+07:00"
REASON = "Her mother came and asks where the group meets today"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer():
    return make_user("safeguarding_officer", area=make_area(HERE[:4]), language="en", email="officer@example.org")


def again(user):
    return User.objects.get(pk=user.pk)


def group_page(group):
    return reverse("groups:page", args=[group.pk])


def person_page(person):
    return reverse("people:page", args=[person.pk])


# --- opening ---------------------------------------------------------------------------------------------------------
def test_without_an_access_an_officer_sees_the_group_and_no_name(reach, officer):
    client = signed_in(officer)
    assert client.get(group_page(reach.group)).status_code == 200
    assert reach.person.given_name not in client.get(group_page(reach.group)).text
    assert client.get(person_page(reach.person)).status_code == 404


def test_it_is_open_for_three_hours_and_shut_on_the_next_request(reach, officer):
    with time_machine.travel(BEGAN, tick=False) as clock:
        open_emergency_access(group=reach.group, reason=REASON, by=officer)
        client = signed_in(officer)
        clock.shift(timedelta(minutes=59))
        for hours in (0, 1, 1):
            clock.shift(timedelta(hours=hours))
            assert reach.person.given_name in client.get(group_page(reach.group)).text  # never an hour away
        assert timezone.localtime().strftime("%H:%M") == "11:59"
        assert client.get(person_page(reach.person)).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert client.get(person_page(reach.person)).status_code == 404
        assert reach.person.given_name not in client.get(group_page(reach.group)).text


@pytest.mark.parametrize(
    "reason",
    ["", "because", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "12345 67890 12345 67890", "nineteen letters ok", "ក" * 30],
)
def test_a_reason_that_says_nothing_is_refused(reach, officer, reason):
    with pytest.raises(actions.TooShortForAnEmergency):
        open_emergency_access(group=reach.group, reason=reason, by=officer)
    assert EmergencyAccess.objects.count() == 0


@pytest.mark.parametrize("reason", ["twenty letters are here", "ម្ដាយរបស់កុមារម្នាក់បានមកសួររកកូននៅថ្ងៃនេះ"])
def test_twenty_letters_are_enough_in_either_script(reach, officer, reason):
    assert open_emergency_access(group=reach.group, reason=reason, by=officer).reason == reason


def test_groups_beyond_the_reach_of_the_role_stay_shut(reach, officer):
    above = make_user("safeguarding_officer", area=make_area(HERE))
    for group, by in ((reach.foreign_group, officer), (make_group(area=make_area(HERE[:4])), above)):
        with pytest.raises(actions.MayNotOpen):
            open_emergency_access(group=group, reason=REASON, by=by)


@pytest.mark.parametrize("role", ["programme_officer", "area_officer", "administrator", "focal_point", "facilitator"])
def test_no_other_role_opens_any(reach, role):
    with pytest.raises(actions.MayNotOpen):
        open_emergency_access(group=reach.group, reason=REASON, by=make_user(role))


def test_who_sees_the_people_anyway_opens_nothing(reach, officer):
    make_grant(officer, "programme_officer", area=make_area(HERE))
    with pytest.raises(SeenAnyway):
        open_emergency_access(group=reach.group, reason=REASON, by=officer)


def test_one_group_at_a_time(reach, officer):
    other = make_group(area=make_area(HERE))
    with time_machine.travel(BEGAN, tick=False) as clock:
        first = open_emergency_access(group=reach.group, reason=REASON, by=officer)
        with pytest.raises(actions.OneAtATime):
            open_emergency_access(group=other, reason=REASON, by=officer)
        clock.shift(timedelta(hours=3))
        open_emergency_access(group=other, reason=REASON, by=officer)
    first.refresh_from_db()
    assert (first.closed_at, first.closed_by) == (first.ends_at, None)


def test_facilitators_and_other_officers_hear_of_it_at_once(reach, officer, django_capture_on_commit_callbacks):
    facilitator, former = make_user("facilitator", email="f@example.org"), make_user("facilitator")
    make_facilitation(group=reach.group, user=facilitator)
    make_facilitation(group=reach.group, user=former, ended_on=timezone.localdate() - timedelta(days=1))
    make_facilitation(group=reach.foreign_group, user=make_user("facilitator"))
    colleague = make_user("safeguarding_officer", email="colleague@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        open_emergency_access(group=reach.group, reason=REASON, by=officer)
    assert set(Notice.objects.values_list("user", "text_key")) == {
        (facilitator.pk, "emergency_opened_in_group"),
        (colleague.pk, "emergency_opened"),
    }
    assert sorted(message.to[0] for message in mail.outbox) == ["colleague@example.org", "f@example.org"]
    text = "".join(str(message.message()) for message in mail.outbox)
    assert [word for word in (REASON, reach.group.name_km, reach.group.code) if word in text] == []


def test_the_journal_names_group_and_access_and_not_the_reason(reach, officer):
    access = open_emergency_access(group=reach.group, reason=REASON, by=officer)
    line = JournalEntry.objects.get(verb="emergency.opened")
    assert (line.kind, line.actor_id, line.about_id) == ("security", officer.pk, str(access.pk))
    assert line.details["group"] == str(reach.group.pk)
    assert REASON not in str(line.details)


# --- reading ---------------------------------------------------------------------------------------------------------
def test_each_page_is_a_line_that_names_the_access(reach, officer):
    meeting = make_meeting(group=reach.group)
    access = make_emergency(officer, reach.group)
    client = signed_in(officer)
    client.get(group_page(reach.group))
    client.get(person_page(reach.person))
    client.get(person_page(reach.person))
    make_decision(meeting=meeting)
    client.get(reverse("meetings:page", args=[meeting.pk]))
    lines = JournalEntry.objects.filter(kind="read", actor=officer).order_by("pk")
    assert [(line.verb, line.details.get("emergency")) for line in lines] == [
        ("roster.read", access.pk),
        ("person.read", access.pk),
        ("person.read", access.pk),
        ("meeting.read", access.pk),
    ]
    text = client.get(reverse("journal:list"), {"kind": "emergency"}).text
    assert text.count(f"emergency access no. {access.pk}") == 4


def test_what_is_read_otherwise_names_none(reach, officer):
    make_grant(officer, "programme_officer", area=make_area(THERE))
    make_emergency(officer, reach.group)
    signed_in(officer).post(reverse("people:search"), {"q": reach.stranger.given_name})
    line = JournalEntry.objects.get(verb="people.found")
    assert "emergency" not in line.details


def test_a_member_of_another_group_is_seen_as_a_member_of_this_one_alone(reach, officer):
    other = make_group(area=make_area(HERE), name_latin="Quagga club")
    make_membership(group=other, person=reach.person)
    beside = make_membership(group=other, person=make_person(given_name="Okapi"))
    make_emergency(officer, reach.group)
    client = signed_in(officer)
    text = client.get(person_page(reach.person)).text
    assert "Quagga club" not in text
    assert "1 time in a group is hidden from you" in text
    assert "Okapi" not in client.get(group_page(other)).text
    assert client.get(person_page(beside.person)).status_code == 404


def test_who_left_long_ago_stays_a_number(reach, officer):
    long_ago = timezone.localdate() - timedelta(days=400)
    gone = make_membership(
        group=reach.group, person=make_person(), began_on=long_ago, ended_on=long_ago, end_reason="moved_away"
    )
    make_emergency(officer, reach.group)
    assert signed_in(officer).get(person_page(gone.person)).status_code == 404


def test_the_account_alone_reaches_nobody_and_writes_nothing(reach, officer):
    """Actions, jobs, phones and files know the account; the access is the page's."""
    make_emergency(officer, reach.group)
    for rows in (Person, Membership):
        assert (rows.objects.visible_to(officer).count(), rows.objects.editable_by(officer).count()) == (0, 0)
    officer.emergency = EmergencyAccess.objects.get()
    assert list(Person.objects.visible_to(officer)) == [reach.person]
    assert Person.objects.editable_by(officer).count() == Membership.objects.editable_by(officer).count() == 0


@pytest.mark.parametrize(
    "name",
    ["members:enrol", "exports:register", "consents:form", "consents:cards", "consents:enter", "groups:edit"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_written_printed_or_taken_away(reach, officer, name, method):
    make_emergency(officer, reach.group)
    assert getattr(signed_in(officer), method)(reverse(name, args=[reach.group.pk])).status_code in (404, 405)


@pytest.mark.parametrize("address", ["people:search", "consents:list", "exports:members", "exports:consents"])
def test_lists_and_files_with_names_stay_shut(reach, officer, address):
    make_emergency(officer, reach.group)
    assert signed_in(officer).get(reverse(address)).status_code == 404


def test_a_phone_gets_no_roster_of_it(reach, officer):
    make_emergency(officer, reach.group)
    answer = signed_in(officer).get(reverse("fieldbook:roster"))
    assert reach.person.given_name not in answer.text
    assert answer.status_code in (200, 403, 404)
    assert answer.status_code != 200 or answer.json()["groups"] == []


def test_hand_over_notes_are_no_part_of_it(officer):
    """Neither a note beyond the reach of the officer, nor one of the opened group's commune for who may see none."""
    group, there = make_group(area=make_commune(HERE)), make_note(area=make_commune(THERE))
    make_emergency(officer, group)
    assert signed_in(officer).get(reverse("hand_overs:page", args=[there.pk])).status_code == 404
    note = make_note(area=make_commune(HERE))
    other = make_user("area_officer", area=make_area(HERE))
    other.emergency = EmergencyAccess.objects.get()
    assert type(note).objects.visible_to(other).count() == 0


def test_a_role_that_ends_shuts_it_at_once(reach, officer):
    access = open_emergency_access(group=reach.group, reason=REASON, by=officer)
    client = signed_in(officer)
    assert client.get(person_page(reach.person)).status_code == 200
    end_role(grant=officer.role_grants.get(), by=officer)
    assert access.is_open(timezone.now())
    client = signed_in(again(officer))
    assert client.get(person_page(reach.person)).status_code == 404


def test_a_group_that_leaves_the_reach_is_shut(reach, officer):
    make_emergency(officer, reach.group)
    CommunityGroup.objects.filter(pk=reach.group.pk).update(area=make_area(THERE))
    assert signed_in(officer).get(person_page(reach.person)).status_code == 404


# --- closing and making longer ---------------------------------------------------------------------------------------
def test_it_is_closed_by_hand_by_the_officer_or_by_another(reach, officer):
    colleague = make_user("safeguarding_officer", area=make_area(THERE))
    for by in (officer, colleague):
        access = open_emergency_access(group=reach.group, reason=REASON, by=officer)
        client = signed_in(officer)
        assert client.get(person_page(reach.person)).status_code == 200
        assert signed_in(by).post(reverse("emergency:close", args=[access.pk])).status_code == 302
        access.refresh_from_db()
        assert (access.closed_by, client.get(person_page(reach.person)).status_code) == (by, 404)
        with pytest.raises(actions.OverAlready):
            actions.close_access(access=access, by=by)
    assert Notice.objects.filter(text_key="emergency_closed").get().user == officer


def test_a_second_person_makes_it_longer(reach, officer):
    second = make_user("administrator")
    with time_machine.travel(BEGAN, tick=False) as clock:
        access = open_emergency_access(group=reach.group, reason=REASON, by=officer)
        request = actions.ask_to_extend(access=access, by=officer)
        with pytest.raises(NotTheAsker):
            confirm_request(request=request, by=officer)
        clock.shift(timedelta(hours=2, minutes=59))
        confirm_request(request=request, by=second)
        with pytest.raises(NobodyWaits):
            confirm_request(request=request, by=second)
        clock.shift(timedelta(hours=3))
        client = signed_in(officer)
        assert client.get(person_page(reach.person)).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert client.get(person_page(reach.person)).status_code == 404
    access.refresh_from_db()
    assert access.ends_at - access.opened_at == timedelta(hours=6)
    assert Notice.objects.filter(text_key="second_person_asked").get().user == second
    verbs = set(JournalEntry.objects.filter(kind="security").values_list("verb", flat=True))
    assert {"emergency.opened", "request.made", "request.confirmed", "emergency.extended"} <= verbs


def test_what_has_ended_is_not_made_longer(reach, officer):
    second = make_user("administrator")
    with time_machine.travel(BEGAN, tick=False) as clock:
        access = open_emergency_access(group=reach.group, reason=REASON, by=officer)
        request = actions.ask_to_extend(access=access, by=officer)
        clock.shift(timedelta(hours=3, minutes=1))
        with pytest.raises(actions.OverAlready):
            confirm_request(request=request, by=second)
        with pytest.raises(actions.OverAlready):
            actions.ask_to_extend(access=access, by=officer)
    assert ConfirmationRequest.objects.get().outcome == "waiting"


def test_nobody_else_asks_to_make_it_longer(reach, officer):
    access = open_emergency_access(group=reach.group, reason=REASON, by=officer)
    with pytest.raises(actions.MayNotOpen):
        actions.ask_to_extend(access=access, by=make_user("safeguarding_officer"))


# --- pages -----------------------------------------------------------------------------------------------------------
def test_it_is_opened_on_its_page_with_a_second_factor(reach, officer):
    client, page = signed_in(officer), reverse("emergency:open", args=[reach.group.pk])
    assert page in client.get(group_page(reach.group)).text
    assert "/accounts/2fa/reauthenticate/" in client.post(page, {"reason": REASON}).url
    proven(client)
    assert "twenty letters" in client.post(page, {"reason": "short"}).text
    assert client.post(page, {"reason": REASON}).url == group_page(reach.group)
    text = client.get(group_page(reach.group)).text
    assert "You read this group through emergency access" in text
    assert reach.person.given_name in text
    assert reverse("exports:register", args=[reach.group.pk]) not in text


def test_the_board_shows_reasons_to_officers_and_groups_within_reach(reach, officer):
    make_emergency(officer, reach.group, reason="The reason of the officer here")
    elsewhere = make_user("safeguarding_officer", area=make_area(THERE), language="en")
    for user, sees in ((officer, True), (elsewhere, False)):
        text = signed_in(user).get(reverse("emergency:board")).text
        assert "The reason of the officer here" in text
        assert (reach.group.name in text) is sees
    assert signed_in(make_user("administrator")).get(reverse("emergency:board")).status_code == 404


def test_it_is_counted_by_month_and_role(reach, officer):
    other, name = make_user("safeguarding_officer"), str(ROLES["safeguarding_officer"].name)
    for who, moment in ((officer, "2026-10-31T23:59"), (officer, "2026-10-05T10:00"), (other, "2026-11-01T00:01")):
        with time_machine.travel(f"{moment}:00+07:00", tick=False):
            make_emergency(who, reach.group, closed_at=timezone.now())
    found = [
        (count.month.isoformat(), count.role, count.accesses, count.officers, count.groups)
        for count in counts_by_month(EmergencyAccess.objects.visible_to(officer))
    ]
    assert found == [
        ("2026-11-01", name, 1, 1, 1),
        ("2026-10-01", name, 2, 1, 1),
    ]


def test_the_list_of_requests_says_what_the_reader_may_do(reach, officer):
    second = make_user("administrator", language="en")
    access = open_emergency_access(group=reach.group, reason=REASON, by=officer)
    assert signed_in(officer).post(reverse("emergency:extend", args=[access.pk])).status_code == 302
    request = ConfirmationRequest.objects.get()
    confirm, turn_down = (reverse(f"accounts:{name}_request", args=[request.pk]) for name in ("confirm", "turn_down"))
    page = reverse("accounts:requests")
    assert confirm not in signed_in(officer).get(page).text
    assert turn_down in signed_in(officer).get(page).text
    client = signed_in(second)
    assert confirm in client.get(page).text
    assert "/accounts/2fa/reauthenticate/" in client.post(confirm).url
    proven(client)
    assert client.post(confirm).url == page
    request.refresh_from_db()
    assert (request.outcome, request.decided_by) == ("confirmed", second)
