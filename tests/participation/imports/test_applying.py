from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import AutoField
from django.utils import timezone
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import JournalEntry
from participation.actions.groups import change_group
from participation.actions.memberships import end_membership
from participation.imports import refusals
from participation.imports.applying import apply_import
from participation.imports.deciding import decide_open_rows, decide_rows
from participation.imports.drafting import check_file, drop_import, receive_file
from participation.imports.findings import Decision, Like
from participation.imports.undoing import undo_import
from participation.models import CommunityGroup, ImportedRow, ImportRun, Kind, Membership
from participation.refusals import GroupIsClosed
from people.actions import correct_person
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.participation import make_mark, make_meeting, make_post, make_rule
from tests.factories.places import make_area
from tests.participation.imports.files import csv_of, row
from tests.participation.reaches import HERE, JOINED_ON, Reach, journal_rows

pytestmark = pytest.mark.django_db
PACKAGES = {"participation", "people", "clubs", "councils", "protection", "places"}


@pytest.fixture
def reach():
    for kind in Kind.values:
        make_rule(kind)
        make_post(kind)
    make_area(HERE + "01")
    return Reach()


@pytest.fixture
def officer(reach):
    return reach.officer()


def draft(officer, *rows):
    run = receive_file(content=csv_of(*rows), file_name="ឃុំ.csv", by=officer)
    check_file(run=run, by=officer)
    return run


def register_as_it_stands():
    """Every row of every table but the journal; running numbers left out."""
    tables = {}
    for model in apps.get_models():
        if model._meta.app_label in PACKAGES and not model._meta.proxy:
            names = [each.attname for each in model._meta.concrete_fields if not isinstance(each, AutoField)]
            tables[model._meta.label] = sorted(map(repr, model._base_manager.values_list(*names)))
    return tables


def progress_apart(tables):
    """The register without what the import keeps of itself while it is under way."""
    return {name: rows for name, rows in tables.items() if not name.startswith("participation.Import")}


def changed_row(reach, **changed):
    codes = {"group_code": reach.group.code, "person_code": reach.person.code}
    told = {**codes, "group_name": "ក្លឹបថ្មី", "given_name": "ស្រីពៅ", "birth_year": 2012, "began_on": JOINED_ON}
    return {**told, **changed}


def test_draft_writes_nothing_but_itself(officer):
    before = register_as_it_stands()
    run = draft(officer, row(), row(sex="?", given_name="ដារា"))
    after = register_as_it_stands()
    assert {name for name in after if after[name] != before[name]} == {
        "participation.ImportRun",
        "participation.ImportedRow",
    }
    assert [(each.number, each.state, set(each.problems)) for each in run.rows.order_by("number")] == [
        (2, "new", set()),
        (3, "refused", {"sex"}),
    ]


def test_new_draft_takes_the_place_of_the_last(officer):
    draft(officer, row())
    run = draft(officer, row())
    assert list(ImportRun.objects.all()) == [run]


def test_import_makes_groups_members_and_memberships(officer):
    run = apply_import(run=draft(officer, row(), row(given_name="ដារា", sex="ប្រុស")), by=officer)
    group = CommunityGroup.objects.get(name_km="ក្លឹបផ្កាឈូក")
    members = Membership.objects.filter(group=group).order_by("person__sex")
    assert (group.kind, group.area_id, group.founded_on) == ("club", f"mef{HERE}", date(2020, 1, 15))
    assert [
        (each.person.name, each.person.sex, each.person.birth_year, each.post.code, each.began_on) for each in members
    ] == [
        ("សុខ បូផា", "female", 2014, "member", date(2023, 3, 1)),
        ("សុខ ដារា", "male", 2014, "member", date(2023, 3, 1)),
    ]
    (line,) = journal_rows("import.applied")
    assert (line.about_id, line.details) == (str(run.pk), {"groups": 1, "persons": 2, "memberships": 2, "changed": 0})


def test_no_name_is_kept_with_the_import_once_it_is_done(officer):
    run = apply_import(run=draft(officer, row()), by=officer)
    assert list(run.rows.values_list("cells", "problems")) == [({}, {})]
    assert "បូផា" not in str(JournalEntry.objects.values_list("details"))


def test_import_changes_what_stands_under_a_code(reach, officer):
    apply_import(run=draft(officer, changed_row(reach)), by=officer)
    reach.group.refresh_from_db()
    reach.person.refresh_from_db()
    assert (reach.group.name_km, reach.person.given_name, reach.person.birth_year) == ("ក្លឹបថ្មី", "ស្រីពៅ", 2012)


def test_doubtful_rows_are_left_out_unless_they_are_wanted(officer):
    apply_import(run=draft(officer, row(), row()), by=officer)
    assert Person.objects.filter(given_name="បូផា").count() == 1
    twin = draft(officer, row(group_name="ក្លឹបថ្មី"))
    with pytest.raises(refusals.NothingToImport):
        apply_import(run=twin, by=officer)
    decide_open_rows(run=twin, choice="other", by=officer)
    apply_import(run=twin, by=officer)
    assert Person.objects.filter(given_name="បូផា").count() == 2


