"""Made, converted, filled in and brought back: the register holds what was filled in, and nothing twice."""

import io
import uuid
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import JournalEntry
from fieldbook.xlsforms.applying import apply_import
from fieldbook.xlsforms.making import make_form
from fieldbook.xlsforms.schema import meeting_id
from fieldbook.xlsforms.workbook import ENGLISH, KHMER, as_xlsx
from participation.models import HeadCount, ImportedFile, Kind, Meeting, MissedMeeting
from people.names import tidy
from tests.factories.participation import make_group, make_post, make_topic
from tests.fieldbook.xlsforms.bringing import brought, states
from tests.fieldbook.xlsforms.exports import Filled, Style, kobo_xlsx, odk_zip
from tests.participation.reaches import Reach

pytestmark = pytest.mark.django_db
SECRET = "0b3f3a4e-0000-4000-8000-000000000001"


@pytest.fixture
def reach():
    reach = Reach()
    reach.council = make_group(kind=Kind.COUNCIL, area=reach.group.area)
    make_post(Kind.COUNCIL, "leader")
    reach.members = [reach.person, *(reach.add_member().person for _ in range(3))]
    reach.articles = [make_topic(type="article", number=n, code=f"article-{n}").code for n in (12, 19)]
    reach.activities = [
        make_topic(code=code, name_km=words, name_en=code).code
        for code, words in (("theatre", "ល្ខោន"), ("clean-up", "សម្អាតភូមិ"))
    ]
    reach.user = reach.officer()
    return reach


def style_of(reach, made: bytes, **options) -> Style:
    """How a file is written that comes from this very form: the labels of one of its languages, or names."""
    book = load_workbook(io.BytesIO(made))
    survey, choices = (list(book[name].iter_rows(values_only=True)) for name in ("survey", "choices"))
    codes = {"articles": tuple(reach.articles), "activities": tuple(reach.activities)}
    language = options.pop("language", None)
    if language is None:
        return Style(codes=codes, **options)
    column = survey[0].index(f"label::{language}")
    words = {("", row[1]): row[column] for row in survey[1:] if row[1] and row[column]}
    column = choices[0].index(f"label::{language}")
    words |= {(row[0], row[1]): row[column] for row in choices[1:]}
    lists = {row[1]: row[0].split()[1] for row in survey[1:] if row[0].startswith("select_")}
    return Style(codes=codes, words=words, lists=lists, **options)


WORDS = st.text("កខគឃងចដតថធនបផ ABCabc,.;\"'?!-០១២123", min_size=1, max_size=60).filter(
    lambda text: tidy(text) and not text.lstrip().startswith("=")
)
COUNTS = st.integers(0, 40)


@st.composite
def submissions(draw, reach, days=None):
    """A meeting, or none, of a group within reach, as a facilitator fills it in."""
    group = draw(st.sampled_from([reach.group, reach.council]))
    day = timezone.localdate() - timedelta(days=draw(st.integers(0, 900)))
    answers = {"group_code": group.code, "group_kind": group.kind, "held_on": day.isoformat()}
    filled = Filled(str(draw(st.uuids(version=4))), answers)
    if not draw(st.integers(0, 5)):
        answers |= {"was_held": "no", "missed_reason": draw(st.sampled_from(MissedMeeting.Reason.values))}
        return filled
    answers |= {
        "was_held": "yes",
        "kind": draw(st.sampled_from(Meeting.Kind.values)),
        "basis": draw(st.sampled_from(HeadCount.Basis.values)),
    }
    answers["articles"] = draw(st.lists(st.sampled_from(reach.articles), unique=True))
    answers["activities"] = draw(st.lists(st.sampled_from(reach.activities), unique=True))
    came = draw(st.lists(st.sampled_from([each.code for each in reach.members]), unique=True))
    if came and group == reach.group:
        answers["member_codes"] = " ".join(came)
    for name in ("number", "adults_present", "felt_good", "felt_so_so", "felt_bad"):
        if draw(st.booleans()):
            answers[name] = draw(COUNTS)
    if draw(st.booleans()):
        answers["started_at"] = "08:30:00.000+07:00"
        answers["ended_at"] = draw(st.sampled_from(["09:15:00.000+07:00", None]))
    for name in ("place_text", "summary"):
        answers[name] = draw(st.one_of(st.none(), WORDS))
    for guests in HeadCount.Group.values:
        number = draw(COUNTS)
        answers[f"{guests}_number"] = number or None
        if number:
            answers[f"{guests}_difficulty"] = draw(st.integers(0, number))
    if group == reach.council:
        answers["quorum_met"] = draw(st.sampled_from(["yes", "no"]))
        answers["minutes_approved"] = draw(st.sampled_from(Meeting.MinutesApproved.values))
    post = "council.leader" if group == reach.council else "club.leader"
    for _ in range(draw(st.integers(0, 2))):
        due = draw(st.sampled_from([None, "2027-01-31"]))
        filled.decisions.append(
            {"decision_text": draw(WORDS), "decision_post": draw(st.sampled_from([None, post])), "decision_due_on": due}
        )
    for _ in range(draw(st.integers(0, 2))):
        filled.issues.append(
            {"issue_text": draw(WORDS), "issue_raised_by": draw(st.sampled_from(["girls", "boys", "all"]))}
        )
    return filled


