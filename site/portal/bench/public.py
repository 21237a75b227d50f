"""A page for children: from memory beside a bare WSGI function, in a browser beside a page of text, and publishing.

The load comes from this program over connections that stay open, so it takes its part of the machine; both servers are
asked by it in turns, and the processor time that each of them needed for an answer is told beside the answers a second.
"""

import asyncio
import json
import os
import statistics
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import brotli
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from content.freshening import EVERY_PAGE, one_page, pages_of_type, translations
from content.models import RightPage, StoriesPage, StoryPage
from freshness.marks import marks
from portal.bench import bare, proxy
from portal.bench.fonts import as_on_a_telephone, khmer_font
from portal.bench.visits import SLOWED, CannotMeasure, Load, Visitor, launcher, server, static_page, words_alone
from portal.machine import nginx

CONNECTIONS = 8
SECONDS = 2.0
LEAST_RATE, LEAST_PROXIED, MOST_PAINT, MOST_SHIFT = 0.60, 0.80, 1.10, 0.01
MOST_FIRST, MOST_WITHOUT_FONT, MOST_REQUESTS, MOST_NEXT = 60_000, 30_000, 6, 15_000
WINDOW = 14_000
PAGES = 2000
HEADS = {"Host": "localhost", "Accept-Encoding": "br"}


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers a second, and microseconds of the server's processor for each."""

    a_second: float
    cpu: float


