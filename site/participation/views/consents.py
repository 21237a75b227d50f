"""Consent at the desk: a signed form typed in, what ends or is awaited, taking back, and the papers to print."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from people import consequences
from people.consenting import record_consents_for_roster, withdraw_consent
from people.models import Consent, Purpose

from ..forms.consents import COLUMNS, RosterConsentForm
from ..models import CommunityGroup
from ..reads.consents import awaited_page, ending_page, legend_of_lights, lights_of
from ..reads.needs import need_marks
from ..reads.persons import who_may_read
from ..reads.rosters import RosterRow, roster
from .doors import group_or_404
from .form_pages import ask, way_to

LANGUAGES = ("km", "en")


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def enter(request: HttpRequest, pk: object) -> HttpResponse:
    """A whole signed form on one page; ``?tick=all`` begins with every box ticked."""
    group = group_or_404(request.user, Capability.EDIT_PEOPLE, pk=pk)
    today = timezone.localdate()
    people = [row.person for row in _roster(request, group, today)]
    form = RosterConsentForm(
        request.POST or None, user=request.user, group=group, people=people, ticked=request.GET.get("tick") == "all"
    )
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("lines", "valid_until", "explained_by")}
        written = form.carry_out(record_consents_for_roster, about=group, by=request.user, **facts)
        if written is not None:
            count = len(written)
            text = ngettext("%(count)s answer is on file.", "%(count)s answers are on file.", count)
            messages.success(request, text % {"count": count})
            return redirect("groups:page", pk=group.pk)
    lights = lights_of(people, on=today)
    context = {
        "group": group,
        "form": form,
        "columns": [label for _name, label in COLUMNS],
        "legend": legend_of_lights(),
        "rows": [(row, lights[row.person.pk]) for row in form.rows],
        "links": way_to(group),
    }
    return render(request, "participation/consent_roster.html", context)


@require_safe
@needs(Capability.SEE_PEOPLE)
def work_list(request: HttpRequest) -> HttpResponse:
    """What ends or has ended; with ``?show=awaited`` who has no paper yet."""
    is_awaited = request.GET.get("show") == "awaited"
    page, lines = (awaited_page if is_awaited else ending_page)(request.user, asked=request.GET)
    if lines:
        journal.seen("consents.read", about=request.user, by=request.user, people=len(lines))
    url = reverse("consents:list")
    tabs = [
        {"label": _("Ends or ended"), "icon": "clock", "url": url, "is_current": not is_awaited},
        {"label": _("Awaited"), "icon": "question", "url": f"{url}?show=awaited", "is_current": is_awaited},
    ]
    context = {
        "lines": lines,
        "is_awaited": is_awaited,
        "tabs": tabs,
        "names_url": _names_url(is_awaited) if request.user.can(Capability.EXPORT_NAMES) else "",
        "may_enter": request.user.can(Capability.EDIT_PEOPLE),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/consent_list.html", context)


def _names_url(is_awaited: bool) -> str:
    return reverse("exports:consents") + ("?show=awaited" if is_awaited else "")


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    consent = editable_or_404(Consent.objects.select_related("person"), request.user, pk=pk)
    person = consent.person
    if request.method == "GET":
        journal.seen("person.read", about=person, by=request.user, people=1)
    removes = consent.purpose == Purpose.MEMBERSHIP
    return ask(
        request,
        partial(withdraw_consent, consent=consent),
        done=_("The consent is withdrawn."),
        title=_("Withdraw a consent"),
        lead=f"{person.name} · {consent.get_purpose_display()}",
        warning=_("The name is removed at once and cannot be brought back. Counts stay.") if removes else "",
        notes=consequences.told_of(consent),
        submit=_("Withdraw"),
        way_back=[{"label": person.name, "url": reverse("people:page", args=[person.pk])}],
    )


@require_safe
@needs(Capability.SEE_PEOPLE)
def printed_form(request: HttpRequest, pk: object) -> HttpResponse:
    """The consent form of a group, with its roster, to be signed on paper."""
    return _paper(request, pk, "participation/consent_form.html")


@require_safe
@needs(Capability.SEE_PEOPLE)
def cards(request: HttpRequest, pk: object) -> HttpResponse:
    """A card for each member: what we keep about you."""
    return _paper(request, pk, "participation/consent_cards.html", with_needs=True)


def _paper(request: HttpRequest, pk: object, template: str, *, with_needs: bool = False) -> HttpResponse:
    """A4 in Khmer; ``?in=en`` in English."""
    group = group_or_404(request.user, Capability.SEE_PEOPLE, pk=pk)
    language = request.GET.get("in")
    language = language if language in LANGUAGES else "km"
    today = timezone.localdate()
    rows = _roster(request, group, today)
    with translation.override(language):
        marks = need_marks([row.person.pk for row in rows]) if with_needs else {}
        context = {
            "group": group,
            "rows": rows,
            "cards": [(row, marks.get(row.person.pk, [])) for row in rows],
            "purposes": Purpose.labels,
            "who_may_read": who_may_read(),
            "other": "en" if language == "km" else "km",
            "links": way_to(group),
        }
        return render(request, template, context)


def _roster(request: HttpRequest, group: CommunityGroup, today: date) -> list[RosterRow]:
    """The members of today. Their names are shown: a line in the journal."""
    rows = roster(group, on=today, user=request.user)
    if rows and request.method != "POST":
        journal.seen("roster.read", about=group, by=request.user, people=len(rows))
    return rows
