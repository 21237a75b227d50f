"""The phone's app in a real browser, from the real server: its first visit, and a cold start without network.

The server is Granian as ``serve`` starts it, on the database and the collected static files of this portal. A
facilitator with a group of forty is made for the measure and taken back after it.
"""

import os
import socket
import statistics
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.machine import CHROMIUM, browser
from portal.preparation import static_files_changed
from portal.processes import Children

MOST_BYTES, MOST_SCRIPT = 34_000, 16_000
MOST_PAINT = 1.3
MOST_START = 1000
PIN = "204618"
MEMBERS = 40
SECONDS_TO_ANSWER = 90
PATIENCE = 60_000
PHONE = {"width": 360, "height": 740}
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s each way and 400 ms for a round trip, as Lighthouse has it; the throughput is in bytes."""
SLOWED = 4
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
KINDS = {"Document": "shell", "Script": "script", "Stylesheet": "style", "Image": "icons", "Font": "font"}
"""What the browser calls the kinds of its requests. A drawing out of a sprite has no kind there."""
SETTLED = 1500
"""Milliseconds without a new largest paint after which the last one counts."""

TEXT_PAGE = """<!doctype html><html lang="km"><head><meta charset="utf-8"><title>Text</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<h1>កត់ត្រាការប្រជុំ ទោះគ្មានបណ្តាញក៏បាន</h1>
<p>ចុះឈ្មោះចូលម្តងនៅលើទូរស័ព្ទនេះ។ បន្ទាប់មក សៀវភៅវាលបើកបាន ទោះគ្មានបណ្តាញក៏ដោយ។</p></body></html>
"""
"""What a page can be at the least: the words of the first screen, without styles, pictures or script."""

WATCH = """
window.bench = {paints: [], keys: 0};
new PerformanceObserver((list) => window.bench.paints.push(...list.getEntries().map((one) => one.startTime)))
  .observe({type: "largest-contentful-paint", buffered: true});
const derive = SubtleCrypto.prototype.deriveKey;
SubtleCrypto.prototype.deriveKey = async function (...how) {
  const began = performance.now();
  const key = await derive.apply(this, how);
  window.bench.keys += performance.now() - began;
  return key;
};
const seen = {pad: ".pin-pad button", roster: '.card [data-at="record"]'};
const look = () => {
  for (const [name, selector] of Object.entries(seen)) {
    if (window.bench[name] || !document.querySelector(selector)) continue;
    window.bench[name] = true;
    requestAnimationFrame(() => setTimeout(() => (window.bench[name] = performance.now())));
  }
};
new MutationObserver(look).observe(document, {childList: true, subtree: true});
"""
"""Notes the largest paints, what deriving keys took, and when the pad and the groups had been painted."""

UNLOCK = """(pin) => {
  for (const digit of pin) document.querySelector(`[data-digit="${digit}"]`).click();
  window.bench.pressed = performance.now();
  document.querySelector('[data-digit="go"]').click();
}"""
BLOCKING = """() => performance.getEntriesByType("resource")
  .filter((one) => one.renderBlockingStatus === "blocking").map((one) => new URL(one.name).pathname)"""


class CannotMeasure(Exception):
    """Something that the measure needs is missing; the text says what to do."""


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """The first visit: compressed bytes by kind, those of all heads, the number of requests, and what held it up."""

    sizes: dict[str, int]
    heads: int
    requests: int
    blocking: list[str]

    @property
    def size(self) -> int:
        """All of it but the font, which comes after the words are there."""
        return sum(self.sizes.values()) - self.sizes.get("font", 0)


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Milliseconds without network: to the pad, and from the PIN to the groups, of which deriving the key took some."""

    pad: float
    unlock: float
    key: float

    @property
    def usable(self) -> float:
        """To a usable roster, the key apart, which takes as long as it shall."""
        return self.pad + self.unlock - self.key


@dataclass(frozen=True, slots=True)
class AppCost:
    """The app, and a page of text from the same server; paints are median milliseconds on slow 3G."""

    first: FirstLoad
    paint: float
    text_paint: float
    start: ColdStart
    best: float
    """The quickest of the cold starts: on a busy machine nearer to what a phone does that has nothing else to do."""

    @property
    def ratio(self) -> float:
        return self.paint / self.text_paint