@dataclass(frozen=True, slots=True)
class PublicCost:
    """A page about a right from memory, its floor, and both of a reader's first pages."""

    kept: Rate
    floor: Rate
    first: Load
    second: Load
    paint: float
    text_paint: float
    """Of a file with the same words and nothing else, as this server sends its static files."""
    short_paint: float
    """Of a file with two sentences."""
    shift: float
    khmer_font: str = ""
    proxied: tuple[Rate, Rate] | None = None
    """Kept by nginx in front of the portal, and a file of the same bytes; ``None`` where there is no nginx."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """Milliseconds to publish one page and empty what shows it, among few pages and among many."""

    few: float
    many: float
    number: int


def measure(*, rounds: int) -> PublicCost:
    first, second = _addresses()
    launch, environ = launcher(), as_on_a_telephone()
    with static_page() as text, server() as (_running, ours):
        answer = _answer(ours, first)
        with server("portal.bench.bare:application", **{bare.ANSWER: answer}) as (_other, floor):
            rates = [(_rate(ours, first), _rate(floor, first)) for _ in range(rounds)]
        proxied = _behind_nginx(ours, first, answer, rounds) if nginx() else None
        with (
            launch() as playwright,
            static_page(_words_alone(answer)) as words,
            server() as (_third, beside),  # knows the file, which was not there when the first one started
        ):
            reader, other = Visitor(playwright, ours, **environ), Visitor(playwright, beside, **environ)
            loads = reader.loads(first, second, until="main h1")
            paints = [(reader.paint(first), other.paint(words), reader.paint(text)) for _ in range(rounds)]
    kept, bare_rates = zip(*rates, strict=True)
    pages, texts, shorts = zip(*paints, strict=True)
    return PublicCost(
        _middle(kept),
        _middle(bare_rates),
        *loads,
        statistics.median(paint for paint, _shift in pages),
        statistics.median(paint for paint, _shift in texts),
        statistics.median(paint for paint, _shift in shorts),
        max(shift for _paint, shift in pages),
        khmer_font(environ),
        proxied,
    )


def _addresses() -> tuple[str, str]:
    """Two pages about rights in Khmer, one of which leads to the other."""
    pages = RightPage.objects.live().filter(locale__language_code="km").order_by("topic__number")
    found = [page.get_url() for page in pages[11:13]]
    if len(found) < 2:
        raise CannotMeasure("There are no pages about rights yet. Set the portal up first: manage.py prepare")
    return found[0], found[1]


def _answer(address: str, path: str) -> str:
    """What the server answers, as the floor is to give it again."""
    connection = HTTPConnection(address.removeprefix("http://"))
    connection.request("GET", path, headers=HEADS)
    told = connection.getresponse()
    if told.status != 200:
        raise CannotMeasure(f"{path} answered {told.status}")
    body = told.read()
    heads = [(name, value) for name, value in told.getheaders() if name.lower() not in ("date", "server", "connection")]
    return json.dumps([heads, b64encode(body).decode()])


def _words_alone(answer: str) -> str:
    _heads, body = json.loads(answer)
    return words_alone(brotli.decompress(b64decode(body)).decode())


# --- answers a second ------------------------------------------------------------------------------------------------
def _behind_nginx(ours: str, path: str, answer: str, rounds: int) -> tuple[Rate, Rate]:
    heads, body = json.loads(answer)
    with proxy.in_front(ours, heads, b64decode(body)) as (pid, kept, file):
        if _answer(kept, path) != _answer(kept, path):
            raise CannotMeasure("nginx gives two answers for one page.")
        rates = [(_rate(kept, path, pid), _rate(file, f"/{proxy.FILE}", pid)) for _ in range(rounds)]
    of_page, of_file = zip(*rates, strict=True)
    return _middle(of_page), _middle(of_file)


def _rate(address: str, path: str, pid: int = 0) -> Rate:
    host, port = address.removeprefix("http://").split(":")
    asyncio.run(_ask(host, int(port), path, SECONDS / 4))  # warm
    before = _cpu_of(int(port), pid)
    number, seconds = asyncio.run(_ask(host, int(port), path, SECONDS))
    return Rate(number / seconds, (_cpu_of(int(port), pid) - before) / number * 1_000_000)


async def _ask(host: str, port: int, path: str, seconds: float) -> tuple[int, float]:
    began = time.monotonic()
    until = began + seconds
    numbers = await asyncio.gather(*(_connection(host, port, path, until) for _ in range(CONNECTIONS)))
    return sum(numbers), time.monotonic() - began


async def _connection(host: str, port: int, path: str, until: float) -> int:
    asked = "".join(f"{name}: {value}\r\n" for name, value in HEADS.items())
    request = f"GET {path} HTTP/1.1\r\n{asked}\r\n".encode()
    reader, writer = await asyncio.open_connection(host, port)
    number = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise CannotMeasure(head.split(b"\r\n")[0].decode())
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        number += 1
    writer.close()
    return number


def _cpu_of(port: int, pid: int = 0) -> float:
    """Processor seconds of the processes that were started to serve this port, or of one and its children."""
    ticks = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        if folder.name == str(pid) or f"--port\0{port}\0".encode() in _read(folder / "cmdline"):
            told = _read(folder / "stat").rsplit(b")", 1)[-1].split()
            ticks += int(told[11]) + int(told[12])
            ticks += sum(_ticks_of_children(folder))
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks_of_children(folder: Path) -> Iterator[int]:
    for child in _read(folder / "task" / folder.name / "children").split():
        told = _read(Path("/proc") / child.decode() / "stat").rsplit(b")", 1)[-1].split()
        if told and b"--port" not in _read(Path("/proc") / child.decode() / "cmdline"):
            yield int(told[11]) + int(told[12])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""


def _middle(rates: tuple[Rate, ...]) -> Rate:
    return Rate(statistics.median(each.a_second for each in rates), statistics.median(each.cpu for each in rates))


# --- publishing ------------------------------------------------------------------------------------------------------
def publishing(*, rounds: int, number: int = PAGES) -> Publishing:
    """A story published among twenty and among many others, which are made for the measure and taken back after it."""
    times = []
    for many in (20, number):
        with transaction.atomic():
            parent = StoriesPage.objects.filter(locale__language_code="km").first()
            if parent is None:
                raise CannotMeasure("There is no list of stories yet. Set the portal up first: manage.py prepare")
            stories = [_story(parent, turn) for turn in range(many)]
            times.append(statistics.median(_publish(each) for each in stories[:rounds]))
            transaction.set_rollback(True)
    return Publishing(*times, number)


def _story(parent: Page, turn: int) -> StoryPage:
    day = timezone.localdate()
    return parent.add_child(
        instance=StoryPage(title=f"រឿង {turn}", slug=f"bench-{turn}", told_on=day, body=[("paragraph", "<p>រឿង។</p>")])
    )


def _publish(page: StoryPage) -> float:
    began = time.perf_counter()
    page.save_revision().publish()
    # as the commit does, which this measure takes back
    marks().change([one_page(page.pk), pages_of_type(StoryPage), EVERY_PAGE, translations(page.translation_key)])
    return (time.perf_counter() - began) * 1000


# --- what is told ----------------------------------------------------------------------------------------------------
def told(cost: PublicCost) -> Iterator[str]:
    """The lines of the measure, each aim with whether it is reached."""
    ratio = cost.kept.a_second / cost.floor.a_second
    yield f"kept: {cost.kept.a_second:.0f} answers/s, {cost.kept.cpu:.0f} µs of the server's processor each"
    yield f"the same bytes, bare: {cost.floor.a_second:.0f} answers/s, {cost.floor.cpu:.0f} µs each"
    yield _aim(f"at least {LEAST_RATE} of the bare answers a second", f"{ratio:.2f}", ratio >= LEAST_RATE)
    yield from _told_of_nginx(cost.proxied)
    for name, load in (("first", cost.first), ("second", cost.second)):
        kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(load.sizes.items()))
        yield f"{name} visit: {load.requests} requests, {load.heads / 1000:.1f} kB of heads; kB by kind: {kinds}"
    whole = cost.first.size + cost.first.sizes.get("font", 0) + cost.first.heads
    yield _aim(f"first visit at most {MOST_FIRST / 1000:.0f} kB", f"{whole / 1000:.1f} kB", whole <= MOST_FIRST)
    bare_of_font = cost.first.size + cost.first.heads
    yield _aim(
        f"without the font at most {MOST_WITHOUT_FONT / 1000:.0f} kB",
        f"{bare_of_font / 1000:.1f} kB",
        bare_of_font <= MOST_WITHOUT_FONT,
    )
    shell = cost.first.sizes.get("shell", 0)
    yield _aim(f"the page itself at most {WINDOW / 1000:.0f} kB", f"{shell / 1000:.1f} kB", shell <= WINDOW)
    yield _aim(f"at most {MOST_REQUESTS} requests", str(cost.first.requests), cost.first.requests <= MOST_REQUESTS)
    nothing = not cost.first.blocking
    yield _aim("nothing holds the first paint up", ", ".join(cost.first.blocking) or "nothing", nothing)
    following = cost.second.size + cost.second.sizes.get("font", 0) + cost.second.heads
    yield _aim(f"the next page at most {MOST_NEXT / 1000:.0f} kB", f"{following / 1000:.1f} kB", following <= MOST_NEXT)
    slower = cost.paint / cost.text_paint
    yield f"largest paint, slow 3G, {SLOWED} × slowed: {cost.paint:.0f} ms, its words alone {cost.text_paint:.0f} ms"
    yield _aim(f"largest paint at most {MOST_PAINT} × that of a file of text", f"{slower:.2f} ×", slower <= MOST_PAINT)
    yield f"  A file of two sentences: {cost.short_paint:.0f} ms ({cost.paint / cost.short_paint:.2f} ×)."
    yield _aim(f"shift at most {MOST_SHIFT}", f"{cost.shift:.3f}", cost.shift <= MOST_SHIFT)
    if cost.khmer_font:
        yield f"  Until our font is there, Khmer is drawn with {cost.khmer_font}."
    else:
        yield "  This machine has no Khmer font: what it draws in the place of Khmer letters moves when ours is there."


def _told_of_nginx(proxied: tuple[Rate, Rate] | None) -> Iterator[str]:
    if proxied is None:
        yield "  This machine has no nginx, so none in front of the portal is measured (Debian: nginx-light)."
        return
    page, file = proxied
    ratio = page.a_second / file.a_second
    yield f"kept by nginx in front: {page.a_second:.0f} answers/s, {page.cpu:.0f} µs of its processor each"
    yield f"the same bytes, a file of nginx: {file.a_second:.0f} answers/s, {file.cpu:.0f} µs each"
    yield _aim(f"at least {LEAST_PROXIED} of the file's answers a second", f"{ratio:.2f}", ratio >= LEAST_PROXIED)


def told_of_publishing(found: Publishing) -> str:
    return (
        f"publishing a story and emptying what shows it: {found.few:.0f} ms among 20 pages, {found.many:.0f} ms among"
        f" {found.number} ({found.many / found.few:.2f} ×)"
    )


def _aim(what: str, value: str, is_reached: bool) -> str:  # noqa: FBT001
    return f"Aim: {what}: {value}, {'reached' if is_reached else 'NOT reached'}."
