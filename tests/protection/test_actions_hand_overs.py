"""Hand-over notes: kept once, taken on step by step, told to those nearest and at last to all who answer for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import JournalEntry, Notice
from accounts.sentences import sentence
from protection.actions import hand_overs as actions
from protection.models import HandOverNote
from protection.refusals import DoneMeanwhile, HandedOverBeforeTold, NotHandedOverYet, NotToldYet, TooFine
from tests.factories.accounts import make_grant, make_user
from tests.factories.hand_overs import make_note, note_facts
from tests.factories.places import make_area, make_commune, make_village

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
"""Noon in Phnom Penh."""
HERE, THERE = "050601", "100101"


@pytest.fixture
def officer():
    return make_user("safeguarding_officer")


def received(**facts) -> HandOverNote:
    facts.setdefault("area", make_commune(HERE))
    note, is_new = actions.receive_note(**note_facts(**facts))
    assert is_new
    return note


def told(key: str = "one_item") -> list[str]:
    return sorted(Notice.objects.filter(text_key=key).values_list("user__username", flat=True))


# --- received --------------------------------------------------------------------------------------------------------
def test_a_note_is_kept_once_however_often_it_is_sent():
    facts = note_facts(area=make_commune(HERE))
    first, is_new = actions.receive_note(**facts)
    again, is_new_again = actions.receive_note(**facts)
    assert (is_new, is_new_again, again.reference) == (True, False, first.reference)
    assert HandOverNote.objects.count() == 1
    assert JournalEntry.objects.filter(verb="hand_over.received").count() == 1


def test_who_sent_a_note_stands_nowhere():
    note = received()
    line = JournalEntry.objects.get(verb="hand_over.received")
    assert (line.actor_id, line.about_id, line.details) == (None, str(note.pk), {})


def test_the_journal_tells_neither_place_nor_urgency(officer):
    note = received(urgency="now")
    actions.acknowledge(note=note, by=officer)
    actions.take_back_step(note=note, step="acknowledged_at", by=officer)
    lines = JournalEntry.objects.filter(verb__startswith="hand_over.")
    assert [line.details for line in lines.order_by("pk")] == [{}, {}, {"step": "acknowledged"}]


@pytest.mark.parametrize(
    ("at", "urgency", "due"),
    [
        (NOON, "now", NOON + timedelta(hours=2)),
        (NOON, "today", NOON + timedelta(hours=12)),
        (NOON + timedelta(hours=11), "today", NOON + timedelta(hours=13)),
        (NOON, "week", NOON + timedelta(days=7)),
    ],
)
def test_time_to_take_a_note_on_follows_from_its_urgency(at, urgency, due):
    assert actions.due_from(urgency, at) == due


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"noted_on": date(2026, 3, 11), "handed_on": date(2026, 3, 11)}, NotToldYet),
        ({"noted_on": date(2026, 3, 9), "handed_on": date(2026, 3, 11)}, NotHandedOverYet),
        ({"noted_on": date(2026, 3, 9), "handed_on": date(2026, 3, 8)}, HandedOverBeforeTold),
    ],
)
def test_days_must_make_sense(facts, refusal):
    with time_machine.travel(NOON, tick=False), pytest.raises(refusal):
        received(**facts)
    assert HandOverNote.objects.count() == 0


@pytest.mark.parametrize("make", [lambda: make_village(f"{HERE}01"), lambda: make_area(HERE[:2])])
def test_a_village_is_too_fine_and_a_province_too_large(make):
    with pytest.raises(TooFine):
        received(area=make())


# --- who hears -------------------------------------------------------------------------------------------------------
def test_those_nearest_to_the_place_hear_and_nobody_else():
    commune = make_commune(HERE)
    for name, role, area in (
        ("near", "focal_point", commune),
        ("near too", "focal_point", commune),
        ("of the district", "focal_point", commune.parent),
        ("of the province", "safeguarding_officer", commune.parent.parent),
        ("elsewhere", "focal_point", make_commune(THERE)),
        ("administrator", "administrator", None),
    ):
        make_user(role, username=name, area=area)
    make_user("focal_point", username="closed", area=commune, is_active=False)
    received(area=commune)
    assert told() == ["near", "near too"]
    assert {notice.link for notice in Notice.objects.all()} == {"/desk/hand-overs/"}
    assert all(notice.params == {} for notice in Notice.objects.all())


def test_where_nobody_is_set_those_hear_who_can_name_somebody_and_learn_no_more_than_the_province():
    commune = make_commune(HERE)
    make_user("administrator", username="administrator")
    make_user("safeguarding_officer", username="officer elsewhere", area=make_area(THERE[:2]))
    make_user("focal_point", username="focal point elsewhere", area=make_commune(THERE))
    make_user("administrator", username="closed", is_active=False)
    received(area=commune)
    assert told() == []
    assert told("nobody_is_set") == ["administrator", "officer elsewhere"]
    province = make_area(HERE[:2])
    for notice in Notice.objects.filter(text_key="nobody_is_set"):
        assert notice.params == {"province": f"{province.name_km} ({province.name_latin})"}
        assert notice.link == "/desk/accounts/"
        assert sentence(notice.text_key, notice.params).count(province.name_latin) == 1
    received(area=commune)
    assert told("nobody_is_set") == ["administrator", "officer elsewhere"]
    Notice.objects.update(read_at=NOON)
    received(area=commune)
    assert len(told("nobody_is_set")) == 4


def test_a_note_that_waits_where_nobody_is_set_is_told_again_until_somebody_is():
    commune = make_commune(HERE)
    make_user("administrator", username="administrator")
    with time_machine.travel(NOON, tick=False):
        received(area=commune, noted_on=date(2026, 3, 10), handed_on=date(2026, 3, 10), urgency="now")
    Notice.objects.all().delete()
    assert actions.tell_of_waiting_notes(at=NOON + timedelta(hours=3)) == 1
    assert told("nobody_is_set") == ["administrator"]
    Notice.objects.all().delete()
    make_user("focal_point", area=commune, username="named since")
    assert actions.tell_of_waiting_notes(at=NOON + timedelta(days=2)) == 1
    assert told("nobody_is_set") == []


def test_a_note_of_a_district_is_for_who_reaches_the_district():
    commune = make_commune(HERE)
    make_user("focal_point", username="near", area=commune)
    make_user("focal_point", username="of the district", area=commune.parent)
    received(area=commune.parent)
    assert told() == ["of the district"]


def test_where_nobody_is_near_who_answers_for_the_country_hears(officer):
    received()
    assert told() == [officer.username]


def test_who_holds_two_roles_counts_by_the_nearer_one():
    user = make_user("safeguarding_officer", username="both")
    make_grant(user, "focal_point", area=make_commune(HERE))
    make_user("focal_point", username="of the district", area=make_area(HERE[:4]))
    received()
    assert told() == ["both"]


# --- nobody takes it on ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("urgency", "in_time", "too_late"),
    [
        ("now", timedelta(hours=1, minutes=59), timedelta(hours=2)),
        ("today", timedelta(hours=11, minutes=59), timedelta(hours=12)),
        ("week", timedelta(days=6, hours=23), timedelta(days=7)),
    ],
)
def test_a_note_that_nobody_takes_on_climbs_in_time(urgency, in_time, too_late):
    commune = make_commune(HERE)
    make_user("focal_point", username="near", area=commune)
    make_user("safeguarding_officer", username="of the province", area=commune.parent.parent)
    make_user("safeguarding_officer", username="of the country")
    make_user("safeguarding_officer", username="elsewhere", area=make_area(THERE[:2]))
    with time_machine.travel(NOON, tick=False) as clock:
        received(urgency=urgency, area=commune)
        clock.move_to(NOON + in_time)
        assert actions.tell_of_waiting_notes() == 0
        clock.move_to(NOON + too_late)
        call_command("tell_of_waiting_notes", verbosity=0)
        assert told("item_waits") == ["of the country", "of the province"]
        assert actions.tell_of_waiting_notes() == 0
        clock.move_to(NOON + too_late + timedelta(hours=23, minutes=59))
        assert actions.tell_of_waiting_notes() == 0
        clock.move_to(NOON + too_late + timedelta(days=1))
        assert actions.tell_of_waiting_notes() == 1
    assert told("item_waits") == ["of the country"] * 2 + ["of the province"] * 2


def test_a_note_that_somebody_took_on_does_not_climb(officer):
    with time_machine.travel(NOON, tick=False) as clock:
        note = received(urgency="now")
        actions.acknowledge(note=note, by=officer)
        clock.shift(timedelta(days=30))
        assert actions.tell_of_waiting_notes() == 0


# --- step by step ----------------------------------------------------------------------------------------------------
def test_a_note_goes_its_way_step_by_step(officer):
    note = received()
    stages = [note.stage]
    for step in (actions.acknowledge, actions.follow_up, actions.close_note):
        step(note=note, by=officer)
        stages.append(note.stage)
    assert stages == ["received", "handled", "handled", "closed"]
    verbs = JournalEntry.objects.filter(actor=officer).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["hand_over.acknowledged", "hand_over.followed_up", "hand_over.closed"]


def test_two_people_do_a_step_once(officer):
    note = received()
    seen = HandOverNote.objects.get(pk=note.pk)
    actions.acknowledge(note=note, by=officer)
    with pytest.raises(DoneMeanwhile):
        actions.acknowledge(note=seen, by=make_user("safeguarding_officer"))
    with pytest.raises(DoneMeanwhile):
        actions.close_note(note=seen, by=officer)


def test_steps_are_taken_back_one_by_one(officer):
    note = make_note("closed")
    for step in ("closed_at", "followed_up_at", "acknowledged_at"):
        actions.take_back_step(note=note, step=step, by=officer)
    assert (note.stage, actions.last_step(note), actions.next_step(note)) == ("received", "", "acknowledged_at")
    for step in ("acknowledged_at", "reference"):
        with pytest.raises(DoneMeanwhile):
            actions.take_back_step(note=note, step=step, by=officer)


def test_nothing_is_taken_back_where_nothing_was_done(officer):
    with pytest.raises(DoneMeanwhile):
        actions.take_back_step(note=make_note(), step="", by=officer)


def test_the_term_runs_from_the_day_on_which_somebody_took_it_on(officer):
    with time_machine.travel(NOON, tick=False) as clock:
        note = received()
        assert note.delete_after == date(2027, 3, 10)
        clock.shift(timedelta(days=40))
        actions.acknowledge(note=note, by=officer)
        assert note.delete_after == date(2027, 4, 19)
        actions.take_back_step(note=note, step="acknowledged_at", by=officer)
        assert note.delete_after == date(2027, 3, 10)


def test_references_are_random_and_readable():
    found = {actions.new_reference() for _ in range(200)}
    assert len(found) == 200
    assert all(len(each) == 9 and each[4] == "-" and not set(each) & set("01OIL") for each in found)


def test_the_same_note_at_the_same_moment_by_two_ways_is_one(monkeypatch):
    """The second finds none, writes, is refused by the database, and answers with the first."""
    facts = note_facts(area=make_commune(HERE))
    first, _is_new = actions.receive_note(**facts)
    monkeypatch.setattr(type(HandOverNote.objects.all()), "first", lambda rows: None)
    again, is_new = actions.receive_note(**facts)
    assert (again.pk, again.reference, is_new) == (first.pk, first.reference, False)
