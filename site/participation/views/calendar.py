"""The calendar of the groups in the reader's reach."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import needs
from accounts.roles import Capability
from khmertext.dates import weekday_name

from ..forms.planning import CalendarFilter
from ..models import CommunityGroup
from ..months import last_of
from ..reads.calendar import month_of

A_MONDAY = date(2024, 1, 1)


@require_safe
@needs(Capability.SEE_GROUPS)
def month(request: HttpRequest) -> HttpResponse:
    form = CalendarFilter(request.GET)
    first = form.first
    groups = form.narrow(CommunityGroup.objects.visible_to(request.user))
    shown = month_of(first, groups=groups, user=request.user)
    this_month = timezone.localdate().replace(day=1)
    context = {
        "form": form,
        "month": shown,
        "weekdays": [weekday_name(A_MONDAY + timedelta(days=day), get_language() or "km") for day in range(7)],
        "previous_url": form.address_of((first - timedelta(days=1)).replace(day=1)),
        "next_url": form.address_of(last_of(first) + timedelta(days=1)),
        "today_url": form.address_of(this_month) if first != this_month else None,
    }
    return render(request, "participation/calendar.html", context)
