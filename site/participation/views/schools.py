"""The list of schools that groups belong to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs
from accounts.roles import Capability

from ..actions.schools import add_school, change_school
from ..forms.schools import KnownSchoolForm, SchoolFilter, SchoolForm
from ..models import School
from ..paging import page_of
from ..reads.schools import school_rows
from .form_pages import form_page
from .neighbours import neighbour_urls


@require_safe
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def school_list(request: HttpRequest) -> HttpResponse:
    form = SchoolFilter(request.GET)
    schools = form.narrow(School.objects.visible_to(request.user))
    total = schools.count()
    page = page_of(schools, keys=("area_id", "name_key", "pk"), asked=request.GET)
    context = {
        "form": form,
        "rows": school_rows(page.rows, user=request.user),
        "found": ngettext("%(total)s school", "%(total)s schools", total) % {"total": total},
        "may_add": request.user.can(Capability.MANAGE_PARTNERS),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/school_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    form = SchoolForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(add_school, by=request.user, **form.cleaned_data):
        messages.success(request, _("The school is in the list."))
        return redirect("schools:list")
    return form_page(request, form, title=_("Add a school"), way_back=[_way_to_list()])


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    school = editable_or_404(School.objects.select_related("area"), request.user, pk=pk)
    initial = {name: getattr(school, name) for name in KnownSchoolForm.base_fields}
    form = KnownSchoolForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(change_school, school=school, by=request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("schools:list")
    return form_page(request, form, title=_("Edit the school"), way_back=[_way_to_list()])


def _way_to_list() -> dict[str, str]:
    return {"label": _("Schools"), "url": reverse("schools:list")}
