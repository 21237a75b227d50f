"""Two records of one meeting as one."""

import uuid
from collections import Counter
from dataclasses import replace
from datetime import date, time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmertext.folding import fold
from participation.actions.issues import IssueDraft
from participation.actions.marks import MORE_PRESENT, DecisionDraft, Guests
from participation.actions.meetings import correct_meeting, record_meeting
from participation.combining import MeetingFacts, combine, facts_of
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership, make_post, make_topic

once = pytest.mark.once
PEOPLE = [uuid.UUID(int=number) for number in range(1, 6)]
TOPICS = [SimpleNamespace(pk=number) for number in range(4)]
TEXTS = ["ផ្លូវលិចទឹក", "បណ្ណាល័យ", "សាលាគ្មានទឹក", "school road", "School  Road"]
IDS = [uuid.UUID(int=number) for number in range(100, 104)]


def one_of_each_word(drafts):
    return list({fold(draft.text): draft for draft in drafts}.values())


guests = st.builds(
    lambda number, more, basis: (number + more, more, basis),
    st.integers(1, 9),
    st.integers(0, 5),
    st.sampled_from(["counted", "estimated"]),
)
counts = st.dictionaries(st.sampled_from(["girls", "women", "men"]), guests).map(
    lambda drawn: tuple(Guests(group, *drawn[group]) for group in ("girls", "women", "men") if group in drawn)
)
words = st.lists(st.sampled_from(TEXTS), unique_by=fold)
decisions = words.map(lambda texts: tuple(DecisionDraft(text, uuid.uuid5(IDS[0], text)) for text in texts))
issues = st.lists(
    st.builds(
        lambda text, by: IssueDraft(uuid.uuid5(IDS[1], text), text, by),
        st.sampled_from(TEXTS),
        st.sampled_from(["girls", "boys", "all"]),
    ),
    unique_by=lambda draft: fold(draft.text),
).map(tuple)
facts = st.builds(
    MeetingFacts,
    marks=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(list(MORE_PRESENT))),
    guests=counts,
    topics=st.lists(st.sampled_from(TOPICS), unique_by=lambda topic: topic.pk).map(tuple),
    decisions=decisions,
    issues=issues,
    summary=st.lists(st.sampled_from(TEXTS), unique_by=fold).map("\n".join),
    place_text=st.sampled_from(["", "សាលា", "វត្ត"]),
    number=st.none() | st.integers(1, 9),
    adults_present=st.none() | st.integers(0, 4),
    quorum_met=st.none() | st.booleans(),
    felt_good=st.integers(0, 9),
    felt_so_so=st.integers(0, 9),
    felt_bad=st.integers(0, 9),
)


def whatever_the_order(found: MeetingFacts) -> dict[str, object]:
    """What must be the same whoever came first; answers of which only one can stand are left out."""
    return {
        "marks": dict(found.marks),
        "guests": found.guests,
        "topics": {topic.pk for topic in found.topics},
        "decisions": {fold(draft.text) for draft in found.decisions},
        "issues": {(fold(draft.text), draft.raised_by) for draft in found.issues},
        "summary": {fold(line) for line in found.summary.splitlines()},
        "place": set(found.place_text.split(" · ")) - {""},
        "felt": (found.felt_good, found.felt_so_so, found.felt_bad),
    }


@once
@given(theirs=facts, mine=facts)
def test_order_only_matters_for_texts_and_single_answers(theirs, mine):
    assert whatever_the_order(combine(theirs, mine)) == whatever_the_order(combine(mine, theirs))


@once
@given(theirs=facts, mine=facts)
def test_combining_again_changes_nothing(theirs, mine):
    both = combine(theirs, mine)
    assert combine(theirs, theirs) == theirs
    assert combine(both, mine) == both
    assert combine(both, theirs) == both


@once
@given(theirs=facts, mine=facts)
def test_nothing_is_lost(theirs, mine):
    both = combine(theirs, mine)
    for one in (theirs, mine):
        assert one.marks.keys() <= both.marks.keys()
        assert all(
            MORE_PRESENT.index(both.marks[person]) <= MORE_PRESENT.index(state) for person, state in one.marks.items()
        )
        numbers = {count.group: count for count in both.guests}
        assert all(numbers[count.group].number >= count.number for count in one.guests)
        assert all(numbers[count.group].with_difficulty >= count.with_difficulty for count in one.guests)
        assert {topic.pk for topic in one.topics} <= {topic.pk for topic in both.topics}
        for drafts, found in ((one.decisions, both.decisions), (one.issues, both.issues)):
            assert {fold(draft.text) for draft in drafts} <= {fold(draft.text) for draft in found}
        assert {fold(line) for line in one.summary.splitlines()} <= {fold(line) for line in both.summary.splitlines()}
        assert set(one.place_text.split(" · ")) <= set(both.place_text.split(" · ")) or not one.place_text
        assert one.number is None or both.number is not None
    assert max(Counter(fold(draft.text) for draft in both.decisions).values(), default=1) == 1


