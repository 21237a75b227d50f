"""The first page of the desk: what waits for the person who signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import needs
from accounts.roles import Capability

from ..extras import waiting_for
from ..reach import goes_beyond_own_groups
from ..reads.asks import answers_to_confirm, overdue_asks
from ..reads.figures import suppressed
from ..reads.kept import Kept, kept
from ..reads.waiting import latest_meetings, my_groups, overdue_groups


@require_safe
@needs()
def desk(request: HttpRequest) -> HttpResponse:
    user = request.user
    context = {"reads_totals_only": False, "waiting": waiting_for(user)}
    if user.can(Capability.SEE_GROUPS):
        context["my_groups"] = my_groups(user)
    if goes_beyond_own_groups(user, Capability.SEE_GROUPS):
        context |= {
            **_shown(kept("figures", user, Capability.SEE_GROUPS)),
            "overdue": overdue_groups(user),
            "asks_overdue": overdue_asks(user),
            "answers_to_confirm": answers_to_confirm(user),
            "latest": latest_meetings(user),
        }
    elif not user.can(Capability.SEE_GROUPS) and user.can(Capability.SEE_TOTALS):
        found = kept("figures", user, Capability.SEE_TOTALS)
        context |= {**_shown(found), "reads_totals_only": True}
        context["figures"] = suppressed(found.value) if found.value else None
    return render(request, "participation/home.html", context)


def _shown(found: Kept) -> dict[str, object]:
    """The figures and when they were counted; or that they are being counted."""
    return {"figures": found.value, "counted_at": found.counted_at, "is_counting": found.value is None}
