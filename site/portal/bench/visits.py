"""Visits in a real browser to the real server: how many bytes and requests they take, and when the page is painted.

The server is Granian as ``serve`` starts it, on the database and the collected static files of this portal.
"""

import hashlib
import os
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path

import brotli
from bs4 import BeautifulSoup
from django.conf import settings

from portal.machine import CHROMIUM, browser
from portal.preparation import static_files_changed
from portal.processes import Children, free_port

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


WATCH_PAINTS = """
window.bench = {paints: [], shift: 0};
new PerformanceObserver((list) => window.bench.paints.push(...list.getEntries().map((one) => one.startTime)))
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => list.getEntries().forEach((one) => (window.bench.shift += one.value)))
  .observe({type: "layout-shift", buffered: true});
"""
"""Notes the largest paints, and by how much what was painted moved."""

BLOCKING = """() => performance.getEntriesByType("resource")
  .filter((one) => one.renderBlockingStatus === "blocking").map((one) => new URL(one.name).pathname)"""


class CannotMeasure(Exception):
    """Something that the measure needs is missing; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Load:
    """One visit: compressed bytes by kind, those of all heads, the number of requests, and what held it up."""

    sizes: dict[str, int]
    heads: int
    requests: int
    blocking: list[str]

    @property
    def size(self) -> int:
        """All of it but the font, which comes after the words are there."""
        return sum(self.sizes.values()) - self.sizes.get("font", 0)


class Visitor:
    """A browser of its own for each visit, as of a phone that was never here."""

    def __init__(self, playwright: object, address: str, **environ: str) -> None:
        self.chromium, self.address = playwright.chromium, address
        self.how = {"executable_path": browser(), "headless": True, "args": QUIET, "env": {**os.environ, **environ}}
        self.look = {"base_url": address, "viewport": PHONE, "locale": "km-KH", "has_touch": True}

    @contextmanager
    def _visit(self) -> Iterator[tuple]:
        running = self.chromium.launch(**self.how)
        try:
            page = running.new_context(**self.look).new_page()
            page.add_init_script(WATCH_PAINTS)
            wire = page.context.new_cdp_session(page)
            wire.send("Network.enable")
            yield page, wire
        finally:
            running.close()

    def loads(self, *paths: str, until: str) -> list[Load]:
        """What each page takes, visited one after the other by the same browser; ``until`` shows that it is there."""
        with self._visit() as (page, wire):
            return [_load(page, wire, path, until) for path in paths]

    def paint(self, path: str) -> tuple[float, float]:
        """When the largest paint of a first visit was done, on slow 3G with a slowed processor; and the shift."""
        with self._visit() as (page, wire):
            wire.send("Network.emulateNetworkConditions", SLOW_3G)
            wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            page.goto(path, timeout=PATIENCE)
            page.wait_for_load_state("networkidle", timeout=PATIENCE)
            paints = []
            while not paints or paints != page.evaluate("window.bench.paints"):
                paints = page.evaluate("window.bench.paints")
                page.wait_for_timeout(SETTLED)
            return max(paints), page.evaluate("window.bench.shift")


def _load(page: object, wire: object, path: str, until: str) -> Load:
    answers, lengths = {}, {}
    hear = {
        "Network.responseReceived": lambda told: answers.update({told["requestId"]: told}),
        "Network.loadingFinished": lambda told: lengths.update({told["requestId"]: told}),
    }
    for event, note in hear.items():
        wire.on(event, note)
    page.goto(path)
    page.wait_for_selector(until)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED)
    blocking = page.evaluate(BLOCKING)
    for event, note in hear.items():
        wire.remove_listener(event, note)
    sizes, heads, requests = Counter(), 0, 0
    for request, told in lengths.items():
        if not (length := int(told["encodedDataLength"])):
            continue  # it was there already
        answer = answers[request]
        kind = "icons" if ".svg" in answer["response"]["url"] else KINDS.get(answer["type"], "other")
        head = int(answer["response"]["encodedDataLength"])
        sizes[kind] += length - head
        heads, requests = heads + (head if kind != "font" else 0), requests + 1
    return Load(dict(sizes), heads, requests, blocking)


def launcher() -> object:
    try:
        from playwright.sync_api import sync_playwright  # of the development only
    except ImportError as error:
        raise CannotMeasure("This needs playwright: install the packages of requirements-dev.lock.") from error
    if browser() is None:
        raise CannotMeasure(f"This needs {CHROMIUM.name}. Type as root: apt-get install {CHROMIUM.package}")
    return sync_playwright


@contextmanager
def static_page(html: str = TEXT_PAGE) -> Iterator[str]:
    """A page of text among the static files, packed as they are, for each server that starts meanwhile."""
    if static_files_changed():
        raise CannotMeasure("The static files are not collected yet. Set the portal up first: manage.py prepare")
    text = html.encode()
    page = Path(settings.STATIC_ROOT) / f"bench-{os.getpid()}-{hashlib.sha256(text).hexdigest()[:8]}.html"
    packed = page.with_name(f"{page.name}.br")
    page.write_bytes(text)
    packed.write_bytes(brotli.compress(text))
    try:
        yield f"{settings.STATIC_URL}{page.name}"
    finally:
        page.unlink()
        packed.unlink()


def words_alone(html: str) -> str:
    """A page of text with every word that is seen on a page, in the same order, and nothing else."""
    body = BeautifulSoup(html, "html.parser").body
    for unseen in body(["script", "style", "template"]):
        unseen.decompose()
    lines = (" ".join(line.split()) for line in body.get_text("\n").splitlines())
    words = "".join(f"<p>{escape(line)}</p>\n" for line in lines if line)
    return f"{TEXT_PAGE.partition('<h1>')[0]}{words}</body></html>\n"


@contextmanager
def server(application: str = "portal.wsgi:application", **more: str) -> Iterator[tuple[Children, str]]:
    """Granian with one worker on a free port of this machine, and its address; ``more`` goes into its environment."""
    port = free_port()
    address = f"http://localhost:{port}"
    path = os.pathsep.join([str(settings.BASE_DIR), str(settings.BASE_DIR / "site")])
    environ = {**os.environ, "PYTHONPATH": path, "PUBLIC_URL": address, **more}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--no-ws", "--blocking-threads", "4", "--log-level", "warning"]
    children = Children()
    try:
        children.start("web server", [*command, application], environ)
        until = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < until and not children.ended():
            with suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 — our own
                yield children, address
                return
            time.sleep(0.1)
        raise CannotMeasure("The web server did not start; what went wrong stands above.")
    finally:
        children.stop()
