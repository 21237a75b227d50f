"""How long data is kept, what falls due and holds, at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import JournalEntry, RetentionTerm
from accounts.retention import personal
from accounts.retention.running import retain
from accounts.retention.terms import numbers_now
from participation.models import RetentionHold
from people.models import Person
from places.paths import name
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import make_group, make_hold, make_membership
from tests.factories.people import make_consent, make_person
from tests.factories.places import make_area, make_village

pytestmark = pytest.mark.django_db

OVERVIEW = "retention:overview"
REASON = "The donor's new agreement asks for it."


def today():
    return timezone.localdate()


def leaving(word, *, days_ago=700, village="05060101", area=None):
    """A former member whose name goes within the next months."""
    person = make_person(family_name=word, birth_year=2016, village=area or make_village(village))
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=1500))
    make_consent(person=person, signed_on=today() - timedelta(days=30))
    group = make_group(area=area or make_village(village))
    make_membership(person=person, group=group, ended_on=today() - timedelta(days=days_ago))
    return person


def words_of(client, name, *args, **data):
    return client.get(reverse(name, args=args), data).content.decode()


def test_what_falls_due_is_told_by_number_and_place_without_a_name():
    leaving("Goneword"), leaving("Otherword", village="10010101")
    body = words_of(signed_in(make_user("administrator")), OVERVIEW)
    assert "Former members lose their name" in body
    row = body.split("Former members lose their name")[1].split("</tr>")[0]
    assert row.count(">2<") == 3 - 1  # within 90 days and within a year
    assert row.count(">0<") == 2  # tonight and within 30 days
    assert "Goneword" not in body


def test_an_officer_reads_numbers_of_places_within_reach_only():
    here, there = make_village("05060101"), make_village("10010101")
    leaving("Goneword", area=here), leaving("Otherword", area=there)
    provinces = [make_area("05"), make_area("10")]
    body = words_of(signed_in(make_user("safeguarding_officer", area=provinces[0])), OVERVIEW)
    row = body.split("Former members lose their name")[1].split("</tr>")[0]
    assert [name(province, "en") in row for province in provinces] == [True, False]


def test_the_page_reads_what_the_last_night_counted(django_assert_max_num_queries):
    client = signed_in(make_user("administrator"))
    leaving("Goneword")
    retain()
    for _turn in range(3):
        leaving("Laterword")
    with django_assert_max_num_queries(14):
        body = words_of(client, OVERVIEW)
    row = body.split("Former members lose their name")[1].split("</tr>")[0]
    assert row.count(">1<") == 2


def test_whose_name_goes_is_for_those_who_see_the_name():
    here, there = make_area("05"), make_village("10010101")
    leaving("Goneword"), leaving("Beyondword", area=there)
    officer = signed_in(make_user("programme_officer", area=here))
    assert "Goneword" not in words_of(officer, "retention:people", within="30")
    body = words_of(officer, "retention:people", within="90")
    assert ("Goneword" in body, "Beyondword" in body) == (True, False)
    line = JournalEntry.objects.get(verb="people.due_read")
    assert (line.kind, line.people) == ("read", 1)


def test_a_shorter_term_is_changed_after_what_goes_was_read():
    client = signed_in(make_user("administrator"))
    leaving("Goneword", days_ago=500)
    address = reverse("retention:term", args=["identity"])
    given = {"number": "12", "reason": REASON}
    body = client.post(address, given).content.decode()
    assert "Former members lose their name: 1 more tonight" in body
    assert numbers_now()["identity"] == 24
    assert 'name="is_seen"' in body
    response = client.post(address, {**given, "is_seen": "on"})
    assert response.headers["Location"] == reverse(OVERVIEW)
    assert numbers_now()["identity"] == 12
    assert escape(REASON) in words_of(client, OVERVIEW)


def test_a_longer_term_is_changed_at_once_and_a_short_reason_is_refused():
    client = signed_in(make_user("administrator"))
    address = reverse("retention:term", args=["identity"])
    assert "At least 20 letters" in client.post(address, {"number": "36", "reason": "short"}).content.decode()
    assert RetentionTerm.objects.count() == 0
    client.post(address, {"number": "36", "reason": REASON})
    assert numbers_now()["identity"] == 36


@pytest.mark.parametrize("key", ["photos", "nonsense"])
def test_a_fixed_term_has_no_form(key):
    client = signed_in(make_user("administrator"))
    assert client.get(reverse("retention:term", args=[key])).status_code == 404


def test_every_way_of_keeping_is_told():
    body = words_of(signed_in(make_user("administrator")), "retention:fields")
    assert body.count("<tr>") == len(personal.lines()) + 1
    assert "To tell members apart and to count each of them once" in body


def test_an_officer_places_a_hold_looks_at_it_again_and_ends_it():
    client = signed_in(make_user("programme_officer"))
    person = leaving("Heldword")
    until = today() + timedelta(days=100)
    response = client.post(
        reverse("retention:hold_person", args=[person.pk]), {"reason": REASON, "until": until.isoformat()}
    )
    assert response.headers["Location"] == reverse("people:page", args=[person.pk])
    hold = RetentionHold.objects.get()
    body = words_of(client, "retention:holds")
    assert ("Heldword" in body, escape(REASON) in body) == (True, True)
    later = until + timedelta(days=100)
    client.post(reverse("retention:review", args=[hold.pk]), {"until": later.isoformat()})
    hold.refresh_from_db()
    assert (hold.until, hold.reviewed_at is not None) == (later, True)
    client.post(reverse("retention:end", args=[hold.pk]))
    hold.refresh_from_db()
    assert hold.ended_at is not None


def test_holds_on_people_are_not_shown_to_who_sees_no_names():
    make_hold(person=leaving("Heldword")), make_hold(group=make_group(name_latin="Held club"))
    body = words_of(signed_in(make_user("administrator")), "retention:holds")
    assert ("Heldword" in body, "Held club" in body) == (False, True)
    assert not JournalEntry.objects.filter(verb="holds.read").exists()