@once
def test_guests_are_the_larger_number_never_the_sum():
    theirs = MeetingFacts(guests=(Guests("women", 4, 0, "estimated"), Guests("men", 2)))
    mine = MeetingFacts(guests=(Guests("women", 3, 2), Guests("girls", 5)))
    assert combine(theirs, mine).guests == (Guests("girls", 5), Guests("women", 4, 2, "estimated"), Guests("men", 2))


@once
def test_same_decision_is_filled_in_and_theirs_stands_first():
    leader, day = SimpleNamespace(pk=1), date(2026, 1, 5)
    theirs = MeetingFacts(decisions=(DecisionDraft("សម្អាតអណ្តូង", IDS[0], due_on=day),))
    mine = MeetingFacts(
        decisions=(DecisionDraft("សម្អាត អណ្តូង", IDS[1], leader, date(2026, 2, 2)), DecisionDraft("ដាំដើមឈើ", IDS[2]))
    )
    assert combine(theirs, mine).decisions == (
        DecisionDraft("សម្អាតអណ្តូង", IDS[0], leader, day),
        DecisionDraft("ដាំដើមឈើ", IDS[2]),
    )


@once
def test_issue_of_the_girls_and_of_the_boys_is_one_of_all():
    theirs = MeetingFacts(issues=(IssueDraft(IDS[0], "ផ្លូវ", "girls"),))
    mine = MeetingFacts(issues=(IssueDraft(IDS[1], "ផ្លូវ", "boys"),))
    assert combine(theirs, mine).issues == (IssueDraft(IDS[0], "ផ្លូវ", "all"),)


@once
def test_single_answers_are_theirs_unless_they_said_nothing():
    theirs = MeetingFacts(number=3, started_at=time(14), summary="ក", place_text="សាលា")
    mine = MeetingFacts(
        number=4, started_at=time(9), ended_at=time(10), adults_present=2, summary="ក\nខ", place_text="វត្ត"
    )
    both = combine(theirs, mine)
    assert (both.number, both.adults_present, both.summary, both.place_text) == (3, 2, "ក\nខ", "សាលា · វត្ត")
    assert (both.started_at, both.ended_at) == (time(14), None)
    assert combine(replace(theirs, started_at=None), mine).ended_at == time(10)


@once
def test_place_that_finds_no_room_goes_to_the_summary():
    both = combine(MeetingFacts(place_text="ក" * 150), MeetingFacts(place_text="ខ" * 20))
    assert (both.place_text, both.summary) == ("ក" * 150, "ខ" * 20)


@pytest.mark.django_db
def test_facts_of_a_meeting_are_what_was_recorded_and_can_be_recorded_again():
    group, by = make_group(), make_user()
    person = make_membership(group=group).person
    day, topics = date(2025, 6, 15), (make_topic(), make_topic())
    told = MeetingFacts(
        marks={person.pk: "late"},
        guests=(Guests("men", 2, 1, "estimated"),),
        topics=topics,
        decisions=(DecisionDraft("ដាំដើមឈើ", IDS[0], make_post(code="leader"), date(2025, 7, 1)),),
        issues=(IssueDraft(IDS[1], "ផ្លូវ", "girls"),),
        summary="ក\nខ",
        place_text="សាលា",
        number=4,
        started_at=time(14),
        ended_at=time(15),
        adults_present=2,
        felt_good=1,
    )
    meeting = record_meeting(group=group, held_on=day, by=by, **told.as_fields())
    assert facts_of(meeting) == told
    mine = MeetingFacts(guests=(Guests("women", 3),), issues=(IssueDraft(IDS[2], "ទឹក", "boys"),))
    correct_meeting(meeting=meeting, by=by, **combine(told, mine).as_fields())
    meeting.refresh_from_db()
    assert facts_of(meeting) == combine(told, mine)
