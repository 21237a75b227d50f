"""The work list of those who are not heard: on screen page by page, and as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from accounts.access import needs
from accounts.counting import counted
from accounts.downloads.sending import send_list
from accounts.downloads.tables import Line, Table
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from khmertext.dates import format_time
from participation.exports.tables import group_columns, named, place_columns, places
from participation.gaps import Gap, all_gaps
from participation.models import CommunityGroup
from participation.models.group import CommunityGroupQuerySet
from participation.reads.gap_lists import GapList, gap_list
from places.paths import parts_for

from ..forms.gaps import GapFilter

BY_PLACE = ("area_id", "name_sort", "pk")


@require_safe
@needs(Capability.SEE_GROUPS)
def gaps(request: HttpRequest) -> HttpResponse:
    form = GapFilter(request.GET)
    gap, today = form.gap, timezone.localdate()
    found = gap_list(gap, _within(request, form), today)
    page = page_of(found.groups.defer("name_key"), keys=BY_PLACE, asked=request.GET)
    rows = found.still(page.rows)
    paths, details = parts_for({group.area_id for group in rows}), gap.details(rows, today)
    context = {
        "form": form,
        "gap": gap,
        "tabs": [_tab(each, form) for each in all_gaps()],
        "rows": [(group, paths[group.area_id], details.get(group.pk, ""), _way(gap, group)) for group in rows],
        "found": _found(found),
        "may_mend": gap.needs is None or request.user.can(gap.needs),
        "reset_url": f"{reverse('councils:gaps')}?show={gap.key}",
        **neighbour_urls(request, page),
    }
    return render(request, "councils/gaps.html", context)


@require_GET
@needs(Capability.SEE_GROUPS)
def gaps_file(request: HttpRequest, format: str) -> HttpResponse:
    form = GapFilter(request.GET)
    table = _table(form.gap, form.gap.narrow(_within(request, form), timezone.localdate()))
    return send_list(request, table, format, form.chosen, way_back="councils:gaps")


def _within(request: HttpRequest, form: GapFilter) -> CommunityGroupQuerySet:
    return form.narrow(CommunityGroup.objects.visible_to(request.user))


def _table(gap: Gap, groups: CommunityGroupQuerySet) -> Table:
    today = timezone.localdate()

    def lines(batch: list[CommunityGroup]) -> Iterator[Line]:
        paths, details = parts_for({group.area_id for group in batch}), gap.details(batch, today)
        for group in batch:
            yield *named(group), *places(paths[group.area_id]), str(gap.label), details.get(group.pk, "")

    columns = (*group_columns(), *place_columns(), _("What is missing"), _("Details"))
    return Table(f"gaps-{gap.key}", columns, groups.order_by(*BY_PLACE), lines)


def _found(found: GapList) -> str:
    total = counted(found.groups)
    exact = ngettext("%(total)s group", "%(total)s groups", total.number)
    words = total.words(exact, _("More than %(total)s groups"))
    if found.looked_at is None:
        return words
    at = format_time(timezone.localtime(found.looked_at))
    return _("%(groups)s · looked for at %(time)s") % {"groups": words, "time": at}


def _tab(gap: Gap, form: GapFilter) -> dict[str, object]:
    area = form.chosen.get("area")
    place = f"&area={area.pk}" if area else ""
    url = f"{reverse('councils:gaps')}?show={gap.key}{place}"
    return {"label": gap.label, "url": url, "is_current": gap.key == form.gap.key}


def _way(gap: Gap, group: CommunityGroup) -> str:
    return reverse(gap.url_name, args=[group.pk])
