"""The report about readings for editors: the last 7 and 30 days of each page. Totals only, and small ones hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from .models import DailyReading, HomePage

DAYS, WEEK = 30, 7
FEW = 5
"""Readings below this are shown as few: of very few, somebody who knows the place might know whose they are."""
MOST = 200
HEIGHT, WIDTH, GAP = 24, 4, 1


@dataclass(frozen=True, slots=True)
class Bar:
    """A day in the picture: as high as its readings, few ones all alike."""

    x: int
    y: int
    height: int
    width: int = WIDTH - GAP


@dataclass(frozen=True, slots=True)
class PageReadings:
    """One page. A total of None is one of few readings."""

    path: str
    title: str
    week: int | None
    month: int | None
    best_day: date | None
    best: int | None
    few_days: int
    bars: list[Bar]


def readings(today: date) -> list[PageReadings]:
    """The pages that were read most in the last 30 days."""
    recent = DailyReading.objects.since(today, DAYS)
    most = recent.values("path").annotate(total=Sum("count")).order_by("-total", "path")[:MOST]
    paths = [row["path"] for row in most]
    days: dict[str, dict[date, int]] = {path: {} for path in paths}
    for path, day, count in recent.filter(path__in=paths).values_list("path", "day", "count"):
        days[path][day] = count
    titles = titles_of(paths)
    return [_row(path, titles.get(path, ""), days[path], today) for path in paths]


def shown(number: int) -> int | None:
    """A number as it may be shown; None for few."""
    return None if 0 < number < FEW else number


def _row(path: str, title: str, days: dict[date, int], today: date) -> PageReadings:
    """Totals are of the days that may be shown, so that nobody finds a small day by subtracting."""
    known = {day: count for day, count in days.items() if count >= FEW}
    few_days = len(days) - len(known)
    week = sum(count for day, count in known.items() if day > today - timedelta(days=WEEK))
    best_day = max(known, key=lambda day: (known[day], day), default=None)
    few_in_week = any(day > today - timedelta(days=WEEK) for day in days if day not in known)
    return PageReadings(
        path=path,
        title=title,
        week=None if few_in_week and not week else week,
        month=None if few_days and not known else sum(known.values()),
        best_day=best_day,
        best=known.get(best_day),
        few_days=few_days,
        bars=list(_bars(days, today)),
    )


def _bars(days: dict[date, int], today: date) -> Iterable[Bar]:
    most = max([FEW, *days.values()])
    for back in range(DAYS):
        if count := days.get(today - timedelta(days=back)):
            height = max(2, round(HEIGHT * max(count, FEW - 1) / most))
            yield Bar((DAYS - 1 - back) * WIDTH, HEIGHT - height, height)


def titles_of(paths: list[str]) -> dict[str, str]:
    """The titles of the pages at these addresses, as far as there are such pages today."""
    titles: dict[str, str] = {}
    for home in HomePage.objects.filter(depth=2).select_related("locale"):
        language = home.locale.language_code
        with override(language):
            root = reverse("wagtail_serve", args=[""])
        inside = {home.url_path + path.removeprefix(root): path for path in paths if path.startswith(root)}
        for url_path, title in Page.objects.filter(url_path__in=inside).values_list("url_path", "title"):
            titles[inside[url_path]] = title
    return titles
