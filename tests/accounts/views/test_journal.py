"""The journal is found by kind, verb, account, person, group and day, and paged; it names no member."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.actions.journal_keeping import seal_next
from accounts.models import JournalEntry, JournalSeal
from tests.factories.accounts import make_journal_entry, make_user, signed_in
from tests.factories.participation import make_group, make_meeting, make_membership
from tests.factories.people import make_person

PAGE = reverse("journal:list")


@pytest.fixture
def client(db):
    reader = signed_in(make_user("safeguarding_officer", language="en"))
    reader.get(reverse("desk"))
    return reader


def shown(client, **asked):
    return [row.line.pk for row in client.get(PAGE, asked).context["rows"]]


def test_who_saw_who_changed_who_took_away(client):
    read, changed, taken, file = (
        make_journal_entry(kind=kind, verb=verb).pk
        for kind, verb in (
            ("read", "person.read"),
            ("write", "person.corrected"),
            ("read", "names.exported"),
            ("read", "list.exported"),
        )
    )
    assert shown(client, kind="read") == [file, taken, read]
    assert shown(client, kind="write") == [changed]
    assert shown(client, kind="taken_away") == [file, taken]
    assert shown(client, verb="person.corrected") == [changed]
    assert shown(client, kind="read", verb="names.exported") == [taken]


def test_a_person_is_found_by_code_with_memberships_and_nobody_else(client):
    membership, other = make_membership(), make_person()
    about = {"about_type": "people.person", "about_id": str(membership.person.pk)}
    lines = [
        make_journal_entry(kind="read", verb="person.read", **about).pk,
        make_journal_entry(about_type=journal.label_of(membership), about_id=str(membership.pk)).pk,
    ]
    make_journal_entry(about_type="people.person", about_id=str(other.pk))
    make_journal_entry(about_type="places.adminarea", about_id=str(membership.person.pk))
    assert shown(client, person=membership.person.code.lower()) == lines[::-1]
    assert shown(client, person=membership.person.code, kind="read") == lines[:1]
    assert shown(client, person="NOSUCH22") == []


def test_a_group_is_found_with_its_meetings(client):
    group = make_group()
    meeting, elsewhere = make_meeting(group=group), make_meeting()
    lines = [
        make_journal_entry(about_type="participation.communitygroup", about_id=str(group.pk)).pk,
        make_journal_entry(about_type="participation.meeting", about_id=str(meeting.pk)).pk,
    ]
    make_journal_entry(about_type="participation.meeting", about_id=str(elsewhere.pk))
    assert shown(client, group=group.code) == lines[::-1]
    assert shown(client, group="NONE") == []


def test_an_account_and_a_thing_are_followed_by_their_links(client):
    one, two = make_user(full_name="Account One"), make_user()
    mine = make_journal_entry(one, about_type="people.person", about_id="abc").pk
    other = make_journal_entry(two, about_type="people.person", about_id="abc").pk
    text = client.get(PAGE).text
    assert f'href="?account={one.pk}"' in text
    assert 'href="?thing=people.person:abc"' in text
    assert shown(client, account=one.pk) == [mine]
    assert shown(client, thing="people.person:abc") == [other, mine]
    assert "What Account One read and changed" in client.get(PAGE, {"account": one.pk}).text
    page = client.get(reverse("accounts:account", args=[one.pk])).text
    assert f"{PAGE}?account={one.pk}" in page


def test_days_are_those_of_the_country_and_the_last_is_whole(client):
    lines = []
    for moment in ("2026-03-01T23:59:59", "2026-03-02T00:00:00", "2026-03-02T23:59:59", "2026-03-03T00:00:00"):
        with time_machine.travel(f"{moment}+07:00", tick=False):
            lines.append(make_journal_entry(at=timezone.now()).pk)
    assert shown(client, since="2026-03-02", until="2026-03-02") == [lines[2], lines[1]]
    assert shown(client, since="២/៣/២០២៦", until="02/03/2026", kind="write") == [lines[2], lines[1]]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "x"},
        {"verb": "x"},
        {"account": "x"},
        {"thing": "'"},
        {"since": "x"},
        {"after": "x"},
        {"account": 10**30},
    ],
)
def test_what_makes_no_sense_is_left_out(client, asked):
    line = make_journal_entry().pk
    assert line in shown(client, **asked)


def test_pages_follow_each_other_with_the_filter(client):
    lines = [make_journal_entry(verb="group.changed").pk for _ in range(60)][::-1]
    make_journal_entry(verb="group.added")
    first = client.get(PAGE, {"verb": "group.changed"})
    assert [row.line.pk for row in first.context["rows"]] == lines[:50]
    second = client.get(PAGE + first.context["next_url"])
    assert [row.line.pk for row in second.context["rows"]] == lines[50:]
    back = client.get(PAGE + second.context["previous_url"])
    assert [row.line.pk for row in back.context["rows"]] == lines[:50]


def test_the_file_keeps_the_filter(client):
    make_journal_entry(verb="group.changed"), make_journal_entry(verb="group.added")
    answer = client.get(reverse("journal:list_csv"), {"verb": "group.changed"})
    text = b"".join(answer.streaming_content).decode()
    assert text.count("Group changed") == 1
    assert "Group added" not in text
    assert JournalEntry.objects.get(verb="list.exported").details["filters"] == ["verb=group.changed"]


def test_the_head_of_the_chain_stands_there_to_be_kept_elsewhere(client, sealing):
    make_journal_entry()
    seal_next()
    text = client.get(PAGE).text
    assert str(JournalSeal.objects.get()) in text
    assert "Seal of the journal" in text


def test_the_page_is_in_khmer_too(db):
    make_journal_entry(make_user(), kind="read", verb="person.read", details={"emergency": 7})
    text = signed_in(make_user("safeguarding_officer", language="km")).get(PAGE, {"kind": "emergency"}).text
    assert "emergency access" not in text.lower()
    assert "7" in text


def test_queries_do_not_grow_with_the_lines(client, django_assert_max_num_queries):
    for _ in range(3):
        make_journal_entry(make_user(), at=timezone.now() - timedelta(days=1))
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)
    for _ in range(20):
        make_journal_entry(make_user())
    with django_assert_max_num_queries(12):
        client.get(PAGE)
