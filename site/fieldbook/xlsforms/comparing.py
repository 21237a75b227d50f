"""In what two records of one meeting differ, in words and without telling either."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.names import tidy

from ..answers import TheirMeeting
from ..payloads import MeetingRecord

PARTS = {
    "kind": gettext_lazy("kind of meeting"),
    "number": gettext_lazy("number"),
    "started_at": gettext_lazy("time of beginning"),
    "ended_at": gettext_lazy("time of ending"),
    "place_text": gettext_lazy("place"),
    "marks": gettext_lazy("who came"),
    "guests": gettext_lazy("guests"),
    "topics": gettext_lazy("topics"),
    "decisions": gettext_lazy("decisions"),
    "issues": gettext_lazy("issues"),
    "summary": gettext_lazy("what was talked about"),
    "quorum_met": gettext_lazy("quorum"),
    "minutes_approved": gettext_lazy("minutes"),
    "adults_present": gettext_lazy("adults present"),
    "felt_good": gettext_lazy("how the children felt"),
    "felt_so_so": gettext_lazy("how the children felt"),
    "felt_bad": gettext_lazy("how the children felt"),
    "held_on": gettext_lazy("day"),
}


def differences(mine: MeetingRecord, theirs: TheirMeeting) -> str:
    """The parts in which they differ, with a comma between them."""
    found = dict.fromkeys(str(words) for name, words in PARTS.items() if _said(mine, name) != _said(theirs, name))
    return ", ".join(found) or _("its group")


def _said(record: MeetingRecord | TheirMeeting, name: str) -> object:
    value = getattr(record, name)
    match name:
        case "marks":
            return dict(value)
        case "topics":
            return set(value)
        case "guests":
            return {(each.group, each.number, each.with_difficulty, each.basis) for each in value if each.number}
        case "decisions":
            return sorted((tidy(each.text), each.post or "", str(each.due_on or "")) for each in value)
        case "issues":
            return sorted((tidy(each.text), each.raised_by) for each in value)
        case "place_text" | "summary":
            return tidy(value)
    return value
