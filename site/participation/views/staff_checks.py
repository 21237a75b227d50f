"""Conduct and screening of the adults who work with groups: who has both, what ends when, and what was done anew."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import editable_or_404, needs, refuse_page
from accounts.actions.checks import record_check, take_back_check
from accounts.counting import Counted, counted
from accounts.downloads.sending import send_list
from accounts.models import StaffCheck, User
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..exports.check_tables import staff_checks
from ..forms.staff_checks import CheckFilter, CheckForm
from ..models import Facilitation
from ..reach import acting_role
from ..reads.person_checks import may_see_names, numbers_of_members
from ..reads.staff_checks import checked_adults, marks_of
from .form_pages import answer_form, ask


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def check_list(request: HttpRequest) -> HttpResponse:
    form, today = CheckFilter(request.GET), timezone.localdate()
    people = form.narrow(checked_adults(request.user))
    page = page_of(people, keys=("full_name", "username", "pk"), asked=request.GET)
    tabs = tabs_of_checks(request.user, "list")
    context = {
        "form": form,
        "rows": [marks_of(person, today) for person in page.rows],
        "found": _found(counted(people)),
        "members": None if tabs else numbers_of_members(request.user),
        "tabs": tabs,
        **neighbour_urls(request, page),
    }
    return render(request, "participation/check_list.html", context)


@require_GET
@needs(Capability.MANAGE_FACILITATIONS)
def check_file(request: HttpRequest, format: str) -> HttpResponse:
    form = CheckFilter(request.GET)
    table = staff_checks(form.narrow(checked_adults(request.user)))
    return send_list(request, table, format, form.chosen, way_back="checks:list")


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    adult = _adult_or_404(request, pk)
    history = StaffCheck.objects.visible_to(request.user).filter(user=adult).select_related("recorded_by")
    context = {
        "adult": marks_of(adult, timezone.localdate()),
        "history": history.newest_first(),
        "is_oneself": adult.pk == request.user.pk,
        "links": [way_to_list()],
    }
    return render(request, "participation/check_person.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    adult = _adult_or_404(request, pk)
    places = (
        Facilitation.objects.current(timezone.localdate()).filter(user=adult).values_list("group__area_id", flat=True)
    )
    role = acting_role(request.user, Capability.MANAGE_FACILITATIONS, places)
    return answer_form(
        request,
        CheckForm(request.POST or None),
        partial(record_check, user=adult, recorded_as=role),
        done=_("It is noted, with your role."),
        title=_("Note conduct or screening"),
        lead=_("Only that it was done and the days are kept. The paper and what was found stay in your office."),
        way_back=[way_to_list(), _way_to_person(adult)],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    check = editable_or_404(StaffCheck.objects.select_related("user"), request.user, pk=pk)
    return ask(
        request,
        partial(take_back_check, check=check),
        done=_("The entry is taken back."),
        title=_("Take back an entry"),
        lead=_("It was noted by mistake."),
        submit=_("Take it back"),
        way_back=[way_to_list(), _way_to_person(check.user)],
    )


def _adult_or_404(request: HttpRequest, pk: int) -> User:
    found = checked_adults(request.user).filter(pk=pk).first()
    if found is None:
        raise refuse_page(request)
    return found


def tabs_of_checks(user: User, current: str) -> list[dict[str, object]]:
    """Those with an account and those without; who may see no names has the first alone."""
    if not may_see_names(user):
        return []
    words = (("list", _("With an account"), "key"), ("people", _("Without an account"), "people"))
    return [
        {"label": text, "url": reverse(f"checks:{name}"), "icon": icon, "is_current": name == current}
        for name, text, icon in words
    ]


def way_to_list() -> dict[str, str]:
    return {"label": _("Conduct and screening"), "url": reverse("checks:list")}


def _way_to_person(adult: User) -> dict[str, str]:
    return {"label": adult.get_full_name(), "url": reverse("checks:person", args=[adult.pk])}


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s adult", "%(total)s adults", total.number)
    return total.words(exact, _("More than %(total)s adults"))
