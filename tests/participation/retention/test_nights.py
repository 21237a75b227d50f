"""Nights under a fake clock: exactly the list goes, no other row; a search of every store finds no erased name."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.actions.journal_keeping import seal_next
from accounts.models import JournalEntry, Notice, RetentionRun
from accounts.retention import rules, running
from accounts.retention.running import carry_out, retain
from accounts.sealing.verifying import verify
from participation.models import AttendanceCount, Kind, Membership
from participation.retention import identity
from people.anonymising import NAMELESS
from people.models import Person, PersonLikenessKey
from reports.models import FrozenCell, FrozenQuarter, ShownFigure
from tests.factories.participation import (
    make_group,
    make_mark,
    make_meeting,
    make_post,
)
from tests.participation.retention.programme import BEGAN, LEFT, at, later

pytestmark = pytest.mark.django_db


def every_table():
    """Each row of each table by its key, as it stands; what a night itself writes is left out."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label not in OWN_TRACES:
            fields = [column.attname for column in model._meta.concrete_fields]
            for row in model._base_manager.values_list("pk", *fields):
                found[model._meta.label, row[0]] = row[1:]
    return found


OWN_TRACES = {"accounts.RetentionRun", "accounts.JournalEntry", "accounts.JournalSeal"}


def tables(keys):
    """How many rows of each table."""
    return dict(sorted(Counter(label for label, _pk in keys).items()))


@dataclass
class Difference:
    """What a night did: rows that are gone, that are other, and that are new, by table."""

    run: RetentionRun
    gone: dict
    other: dict
    new: dict

    @property
    def counts(self):
        return {key: number for key, number in self.run.counts.items() if number}


def night(day):
    before = every_table()
    with at(day):
        run = retain()
    after = every_table()
    return Difference(
        run,
        gone=tables(before.keys() - after.keys()),
        other=tables(key for key in before.keys() & after.keys() if before[key] != after[key]),
        new=tables(after.keys() - before.keys()),
    )


def names_of_people():
    return set(Person.objects.filter(anonymised_on__isnull=True).values_list("family_name", flat=True))


def likeness_keys(*people):
    return PersonLikenessKey.objects.filter(person__in=people).count()


# --- exactly the list ------------------------------------------------------------------------------------------------
def test_on_the_first_night_nothing_goes(programme):
    done = night(BEGAN)
    assert (done.counts, done.gone, done.other, done.new) == ({}, {}, {}, {})
    assert names_of_people() == {"Stayname", "Leftname", "Heldname", "Unsignedname", "Grownname"}


def test_after_91_days_exactly_the_list_goes(programme):
    keys = likeness_keys(programme.unsigned)
    done = night(later(days=91))
    assert done.counts == {"awaited": 1, "merges": 1, "drafts": 1, "sealed": 1}
    assert done.gone == {
        "participation.ImportRun": 1,
        "participation.ImportedRow": 1,
        "people.PersonLikenessKey": keys,
    }
    assert done.other == {"fieldbook.Delivery": 1, "people.Person": 1, "people.PersonMerge": 1}
    assert done.new == {}
    assert names_of_people() == {"Stayname", "Leftname", "Heldname", "Grownname"}


def test_after_a_year_exactly_the_list_goes(programme):
    night(later(days=91))
    notices = Notice.objects.count()
    done = night(later(days=366))
    assert done.counts == {"notices": notices, "ended_holds": 1}
    assert done.gone == {"accounts.Notice": notices}
    assert done.other == {"participation.RetentionHold": 1}
    assert done.new == {}
    assert names_of_people() == {"Stayname", "Leftname", "Heldname", "Grownname"}


