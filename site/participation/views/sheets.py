"""The page of a meeting that is being recorded or corrected: its forms as one, and what they hand to the action.

The list of members is that of the day typed. A page that is drawn again keeps every answer.
"""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User

from ..actions.issues import IssueDraft
from ..actions.marks import DecisionDraft, Guests
from ..forms.differences import Difference, differences
from ..forms.inputs import DayField
from ..forms.issues import IssueFormSet
from ..forms.marks import ListedPerson, MarksForm
from ..forms.meetings import DecisionFormSet, MeetingForm
from ..forms.members import posts_of
from ..forms.typed import as_typed
from ..models import Attendance, CommunityGroup, Decision, HeadCount, Issue, Meeting
from ..reads.asks import AskRow, ask_rows
from ..reads.rosters import roster
from ..reads.topics import TopicChoices
from ..refusals import MeetingThatDayExists

YES_NO = {"yes": True, "no": False}


class Sheet:
    """Fields of the meeting, marks, decisions and issues. ``data`` is judged; ``typed`` is only shown again."""

    def __init__(
        self,
        *,
        user: User,
        group: CommunityGroup,
        meeting: Meeting | None = None,
        data: QueryDict | None = None,
        typed: QueryDict | None = None,
        wants_row: str = "",
    ) -> None:
        self.user, self.group, self.meeting = user, group, meeting
        about = {"user": user, "group": group, "meeting": meeting}
        initial = MeetingForm.initial_of(meeting) if meeting else MeetingForm.initial_of_new()
        if typed is not None:
            initial = as_typed(MeetingForm(**about), typed)
        self.form = MeetingForm(data, initial=initial, **about)
        self.marks = MarksForm(people=self._people(data or typed), data=data or typed, saved=self._saved_marks)
        self.decisions = self._decisions(data, typed, wants_row == "decision")
        self.issues = self._issues(data, typed, wants_row == "issue")
        self.conflict: list[Difference] = []
        self.asks_for_second = bool(self.form["is_second"].value())

    # --- what is shown ---------------------------------------------------------------------------------------------
    @cached_property
    def _saved_marks(self) -> dict[uuid.UUID, str] | None:
        return dict(self.meeting.marks.values_list("person_id", "state")) if self.meeting else None

    @cached_property
    def _seen_marks(self) -> list[Attendance]:
        """The marks whose persons this user reaches."""
        marks = Attendance.objects.visible_to(self.user).filter(meeting=self.meeting).select_related("person")
        return list(marks.order_by("person__name_sort", "pk"))

    def _hidden_marks(self) -> dict[uuid.UUID, str]:
        """The marks of those who left too long ago to be shown: they stay as they are."""
        if not self.meeting:
            return {}
        seen = {mark.person_id for mark in self._seen_marks}
        return {person: state for person, state in self._saved_marks.items() if person not in seen}

    def _day(self, sent: QueryDict | None) -> date:
        """The day whose members are listed: the one typed, if it is a day that has come."""
        today = timezone.localdate()
        if sent is None:
            return self.meeting.held_on if self.meeting else today
        try:
            return min(DayField().clean(sent.get("held_on", "")), today)
        except ValidationError:
            return today

    def _people(self, sent: QueryDict | None) -> list[ListedPerson]:
        """The members of the day; and at a correction of the same day whoever was marked then, member or not."""
        day = self._day(sent)
        people = [
            ListedPerson(row.person, row.post_name, row.age) for row in roster(self.group, on=day, user=self.user)
        ]
        if self.meeting and day == self.meeting.held_on:
            listed = {one.person.pk for one in people}
            others = [mark.person for mark in self._seen_marks if mark.person_id not in listed]
            people += [ListedPerson(person, "", person.age_on(day)) for person in others]
        return people

    def _decisions(self, data: QueryDict | None, typed: QueryDict | None, wants_row: bool) -> DecisionFormSet:
        about = {"posts": list(posts_of(self.group.kind))}
        if data is not None:
            return DecisionFormSet(data, prefix="decisions", form_kwargs=about)
        if typed is not None:
            sent = DecisionFormSet(typed, prefix="decisions", form_kwargs=about)
            rows = [{name: form[name].data for name in form.fields} for form in sent.forms]
            if not wants_row and rows and not any(rows[-1].values()):
                rows.pop()
        else:
            saved = self.meeting.decisions.order_by("due_on", "pk") if self.meeting else ()
            rows = [{"id": one.pk, "text": one.text, "post": one.post_id, "due_on": one.due_on} for one in saved]
        return DecisionFormSet(initial=rows, prefix="decisions", form_kwargs=about)

    def _issues(self, data: QueryDict | None, typed: QueryDict | None, wants_row: bool) -> IssueFormSet | None:
        """``None`` where a page that was opened before there were issues is saved: what stands stays."""
        sent = data if data is not None else typed
        if sent is not None and "issues-TOTAL_FORMS" not in sent:
            return None if data is not None else IssueFormSet(initial=self._saved_issues, prefix="issues")
        if data is not None:
            return IssueFormSet(data, prefix="issues")
        rows = self._saved_issues
        if typed is not None:
            forms = IssueFormSet(typed, prefix="issues").forms
            rows = [{name: form[name].data for name in form.fields} for form in forms]
            if not wants_row and rows and not rows[-1]["text"]:
                rows.pop()
        return IssueFormSet(initial=rows, prefix="issues")

    @cached_property
    def _known_issues(self) -> list[Issue]:
        return list(self.meeting.issues.with_ask().in_order()) if self.meeting else []

    @property
    def _saved_issues(self) -> list[dict[str, object]]:
        raised = [issue for issue in self._known_issues if not _was_sent(issue)]
        return [{"id": one.pk, "text": one.text, "raised_by": one.raised_by} for one in raised]

    @property
    def sent_on(self) -> list[Issue]:
        """Issues that stay as they are: the answer is on its way."""
        return [issue for issue in self._known_issues if _was_sent(issue)]

    @cached_property
    def topics(self) -> TopicChoices:
        return TopicChoices.of(self.group, chosen=self.form.chosen_topics)

    @cached_property
    def pending(self) -> list[Decision]:
        return list(self.form.pending()[:50])

    @cached_property
    def asks(self) -> list[AskRow]:
        """What the children asked for and is under way."""
        return ask_rows(self.form.asks()[:50])

    @property
    def is_wrong(self) -> bool:
        wrong = self.form.is_bound and (self.form.errors or self.marks.errors or self.decisions.total_error_count())
        return bool(wrong or self.form.is_bound and self.issues and self.issues.total_error_count())

    @property
    def people_shown(self) -> int:
        return len(self.marks.people)

    # --- what is saved ---------------------------------------------------------------------------------------------
    def is_valid(self) -> bool:
        """All are judged, so that all errors are shown at once."""
        issues_are_valid = self.issues is None or self.issues.is_valid()
        return all([self.form.is_valid(), self.marks.is_valid(), self.decisions.is_valid(), issues_are_valid])

    def explain(self, refusal: ValidationError) -> None:
        """What the action refused, at its field. A day that has a meeting leads to a question: one more that day?"""
        self.asks_for_second |= isinstance(refusal, MeetingThatDayExists)
        self.form.explain(refusal)

    def facts(self) -> dict[str, object]:
        """The arguments that recording and correcting have in common."""
        given = self.form.cleaned_data
        names = ("held_on", "kind", "started_at", "ended_at", "place_text", "topics", "summary", "adults_present")
        facts = {name: given[name] for name in names}
        for name in ("felt_good", "felt_so_so", "felt_bad"):
            facts[name] = given[name] or 0
        if "quorum_met" in given:
            facts |= {"quorum_met": YES_NO.get(given["quorum_met"]), "minutes_approved": given["minutes_approved"]}
        return facts | {
            "marks": self.marks.marks | self._hidden_marks(),
            "guests": self._guests(),
            "decisions": self._drafts(),
            **({} if self.issues is None else {"issues": self._issue_drafts()}),
        }

    def _guests(self) -> list[Guests]:
        given = self.form.cleaned_data
        basis = given["guests_basis"] or HeadCount.Basis.COUNTED
        return [
            Guests(group, number, given[f"guests_{group}_difficulty"] or 0, basis)
            for group in HeadCount.Group
            if (number := given[f"guests_{group}"])
        ]

    def _drafts(self) -> list[DecisionDraft]:
        """The rows with words in them. An id that is none of this meeting's makes a new decision."""
        saved = {one.pk: one for one in self.meeting.decisions.all()} if self.meeting else {}
        drafts = []
        for given in (form.cleaned_data for form in self.decisions.forms):
            if not given.get("text"):
                continue
            known = saved.get(given["id"])
            drafts.append(
                DecisionDraft(
                    id=known.pk if known else None,
                    text=given["text"],
                    post=given["post"],
                    due_on=given["due_on"],
                    done_on=known.done_on if known else None,
                )
            )
        return drafts

    def _issue_drafts(self) -> list[IssueDraft]:
        """As ``_drafts``; what was sent on goes along unchanged."""
        saved = {one.pk for one in self._known_issues if not _was_sent(one)}
        drafts = [IssueDraft(one.pk, one.text, one.raised_by) for one in self.sent_on]
        for given in (form.cleaned_data for form in self.issues.forms):
            if given.get("text"):
                known = given["id"] if given["id"] in saved else None
                drafts.append(IssueDraft(known, given["text"], given["raised_by"]))
        return drafts

    def compare_with_saved(self) -> None:
        """Somebody else saved meanwhile: show both, field by field and mark by mark."""
        self.conflict = differences(self.form, MeetingForm.initial_of(self.meeting))
        words = {value: str(label) for value, label in Attendance.State.choices}
        for row in self.marks.rows:
            saved = self._saved_marks.get(row.listed.person.pk)
            if saved and row.state and saved != row.state:
                self.conflict.append(Difference(row.listed.person.name, words[saved], words[row.state]))


def _was_sent(issue: Issue) -> bool:
    ask = getattr(issue, "ask", None)
    return ask is not None and ask.sent_on is not None