def measure(*, rounds: int) -> AppCost:
    """All of it in one run; paints and cold starts some times, in turns where they are compared."""
    launch = _playwright()
    with (
        _facilitator() as session,
        _text_page() as text,
        _server() as (server, address),
        TemporaryDirectory() as profile,
        launch() as playwright,
    ):
        phone = _Phone(playwright, address, Path(profile))
        first = phone.first_load()
        pairs = [(phone.paint(reverse("field:km")), phone.paint(text)) for _ in range(rounds)]
        phone.enrol(session)
        server.stop()  # no network can be less than this
        starts = [phone.cold_start() for _ in range(rounds)]
    paints, texts = zip(*pairs, strict=True)
    middle = (statistics.median(getattr(one, name) for one in starts) for name in ("pad", "unlock", "key"))
    return AppCost(
        first,
        statistics.median(paints),
        statistics.median(texts),
        ColdStart(*middle),
        min(one.usable for one in starts),
    )


class _Phone:
    """A browser of its own for each visit, as of a phone that was never here; one profile that lasts for the rest."""

    def __init__(self, playwright: object, address: str, profile: Path) -> None:
        self.chromium, self.address, self.profile = playwright.chromium, address, profile
        self.how = {"executable_path": browser(), "headless": True, "args": QUIET}
        self.look = {"base_url": address, "viewport": PHONE, "locale": "km-KH", "has_touch": True}

    @contextmanager
    def _visit(self) -> Iterator[tuple]:
        running = self.chromium.launch(**self.how)
        try:
            page = running.new_context(**self.look).new_page()
            page.add_init_script(WATCH)
            wire = page.context.new_cdp_session(page)
            wire.send("Network.enable")
            yield page, wire
        finally:
            running.close()

    @contextmanager
    def _own(self) -> Iterator[object]:
        context = self.chromium.launch_persistent_context(self.profile, **self.how, **self.look)
        try:
            context.set_default_timeout(PATIENCE)
            page = context.pages[0]
            page.add_init_script(WATCH)
            yield page
        finally:
            context.close()

    def first_load(self) -> FirstLoad:
        answers, lengths = {}, {}
        with self._visit() as (page, wire):
            wire.on("Network.responseReceived", lambda told: answers.update({told["requestId"]: told}))
            wire.on("Network.loadingFinished", lambda told: lengths.update({told["requestId"]: told}))
            page.goto(reverse("field:km"))
            page.wait_for_selector(".door h1")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(SETTLED)
            blocking = page.evaluate(BLOCKING)
        sizes, heads, requests = Counter(), 0, 0
        for request, told in lengths.items():
            if not (length := int(told["encodedDataLength"])):
                continue  # it was there already
            answer = answers[request]
            kind = "icons" if ".svg" in answer["response"]["url"] else KINDS.get(answer["type"], "other")
            head = int(answer["response"]["encodedDataLength"])
            sizes[kind] += length - head
            heads, requests = heads + (head if kind != "font" else 0), requests + 1
        return FirstLoad(dict(sizes), heads, requests, blocking)

    def paint(self, path: str) -> float:
        """When the largest paint of a first visit to this page was done, on slow 3G with a slowed processor."""
        with self._visit() as (page, wire):
            wire.send("Network.emulateNetworkConditions", SLOW_3G)
            wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            page.goto(path, timeout=PATIENCE)
            page.wait_for_load_state("networkidle", timeout=PATIENCE)
            paints = []
            while not paints or paints != page.evaluate("window.bench.paints"):
                paints = page.evaluate("window.bench.paints")
                page.wait_for_timeout(SETTLED)
            return max(paints)

    def enrol(self, session: str) -> None:
        """The first day: signed in, a PIN, the list on the phone, and the app kept for times without network."""
        with self._own() as page:
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}])
            page.goto(reverse("field:km"))
            for _twice in range(2):
                page.wait_for_selector('.pin-pad [data-digit="go"]')
                page.evaluate(UNLOCK, PIN)
            page.wait_for_url("**#kept")
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def cold_start(self) -> ColdStart:
        """The browser begins anew and opens the app with nothing but what lies on the phone."""
        with self._own() as page:
            wire = page.context.new_cdp_session(page)
            wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            page.goto(reverse("field:km"))
            _await(page, "window.bench.pad > 1")
            page.evaluate(UNLOCK, PIN)
            _await(page, "window.bench.roster > 1")
            told = page.evaluate("window.bench")
        return ColdStart(told["pad"], told["roster"] - told["pressed"], told["keys"])


