"""Conduct and screening of adults with a post and without an account: for who names facilitators and may see names."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, refuse_page
from accounts.counting import Counted, counted
from accounts.downloads.sending import send_list
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from people.models import Person

from ..actions.person_checks import record_person_check, take_back_person_check
from ..exports.check_tables import member_checks
from ..forms.staff_checks import CheckForm, MemberCheckFilter
from ..models import PersonCheck
from ..reach import acting_role
from ..reads.person_checks import CheckedMember, checked_members, may_see_names, member_rows
from .form_pages import answer_form, ask
from .staff_checks import tabs_of_checks, way_to_list


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def member_list(request: HttpRequest) -> HttpResponse:
    _refuse_without_names(request)
    form = MemberCheckFilter(request.GET)
    people = form.narrow(checked_members(request.user))
    page = page_of(people, keys=("name_sort", "pk"), asked=request.GET)
    if page.rows:
        journal.seen("person_check.read", about=request.user, by=request.user, people=len(page.rows))
    context = {
        "form": form,
        "rows": member_rows(page.rows, user=request.user),
        "found": _found(counted(people)),
        "tabs": tabs_of_checks(request.user, "people"),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/member_check_list.html", context)


@require_GET
@needs(Capability.MANAGE_FACILITATIONS)
def member_file(request: HttpRequest, format: str) -> HttpResponse:
    """Posts and groups, without a name: lists of names are taken along with a reason, elsewhere."""
    _refuse_without_names(request)
    form = MemberCheckFilter(request.GET)
    table = member_checks(form.narrow(checked_members(request.user)), user=request.user)
    return send_list(request, table, format, form.chosen, way_back="checks:people")


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def member(request: HttpRequest, pk: object) -> HttpResponse:
    row = _member_or_404(request, pk)
    journal.seen("person_check.read", about=row.person, by=request.user, people=1)
    history = PersonCheck.objects.visible_to(request.user).filter(person=row.person)
    context = {"row": row, "history": history.order_by("-done_on", "-pk"), "links": [way_to_list(), _way_to_members()]}
    return render(request, "participation/member_check.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def record(request: HttpRequest, pk: object) -> HttpResponse:
    row = _member_or_404(request, pk)
    role = acting_role(request.user, Capability.MANAGE_FACILITATIONS, [post.group.area_id for post in row.posts])
    return answer_form(
        request,
        CheckForm(request.POST or None),
        partial(record_person_check, person=row.person, recorded_as=role),
        done=_("It is noted, with your role."),
        title=_("Note conduct or screening"),
        lead=_("Only that it was done and the days are kept. The paper and what was found stay in your office."),
        way_back=[way_to_list(), _way_to_members(), _way_to_member(row.person)],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    check = editable_or_404(PersonCheck.objects.select_related("person"), request.user, pk=pk)
    return ask(
        request,
        partial(take_back_person_check, check=check),
        done=_("The entry is taken back."),
        title=_("Take back an entry"),
        lead=_("It was noted by mistake."),
        submit=_("Take it back"),
        way_back=[way_to_list(), _way_to_members(), _way_to_member(check.person)],
    )


def _refuse_without_names(request: HttpRequest) -> None:
    if not may_see_names(request.user):
        raise refuse_page(request)


def _member_or_404(request: HttpRequest, pk: object) -> CheckedMember:
    found = list(checked_members(request.user).filter(pk=pk))
    if not found:
        raise refuse_page(request)
    (row,) = member_rows(found, user=request.user)
    return row


def _way_to_members() -> dict[str, str]:
    return {"label": _("Without an account"), "url": reverse("checks:people")}


def _way_to_member(person: Person) -> dict[str, str]:
    return {"label": person.name, "url": reverse("checks:member", args=[person.pk])}


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s adult", "%(total)s adults", total.number)
    return total.words(exact, _("More than %(total)s adults"))
