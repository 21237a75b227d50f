"""The list of schools that groups belong to."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs
from accounts.counting import Counted, counted
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..actions.schools import add_school, change_school
from ..forms.schools import KnownSchoolForm, SchoolFilter, SchoolForm
from ..models import School
from ..reads.schools import school_rows
from .form_pages import answer_form


@require_safe
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def school_list(request: HttpRequest) -> HttpResponse:
    form = SchoolFilter(request.GET)
    schools = form.narrow(School.objects.visible_to(request.user))
    page = page_of(schools, keys=("area_id", "name_key", "pk"), asked=request.GET)
    context = {
        "form": form,
        "rows": school_rows(page.rows, user=request.user),
        "found": _found(counted(schools)),
        "may_add": request.user.can(Capability.MANAGE_PARTNERS),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/school_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    form = SchoolForm(request.POST or None, user=request.user)
    return answer_form(
        request,
        form,
        add_school,
        done=_("The school is in the list."),
        title=_("Add a school"),
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    school = editable_or_404(School.objects.select_related("area"), request.user, pk=pk)
    initial = {name: getattr(school, name) for name in KnownSchoolForm.base_fields}
    form = KnownSchoolForm(request.POST or None, user=request.user, initial=initial)
    return answer_form(
        request,
        form,
        partial(change_school, school=school),
        done=_("The changes are saved."),
        title=_("Edit the school"),
        way_back=[_way_to_list()],
    )


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s school", "%(total)s schools", total.number)
    return total.words(exact, _("More than %(total)s schools"))


def _way_to_list() -> dict[str, str]:
    return {"label": _("Schools"), "url": reverse("schools:list")}