def test_after_three_years_exactly_the_list_goes(programme):
    night(later(days=91))
    lines = list(JournalEntry.objects.values_list("pk", flat=True))
    with at(later(days=91)):
        seal_next()
    night(later(days=366))
    keys = likeness_keys(programme.left, programme.held, programme.grown)
    factors = Authenticator.objects.filter(user=programme.former).count()
    done = night(later(days=1096))
    assert done.counts == {
        "accounts": 1,
        "attendance": 1,
        "deliveries": 1,
        "identity": 3,
        "journal": 1,
        "lost_photos": 1,  # the test's transaction has not ended: the sweep finds the file of the photo first
        "photos": 1,
    }
    assert not JournalEntry.objects.filter(pk__in=lines).exists()
    assert verify().faults == []
    assert done.gone == {
        "fieldbook.Delivery": 1,
        "mfa.Authenticator": factors,
        "participation.Attendance": 3,
        "participation.MeetingPhoto": 1,
        "participation.MeetingPhotoPerson": 1,
        "people.PersonAlias": 1,
        "people.PersonLikenessKey": keys,
        "people.SupportNeed": 1,
    }
    assert done.other == {"accounts.User": 1, "participation.Meeting": 1, "people.Person": 3}
    assert done.new == {"participation.AttendanceCount": 1}
    assert names_of_people() == {"Stayname"}
    assert AttendanceCount.objects.get().number == 3


def test_what_is_left_of_a_person_is_a_sex_a_band_and_a_commune(programme):
    codes = {programme.left.code, programme.held.code, programme.grown.code}
    night(later(days=1096))
    person = Person.objects.get(pk=programme.left.pk)
    assert (person.name, person.name_latin, person.name_key, person.name_sort) == (NAMELESS, "", "", "")
    assert (person.sex, person.birth_year, person.birth_month, person.birth_is_estimated) == (
        "female",
        2017,
        None,
        True,
    )
    assert person.village_id == programme.village.parent_id
    assert person.created_by_id is None
    assert person.forgotten_on == later(days=1096)
    assert codes & set(Person.objects.values_list("code", flat=True)) == set()
    assert list(Membership.objects.filter(person=person).values_list("group", flat=True)) == [programme.group.pk]


def test_a_second_run_of_the_night_changes_nothing(programme):
    night(later(days=1096))
    again = night(later(days=1096))
    assert (again.gone, again.other, again.new) == ({}, {}, {})
    next_night = night(later(days=1097))
    assert (next_night.gone, next_night.other, next_night.new) == ({"participation.RetentionHold": 1}, {}, {})


def test_who_joined_as_an_adult_keeps_the_name_while_belonging(programme):
    with at(BEGAN):
        network = make_group(kind=Kind.NETWORK, area=programme.village)
        adult = programme.member("Adultname", birth_year=1980)
        Membership.objects.filter(person=adult).update(group=network, post=make_post(Kind.NETWORK, "coordinator"))
        late = programme.member("Lateadult", birth_year=1990)
    night(later(days=91))
    assert {"Adultname", "Lateadult"} <= names_of_people()
    Membership.objects.filter(person__in=[adult, late]).update(ended_on=LEFT, end_reason="moved_away")
    night(later(days=800))
    assert not {"Adultname", "Lateadult"} & names_of_people()


