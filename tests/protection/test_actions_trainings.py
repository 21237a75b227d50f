"""Trainings: recorded when they are over, filled with people once each, and counted once over all of them."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import JournalEntry
from participation.refusals import DayInTheFuture
from people.merging import merge_people, undo_merge
from people.models import Consent, Person
from protection.actions.training_topics import add_topic, change_topic
from protection.actions.trainings import (
    MOST_AT_ONCE,
    Known,
    Newcomer,
    add_places,
    correct_training,
    record_training,
    take_out,
)
from protection.models import Sector, Training, TrainingPlace, TrainingTopic
from protection.network_refusals import (
    NobodyNamed,
    TooManyAtOnce,
    TrainingCodeTaken,
    TrainingEndsBeforeItBegins,
    TrainingTooLong,
    TrainingTopicOutOfUse,
)
from tests.factories.accounts import make_user
from tests.factories.networks import HELD_ON, make_place, make_training, make_training_topic
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune

pytestmark = pytest.mark.django_db
FACTS = {"family_name": "សុខ", "given_name": "វណ្ណា", "sex": "female", "birth_year": 1980, "birth_is_estimated": True}


def recorded(**said):
    usual = {"topic": make_training_topic(), "began_on": HELD_ON, "ended_on": HELD_ON, "area": make_commune()}
    return record_training(by=make_user(), **{**usual, **said})


def fill(training, **said):
    return add_places(training=training, by=make_user(), **said)


# --- the training itself ---------------------------------------------------------------------------------------------
def test_training_is_recorded_and_corrected():
    training = recorded()
    correct_training(training=training, by=make_user(), ended_on=HELD_ON + timedelta(days=1))
    assert Training.objects.get().ended_on == HELD_ON + timedelta(days=1)
    assert JournalEntry.objects.get(verb="training.corrected").details["fields"] == ["ended_on"]
    with pytest.raises(TypeError):
        recorded(note="somebody said")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"ended_on": timezone.localdate() + timedelta(days=1)}, DayInTheFuture),
        ({"ended_on": HELD_ON - timedelta(days=1)}, TrainingEndsBeforeItBegins),
        ({"began_on": HELD_ON - timedelta(days=61)}, TrainingTooLong),
    ],
)
def test_days_that_make_no_sense_are_refused(said, refusal):
    with pytest.raises(refusal):
        recorded(**said)


def test_topic_out_of_use_stays_where_it_stands():
    training = recorded()
    change_topic(topic=training.topic, by=make_user(), is_active=False)
    correct_training(training=training, by=make_user(), began_on=HELD_ON)
    with pytest.raises(TrainingTopicOutOfUse):
        recorded(topic=TrainingTopic.objects.get(pk=training.topic_id))


def test_topics_are_seeded_added_and_changed():
    call_command("seed_training_topics", verbosity=0)
    before = TrainingTopic.objects.count()
    call_command("seed_training_topics", verbosity=0)
    assert TrainingTopic.objects.count() == before > 5
    topic = add_topic(code="Budgets", by=make_user(), name_km="ថវិកា", name_en="Budgets for children", position=99)
    assert topic.code == "budgets"
    with pytest.raises(TrainingCodeTaken):
        add_topic(code="budgets", by=make_user(), name_km="ថវិកា", name_en="Budgets", position=99)
    change_topic(topic=topic, by=make_user(), name_en="Budgets")
    assert TrainingTopic.objects.get(code="budgets").name_en == "Budgets"


# --- who took part ---------------------------------------------------------------------------------------------------
def test_known_and_new_people_take_part_once():
    training, person = make_training(), make_person(birth_year=1985)
    placed = fill(training, known=[Known(person, Sector.CCWC)], newcomers=[Newcomer(FACTS, Sector.POLICE)])
    assert sorted(place.sector for place in placed) == ["ccwc", "police"]
    assert fill(training, known=[Known(person, Sector.NGO), Known(person, Sector.NGO)]) == []
    assert TrainingPlace.objects.get(person=person).sector == "ccwc"
    assert JournalEntry.objects.filter(verb="training.filled").first().details["named"] == 2


def test_names_of_those_who_signed_are_kept_and_children_need_more():
    training, child = make_training(), make_person(birth_year=2014)
    fill(training, known=[Known(child, Sector.OTHER)], newcomers=[Newcomer(FACTS, Sector.TEACHER)], signed=True)
    (paper,) = Consent.objects.all()
    assert (paper.person.family_name, paper.given_on, paper.person_on) == ("សុខ", HELD_ON, HELD_ON)
    assert paper.valid_until == HELD_ON + timedelta(days=1095)


def test_nobody_and_too_many_are_refused_and_leave_nothing():
    training = make_training()
    with pytest.raises(NobodyNamed):
        fill(training)
    with pytest.raises(TooManyAtOnce):
        fill(training, newcomers=[Newcomer(FACTS, Sector.NGO)] * (MOST_AT_ONCE + 1))
    assert not Person.objects.exists()


def test_somebody_written_down_by_mistake_is_taken_out_and_stays_in_the_register():
    place = make_place()
    take_out(place=place, by=make_user())
    assert (TrainingPlace.objects.count(), Person.objects.count()) == (0, 1)


# --- counting --------------------------------------------------------------------------------------------------------
def test_people_are_counted_once_in_the_sector_of_their_last_training():
    early, late = make_training(ended_on=date(2026, 1, 20), began_on=date(2026, 1, 20)), make_training()
    person = make_person(birth_year=1985)
    make_place(training=early, person=person, sector="teacher")
    make_place(training=late, person=person, sector="ccwc")
    make_place(training=early, sector="teacher")
    reached = TrainingPlace.objects.reached(date(2026, 1, 1), date(2026, 12, 31))
    assert (reached.count(), reached.people()) == (3, 2)
    assert reached.people_by_sector() == {"ccwc": 1, "teacher": 1}
    first = TrainingPlace.objects.reached(date(2026, 1, 1), date(2026, 1, 31))
    assert (first.people(), first.people_by_sector()) == (2, {"teacher": 2})


def test_only_the_last_day_says_when_somebody_is_reached_and_places_are_ranges_of_codes():
    training = make_training(area=make_area("0506"), began_on=date(2025, 12, 30), ended_on=date(2026, 1, 2))
    make_place(training=training)
    make_place(
        training=make_training(area=make_commune("100101"), began_on=date(2026, 1, 2), ended_on=date(2026, 1, 2))
    )
    assert TrainingPlace.objects.reached(date(2025, 1, 1), date(2025, 12, 31)).people() == 0
    in_2026 = TrainingPlace.objects.reached(date(2026, 1, 1), date(2026, 1, 2))
    assert in_2026.people() == 2
    assert in_2026.within(make_area("05").pk).people() == 1
    assert in_2026.within(make_commune("050601").pk).people() == 0
    assert TrainingPlace.objects.none().people_by_sector() == {}


# --- two records of one person ---------------------------------------------------------------------------------------
def test_merged_people_took_part_once_and_are_two_again():
    kept, gone = make_person(birth_year=1985), make_person(birth_year=1985)
    both, alone = make_training(), make_training()
    make_place(training=both, person=kept, sector="ccwc")
    make_place(training=both, person=gone, sector="police")
    make_place(training=alone, person=gone, sector="police")
    before = set(TrainingPlace.objects.values_list("pk", "training", "person", "sector"))
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    assert TrainingPlace.objects.all().people() == 1
    assert sorted(TrainingPlace.objects.values_list("training", flat=True)) == sorted([both.pk, alone.pk])
    assert TrainingPlace.objects.get(training=both).sector == "ccwc"
    undo_merge(merge=merge, by=make_user())
    assert set(TrainingPlace.objects.values_list("pk", "training", "person", "sector")) == before