def _await(page: object, question: str) -> None:
    """Asked from outside, because the policy of the page lets no driver wait inside it."""
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(question):
        if time.monotonic() > until:
            raise CannotMeasure(f"The app did not come so far: {question}")
        page.wait_for_timeout(50)


# --- what is there for the measure -----------------------------------------------------------------------------------
def _playwright() -> object:
    try:
        from playwright.sync_api import sync_playwright  # of the development only
    except ImportError as error:
        raise CannotMeasure("This needs playwright: install the packages of requirements-dev.lock.") from error
    if browser() is None:
        raise CannotMeasure(f"This needs {CHROMIUM.name}. Type as root: apt-get install {CHROMIUM.package}")
    return sync_playwright


@contextmanager
def _facilitator() -> Iterator[str]:
    """The session of somebody with a group. The driver of the browser allows no question to the database meanwhile."""
    from portal.bench.field import (  # brings cryptography, of which only this has need
        NothingToMeasure,
        group_with_a_phone,
    )

    try:
        with group_with_a_phone(MEMBERS, is_committed=True) as world:
            client = Client()
            client.force_login(world.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            yield client.cookies[settings.SESSION_COOKIE_NAME].value
            client.session.flush()
    except NothingToMeasure as error:
        raise CannotMeasure(str(error)) from error


@contextmanager
def _text_page() -> Iterator[str]:
    """A page of text among the static files, for as long as the server runs."""
    if static_files_changed():
        raise CannotMeasure("The static files are not collected yet. Set the portal up first: manage.py prepare")
    page = Path(settings.STATIC_ROOT) / f"bench-{os.getpid()}.html"
    page.write_text(TEXT_PAGE, "utf-8")
    try:
        yield f"{settings.STATIC_URL}{page.name}"
    finally:
        page.unlink()


@contextmanager
def _server() -> Iterator[tuple[Children, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    path = os.pathsep.join([str(settings.BASE_DIR), str(settings.BASE_DIR / "site")])
    environ = {**os.environ, "PYTHONPATH": path, "PUBLIC_URL": address}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--no-ws", "--blocking-threads", "4", "--log-level", "warning"]
    children = Children()
    try:
        children.start("web server", [*command, "portal.wsgi:application"], environ)
        until = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < until and not children.ended():
            with suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 — our own
                yield children, address
                return
            time.sleep(0.1)
        raise CannotMeasure("The web server did not start; what went wrong stands above.")
    finally:
        children.stop()


def told(cost: AppCost) -> Iterator[str]:
    """The lines of the measure, each aim with whether it is reached."""
    first, start = cost.first, cost.start
    kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(first.sizes.items()))
    yield f"first load: {first.requests} requests, style within the shell; kB compressed by kind: {kinds}"
    wire = (first.size + first.heads) / 1000
    yield f"on the wire, without the font, with {first.heads / 1000:.1f} kB of heads (HTTP/1.1): {wire:.1f} kB"
    script = first.sizes.get("script", 0)
    yield _aim(f"at most {MOST_BYTES / 1000:.0f} kB in all", f"{first.size / 1000:.1f}", first.size <= MOST_BYTES)
    yield _aim(f"at most {MOST_SCRIPT / 1000:.0f} kB of script", f"{script / 1000:.1f}", script <= MOST_SCRIPT)
    yield _aim("nothing render-blocking", ", ".join(first.blocking) or "none", not first.blocking)
    yield f"largest paint, slow 3G, {SLOWED} × slower: {cost.paint:.0f} ms, page of text {cost.text_paint:.0f} ms"
    yield _aim(f"at most {MOST_PAINT} × the page of text", f"{cost.ratio:.2f} ×", cost.ratio <= MOST_PAINT)
    yield f"cold start without network, {SLOWED} × slower: PIN pad after {start.pad:.0f} ms"
    yield f"unlocking: {start.unlock:.0f} ms to the groups, {start.key:.0f} of them for the key, on this machine"
    load = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    yield f"load of this machine: {load}; the best start needed {cost.best:.0f} ms"
    yield _aim("a usable roster in under a second, the key apart", f"{start.usable:.0f} ms", start.usable < MOST_START)


def _aim(what: str, found: str, is_reached: bool) -> str:
    return f"Aim: {what}: {found}, {'reached' if is_reached else 'NOT reached'}."