# --- every store -----------------------------------------------------------------------------------------------------
def every_row():
    """All that stands in every table, those of the search too, escaped JSON read back."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [f"{table}: {value}" for row in cursor.fetchall() for value in row]
    return found


def every_file(*folders):
    return [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]


def where(words, folder):
    """In which tables and files the words stand."""
    stores = every_file(folder, settings.MEDIA_ROOT, Path(settings.VAR_DIR) / "field_parts")
    rows = {row.partition(":")[0] for row in every_row() for word in words if word in row}
    return rows | {path.name for path in stores for word in words if word.encode() in path.read_bytes()}


def test_a_search_of_every_store_finds_no_erased_name_and_every_planted_one(programme, folder):
    erased = ["Leftname", "Twinname", "Heldname", "Grownname", "Unsignedname", "Formername", "Draftname", "Sealedword"]
    erased += [programme.left.code, programme.held.code, programme.grown.code]
    named = where(["Leftname"], folder)
    assert {"people_person", "people_personmerge", "people_personlikenesskey"} & named == {
        "people_person",
        "people_personmerge",
    }
    assert "participation_importedrow" in where(["Draftname"], folder)
    assert "fieldbook_delivery" in where(["Sealedword"], folder)
    assert "accounts_user" in where(["Formername", "formername@example.org"], folder)
    key = programme.left.likeness_keys.first().key
    assert "people_personlikenesskey" in where([key], folder)
    (photo,) = every_file(folder)
    for day in (later(days=91), later(days=366)):
        night(day)
    with at(later(days=1096)), django_capture(execute=True):
        retain()
    assert where(erased, folder) == set()
    assert not photo.exists()
    for control in ("Stayname", "Officer Stays", "A summary that stays"):
        assert where([control], folder), control
    (folder / "planted.txt").write_text("Leftname")
    assert where(erased, folder) == {"planted.txt"}


def django_capture(**kwargs):
    return TestCase.captureOnCommitCallbacks(**kwargs)


def test_frozen_figures_hold_columns_of_numbers_and_closed_words_only():
    """No name can lie in a frozen quarter: each text column is a key, a place, a closed word or an officer's note."""
    texts = {
        f"{model.__name__}.{column.name}"
        for model in (FrozenQuarter, FrozenCell, ShownFigure)
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField | models.JSONField)
    }
    assert texts == {
        "FrozenQuarter.quarter",
        "FrozenQuarter.rules",
        "FrozenQuarter.reasons",
        "FrozenQuarter.note",
        *(f"FrozenCell.{name}" for name in ("project", "area", "sex", "age_group", "difficulty", "part")),
        *(f"ShownFigure.{name}" for name in ("area", "split", "group")),
    }


# --- killed, and bounded ---------------------------------------------------------------------------------------------
class Killed(BaseException):
    """The process ends here."""


def test_a_night_that_was_killed_goes_on_and_counts_nothing_twice(programme, monkeypatch):
    with at(BEGAN):
        for number in range(7):
            programme.member(f"Many{number}", ended_on=LEFT)
    due, erase = rules.rule("identity"), identity.forget_due
    turns = []

    def dies(keys, day):
        erase(keys, day)
        turns.append(len(keys))
        if len(turns) == 2:
            raise Killed  # after the batch was erased, before it is counted

    monkeypatch.setitem(rules._registry.rules, "identity", replace(due, erase=dies, at_once=3))
    with at(later(days=800)), pytest.raises(Killed):
        retain()
    run = RetentionRun.objects.get()
    assert (run.ended_at, run.counts["identity"]) == (None, 3)
    assert Person.objects.filter(forgotten_on__isnull=False).count() == 3
    monkeypatch.setitem(rules._registry.rules, "identity", replace(due, at_once=3))
    with at(later(days=802)):
        last = retain()
    run.refresh_from_db()
    assert (run.ended_at is not None, run.counts["identity"]) == (True, 10)
    assert last.counts.get("identity", 0) == 0
    assert Person.objects.filter(forgotten_on__isnull=False).count() == 10
    lines = JournalEntry.objects.filter(verb="retention.done")
    assert sorted(line.about_id for line in lines) == sorted([str(run.pk), str(last.pk)])
    assert lines.get(about_id=str(run.pk)).details["identity"] == 10


def test_a_rule_that_leaves_its_rows_stops_the_night(programme, monkeypatch):
    lazy = replace(rules.rule("identity"), erase=lambda keys, due: None)
    monkeypatch.setitem(rules._registry.rules, "identity", lazy)
    with at(later(days=800)), pytest.raises(running.StillThere):
        retain()


@pytest.mark.parametrize("key", ["identity", "attendance"])
def test_a_batch_takes_as_many_queries_for_many_as_for_one(key, programme, django_assert_num_queries):
    def batch(number):
        with at(BEGAN):
            for _turn in range(number):
                person = programme.member("Batchname", ended_on=LEFT)
                make_mark(meeting=make_meeting(group=programme.group), person=person)
        with at(later(days=1300)), CaptureQueriesContext(connection) as queries:
            assert carry_out(key) >= number
        return len(queries)

    batch(1)
    assert batch(3) == batch(9)