def test_half_a_file_never_lands(officer):
    run = draft(officer, row(), row(sex="?", given_name="ដារា"))
    before = register_as_it_stands()
    with pytest.raises(refusals.RowsAreRefused):
        apply_import(run=run, by=officer)
    assert register_as_it_stands() == before


def test_row_that_an_action_refuses_takes_all_with_it(officer, monkeypatch):
    def refuse(group, post, **_given):
        raise GroupIsClosed

    run = draft(officer, row(), row(given_name="ដារា"))
    before = register_as_it_stands()
    monkeypatch.setattr("participation.actions.memberships._judge_post", refuse)
    with pytest.raises(refusals.RowNotTaken) as caught:
        apply_import(run=run, by=officer)
    assert "2" in caught.value.messages[0]
    assert progress_apart(register_as_it_stands()) == progress_apart(before)


def test_what_changed_since_the_draft_is_seen(reach, officer):
    run = draft(
        officer,
        row(post="leader", **dict.fromkeys(("group_kind", "founded_on")))
        | {"group_code": reach.group.code, "place_code": HERE},
    )
    Membership.objects.filter(pk=reach.membership.pk).update(post=make_post(code="leader"))
    with pytest.raises(refusals.RowsAreRefused):
        apply_import(run=run, by=officer)


def test_import_is_applied_once(officer):
    run = apply_import(run=draft(officer, row()), by=officer)
    with pytest.raises(refusals.AlreadyApplied):
        apply_import(run=run, by=officer)
    with pytest.raises(refusals.AlreadyApplied):
        drop_import(run=run, by=officer)


def test_draft_can_be_dropped_and_not_undone(officer):
    before = register_as_it_stands()
    run = draft(officer, row())
    with pytest.raises(refusals.NotApplied):
        undo_import(run=run, by=officer)
    drop_import(run=run, by=officer)
    assert register_as_it_stands() == before


def test_undo_leaves_the_register_as_before(reach, officer):
    before = register_as_it_stands()
    run = apply_import(run=draft(officer, row(), changed_row(reach), row(given_name="ដារា", sex="ប្រុស")), by=officer)
    assert register_as_it_stands() != before
    key = str(run.pk)
    undo_import(run=run, by=officer)
    assert register_as_it_stands() == before
    (line,) = journal_rows("import.undone")
    assert (line.about_id, line.details["persons"]) == (key, 2)


