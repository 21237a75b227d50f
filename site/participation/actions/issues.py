"""What children raised at a meeting: part of its record, until an issue is sent on."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from people.names import tidy

from ..models import Issue, Meeting
from ..refusals import IssueSentOn, MeetingIdTaken
from .asks import drop_unsent_asks
from .marks import clean_part


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """An issue as it comes from a form or a phone; with the id of one that exists, it is put right."""

    id: uuid.UUID | None
    text: str
    raised_by: str = Issue.RaisedBy.ALL


def keep_issues(meeting: Meeting, drafts: Iterable[IssueDraft]) -> None:
    """The issues of a new meeting; a draft without words leaves no row."""
    Issue.objects.bulk_create(_issue(meeting, draft) for draft in drafts if tidy(draft.text))


def replace_issues(meeting: Meeting, drafts: Iterable[IssueDraft], *, by: User) -> None:
    """The issues of a meeting as the whole list, as for decisions. One that was sent on stays word for word."""
    known = {issue.pk: issue for issue in meeting.issues.all()}
    sent_on = set(meeting.issues.sent_on().values_list("pk", flat=True))
    rows = {row.pk: row for row in (_issue(meeting, draft) for draft in drafts if tidy(draft.text))}
    for key, issue in known.items():
        if key in sent_on and _words(rows.get(key)) != _words(issue):
            raise IssueSentOn
    kept = [row for key, row in rows.items() if key in known]
    new = [row for key, row in rows.items() if key not in known]
    if new and Issue.objects.filter(pk__in=[row.pk for row in new]).exists():
        raise MeetingIdTaken
    gone = [issue for key, issue in known.items() if key not in rows]
    if gone:
        drop_unsent_asks(gone, by=by)
        meeting.issues.filter(pk__in=[issue.pk for issue in gone]).delete()
    Issue.objects.bulk_update(kept, ["text", "raised_by"])
    Issue.objects.bulk_create(new)


def _issue(meeting: Meeting, draft: IssueDraft) -> Issue:
    row = Issue(id=draft.id or uuid.uuid4(), meeting=meeting, text=tidy(draft.text), raised_by=draft.raised_by)
    clean_part(row, exclude={"meeting"})
    return row


def _words(issue: Issue | None) -> tuple[str, str] | None:
    return issue and (issue.text, issue.raised_by)
