"""The public pages that tell where help is found. No form, no cookie; nothing tells the next page where one was."""

import calendar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from khmertext.dates import weekday_name
from participation.exports.squares import square_of
from places.paths import name

from ..models import HelpLine
from ..reads.nearby import Commune, commune_of, districts_with_services, provinces_with_services

SHORT_WEEKDAYS = {
    "km": ("ច", "អ", "ព", "ព្រ", "សុ", "ស", "អា"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Who helps and how to reach them. No form, no cookie; nothing tells the next page where the reader came from."""
    lines = list(HelpLine.objects.public())
    complaints = [line for line in lines if line.takes_complaints]
    response = render(request, "protection/help_page.html", {"helplines": lines, "complaints": complaints})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Where the exit of the help page leads: the days of this month, and nothing that says where one was."""
    today = timezone.localdate()
    weeks = calendar.Calendar().monthdatescalendar(today.year, today.month)
    language = get_language()
    weekdays = [(SHORT_WEEKDAYS[language][day.weekday()], weekday_name(day, language)) for day in weeks[0]]
    return render(request, "protection/calendar_page.html", {"today": today, "weeks": weeks, "weekdays": weekdays})


@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    """The provinces where a service is known."""
    found = provinces_with_services(timezone.localdate())
    return _silent(render(request, "protection/places_page.html", {"provinces": found}))


@require_safe
def province(request: HttpRequest, pk: str) -> HttpResponse:
    """The communes of a province where a service is known, by district."""
    area, districts = districts_with_services(pk, timezone.localdate())
    if area is None:
        raise Http404("No service is shown in this province.")
    context = {"province": name(area), "districts": districts}
    return _silent(render(request, "protection/province_page.html", context))


@require_safe
def commune(request: HttpRequest, pk: str) -> HttpResponse:
    """Who helps in a commune, in a child's words, and the numbers that help everywhere."""
    context = {"commune": _commune_or_404(pk), "helplines": HelpLine.objects.public()}
    return _silent(render(request, "protection/commune_page.html", context))


@require_safe
def sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """The same on one sheet of paper for the notice board, with a square that opens the page on a telephone."""
    found = _commune_or_404(pk)
    page = settings.PUBLIC_URL + reverse("help_near", args=[pk])
    context = {
        "commune": found,
        "helplines": HelpLine.objects.public(),
        "square": square_of(page),
        "address": page.partition("://")[2],
    }
    return _silent(render(request, "protection/commune_sheet.html", context))


def _commune_or_404(pk: str) -> Commune:
    found = commune_of(pk, timezone.localdate())
    if found is None:
        raise Http404("No such commune.")
    return found


def _silent(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
