"""The phone's app in a real browser, from the real server: its first visit, and a cold start without network.

The server is Granian as ``serve`` starts it, on the database and the collected static files of this portal. A
facilitator with a group of forty is made for the measure and taken back after it.
"""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.bench.visits import PATIENCE, SLOWED, CannotMeasure, Load, Visitor, launcher, server, static_page

MOST_BYTES, MOST_SCRIPT = 34_000, 16_000
MOST_PAINT = 1.3
MOST_START = 1000
PIN = "204618"
MEMBERS = 40
WATCH = """
window.bench = {...window.bench, keys: 0};
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
"""Notes what deriving keys took, and when the pad and the groups had been painted."""

UNLOCK = """(pin) => {
  for (const digit of pin) document.querySelector(`[data-digit="${digit}"]`).click();
  window.bench.pressed = performance.now();
  document.querySelector('[data-digit="go"]').click();
}"""


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

    first: Load
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
    launch = launcher()
    with (
        _facilitator() as session,
        static_page() as text,
        server() as (running, address),
        TemporaryDirectory() as profile,
        launch() as playwright,
    ):
        phone = _Phone(playwright, address, Path(profile))
        [first] = phone.loads(reverse("field:km"), until=".door h1")
        pairs = [(phone.paint(reverse("field:km"))[0], phone.paint(text)[0]) for _ in range(rounds)]
        phone.enrol(session)
        running.stop()  # no network can be less than this
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


class _Phone(Visitor):
    """Beside visits of browsers that were never here: one profile that lasts."""

    def __init__(self, playwright: object, address: str, profile: Path) -> None:
        super().__init__(playwright, address)
        self.profile = profile

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