def told(filled: Filled) -> dict:
    """What the register should say of a meeting that was filled in."""
    answers = filled.answers
    guests = {
        (guests, answers[f"{guests}_number"], answers[f"{guests}_difficulty"], answers["basis"])
        for guests in HeadCount.Group.values
        if answers.get(f"{guests}_number")
    }
    return {
        "kind": answers["kind"],
        "number": answers.get("number"),
        "held_on": date.fromisoformat(answers["held_on"]),
        "started_at": time(8, 30) if answers.get("started_at") else None,
        "ended_at": time(9, 15) if answers.get("ended_at") else None,
        "place_text": tidy(answers.get("place_text") or ""),
        "summary": tidy(answers.get("summary") or ""),
        "quorum_met": {"yes": True, "no": False}.get(answers.get("quorum_met")),
        "minutes_approved": answers.get("minutes_approved", ""),
        "adults_present": answers.get("adults_present"),
        "felt": tuple(answers.get(name, 0) for name in ("felt_good", "felt_so_so", "felt_bad")),
        "topics": {*answers["articles"], *answers["activities"]},
        "guests": guests,
        "came": set((answers.get("member_codes") or "").split()),
        "decisions": sorted(
            (
                tidy(each["decision_text"]),
                (each["decision_post"] or "").rpartition(".")[2],
                each["decision_due_on"] or "",
            )
            for each in filled.decisions
        ),
        "issues": sorted((tidy(each["issue_text"]), each["issue_raised_by"]) for each in filled.issues),
    }


def held(meeting: Meeting) -> dict:
    names = ("kind", "number", "held_on", "started_at", "ended_at", "place_text", "summary", "quorum_met")
    names += ("minutes_approved", "adults_present")
    return {
        **{name: getattr(meeting, name) for name in names},
        "felt": (meeting.felt_good, meeting.felt_so_so, meeting.felt_bad),
        "topics": set(meeting.topics.values_list("code", flat=True)),
        "guests": set(meeting.head_counts.values_list("group", "number", "with_difficulty", "basis")),
        "came": set(meeting.marks.filter(state="present").values_list("person__code", flat=True)),
        "decisions": sorted(
            (row.text, row.post.code if row.post else "", str(row.due_on or "")) for row in meeting.decisions.all()
        ),
        "issues": sorted(meeting.issues.values_list("text", "raised_by")),
    }


STYLES = (
    {},
    {"several": "summary"},
    {"several": "details"},
    {"has_groups": False},
    {"stroke": ".", "several": "details"},
    {"language": KHMER},
    {"language": ENGLISH, "several": "details"},
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_register_holds_what_was_filled_in_and_the_same_file_again_changes_nothing(reach, data):
    Meeting.objects.all().delete()
    MissedMeeting.objects.all().delete()
    filled = data.draw(
        st.lists(
            submissions(reach),
            min_size=1,
            max_size=3,
            unique_by=(lambda each: each.uuid, lambda each: (each.answers["group_code"], each.answers["held_on"])),
        )
    )
    style = style_of(reach, as_xlsx(make_form(by=reach.user)), **data.draw(st.sampled_from(STYLES)))
    if data.draw(st.booleans()):
        content = kobo_xlsx(filled, style)
    else:
        codes = {"articles": tuple(reach.articles), "activities": tuple(reach.activities)}
        content = odk_zip(filled, splits=data.draw(st.booleans()), has_groups=data.draw(st.booleans()), codes=codes)
    run = brought(content, reach.user)
    assert [row.problems for row in run.rows.all() if row.state != "new"] == []
    apply_import(run=run, by=reach.user)
    missed = [each for each in filled if each.answers["was_held"] == "no"]
    meetings = [each for each in filled if each.answers["was_held"] == "yes"]
    found = Meeting.objects.in_bulk([meeting_id(each.uuid) for each in meetings])
    assert [held(found[meeting_id(each.uuid)]) for each in meetings] == [told(each) for each in meetings]
    assert (Meeting.objects.count(), MissedMeeting.objects.count()) == (len(meetings), len(missed))
    lines = JournalEntry.objects.filter(verb="meeting.recorded").count()
    again = brought(content, reach.user)
    assert set(states(again)) == {"known"}
    assert (Meeting.objects.count(), JournalEntry.objects.filter(verb="meeting.recorded").count()) == (
        len(meetings),
        lines,
    )
    assert ImportedFile.objects.count() == 0


def test_meeting_of_a_submission_has_one_id_whichever_server_it_came_from(reach):
    one = Filled(
        SECRET, {"was_held": "yes", "group_code": reach.group.code, "held_on": "2026-11-01", "kind": "ordinary"}
    )
    apply_import(run=brought(kobo_xlsx([one]), reach.user), by=reach.user)
    assert states(brought(odk_zip([one]), reach.user)) == ["known"]
    meeting = Meeting.objects.get()
    assert (meeting.pk, meeting.recorded_by, meeting.version) == (meeting_id(SECRET), reach.user, 1)
    assert meeting.recorded_at.isoformat() == "2026-11-20T09:00:00+00:00"
    assert uuid.UUID(SECRET) != meeting.pk