cells = st.fixed_dictionaries(
    {
        "group_name": st.sampled_from(["ក្លឹប ក", "ក្លឹប ខ", "ក្លឹប គ"]),
        "group_kind": st.sampled_from(["club", "council", "network", "parents"]),
        "place_code": st.sampled_from([HERE, HERE + "01"]),
        "given_name": st.sampled_from(["ដារា", "បូផា", "សុភា", "ស្រីណាង", "ស្រីមុំ", "មករា"]),
        "sex": st.sampled_from(["f", "m", "ផ្សេង"]),
        "birth_year": st.sampled_from([None, 2010, 2012, 2014]),
        "village_code": st.sampled_from([None, HERE + "01"]),
    }
)
answers = st.lists(st.sampled_from(["", "same", "other", "out"]), min_size=6, max_size=6)
many = max(12, hypothesis_settings.default.max_examples // 4)


@given(
    rows=st.lists(cells, min_size=1, max_size=6),
    answers=answers,
    change=st.sampled_from([None, "names", "post", "first post"]),
)
@hypothesis_settings(max_examples=many, phases=(Phase.explicit, Phase.generate))  # shrinking takes minutes here
def test_import_and_undo_leave_no_trace(rows, answers, change):
    with transaction.atomic():
        for kind in Kind.values:
            make_rule(kind)
            make_post(kind)
        make_area(HERE + "01")
        reach = Reach()
        officer = reach.officer()
        kinds = {}
        for each in rows:  # one group has one kind
            each["group_kind"] = kinds.setdefault((each["group_name"], each["place_code"]), each["group_kind"])
        changes = {
            None: [],
            "names": [changed_row(reach)],
            "post": [changed_row(reach, post="leader", began_on="01/05/2023")],
            "first post": [changed_row(reach, post="leader")],
        }
        before = register_as_it_stands()
        run = draft(officer, *(row(**each) for each in rows), *changes[change])
        answer_doubtful_rows(run, answers, officer)
        try:
            apply_import(run=run, by=officer)
        except (refusals.NothingToImport, refusals.RowsAreRefused):
            drop_import(run=run, by=officer)
        else:
            assert progress_apart(register_as_it_stands()) != progress_apart(before)
            undo_import(run=run, by=officer)
        assert register_as_it_stands() == before
        transaction.set_rollback(True)


def answer_doubtful_rows(run, answers, officer):
    decisions = {}
    for asked, choice in zip(run.rows.filter(state="duplicate").order_by("number"), answers, strict=False):
        like = Like.restored(asked.likes[0])
        decisions[asked.number] = Decision("same", like.person, like.row) if choice == "same" else Decision(choice)
    decide_rows(run=run, decisions=decisions, by=officer)


def later_meeting(reach, run):
    make_meeting(group=CommunityGroup.objects.get(name_km="ក្លឹបផ្កាឈូក"))


def later_mark(reach, run):
    make_mark(meeting=make_meeting(group=reach.group), person=Person.objects.get(given_name="បូផា"))


def later_name(reach, run):
    correct_person(person=Person.objects.get(given_name="បូផា"), by=reach.officer(), name_latin="Bopha")


def later_end(reach, run):
    membership = Membership.objects.get(person__given_name="បូផា")
    end_membership(membership=membership, ended_on=timezone.localdate(), end_reason="moved_away", by=reach.officer())


def later_change(reach, run):
    change_group(group=reach.group, by=reach.officer(), usual_place="សាលា")


@pytest.mark.parametrize("happens", [later_meeting, later_mark, later_name, later_end, later_change])
def test_undo_is_refused_once_life_has_gone_on(reach, officer, happens):
    run = apply_import(run=draft(officer, row(), changed_row(reach)), by=officer)
    happens(reach, run)
    before = register_as_it_stands()
    with pytest.raises(refusals.ImportHasLaterFacts):
        undo_import(run=run, by=officer)
    assert register_as_it_stands() == before


def test_mark_of_somebody_who_was_there_before_keeps_the_import(reach, officer):
    told = {"group_code": None, **row(), "person_code": reach.person.code}
    told = {
        key: told.get(key) for key in (*row(), "person_code") if key not in ("family_name", "given_name", "birth_year")
    }
    run = apply_import(run=draft(officer, told), by=officer)
    group = CommunityGroup.objects.get(name_km="ក្លឹបផ្កាឈូក")
    assert Membership.objects.filter(group=group, person=reach.person).exists()
    make_mark(meeting=make_meeting(group=group), person=reach.person)
    with pytest.raises(refusals.ImportHasLaterFacts):
        undo_import(run=run, by=officer)


def test_undo_knows_no_table_that_came_with_a_later_version(officer):
    run = apply_import(run=draft(officer, row()), by=officer)
    run.hanging.pop("councils.mandate.person")
    run.save(update_fields=["hanging"])
    undo_import(run=run, by=officer)
    assert not ImportRun.objects.exists()


def test_undo_is_refused_beyond_the_reach(officer):
    run = apply_import(run=draft(officer, row()), by=officer)
    elsewhere = make_user("programme_officer", area=make_area("100101"))
    with pytest.raises(refusals.ImportOutOfReach):
        undo_import(run=run, by=elsewhere)


def test_imports_are_seen_by_their_maker_alone(reach, officer):
    run = draft(officer, row())
    for user, seen in ((officer, [run]), (reach.officer(), []), (reach.nameless(), []), (reach.facilitator(), [])):
        assert list(ImportRun.objects.visible_to(user)) == seen
        assert ImportedRow.objects.editable_by(user).count() == len(seen)


def test_applied_import_has_a_moment():
    with pytest.raises(IntegrityError, match=r"applied_import_has_a_moment|CHECK"), transaction.atomic():
        ImportRun.objects.create(file_name="a", is_applied=True)


def test_one_row_per_import_and_number():
    run = ImportRun.objects.create(file_name="a")
    ImportedRow.objects.create(run=run, number=2, state="new")
    with pytest.raises(IntegrityError, match=r"one_row_per_import_and_number|UNIQUE"), transaction.atomic():
        ImportedRow.objects.create(run=run, number=2, state="new")


@pytest.mark.parametrize("number", [2, 20])
def test_many_members_are_written_and_changed_with_few_statements(
    reach, officer, django_assert_max_num_queries, number
):
    """A newcomer costs none of their own, a correction one, however many; the rest asks each table of people once."""
    known = [reach.add_member(family_name="ហេង", given_name=f"ដារា{'ា' * turn}").person for turn in range(number)]
    told = [changed_row(reach, person_code=person.code, given_name=f"{person.given_name}ន") for person in known]
    run = draft(officer, *told, *(row(given_name=f"សុភា{'ា' * turn}", birth_year=2012) for turn in range(number)))
    decide_open_rows(run=run, choice="other", by=officer)
    with django_assert_max_num_queries(150 + number):
        apply_import(run=run, by=officer)
    assert Person.objects.filter(given_name__startswith="សុភា").count() == number
    with django_assert_max_num_queries(172 + number):
        undo_import(run=run, by=officer)
    assert Person.objects.get(pk=known[0].pk).given_name == known[0].given_name
