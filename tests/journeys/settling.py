"""A click on a link or a button waits for the page that it leads to, also on a busy machine.

Playwright waits for what it hears of a navigation while it clicks. Where the machine is slow it hears too late, and the
next line of the test reads the page that is about to go. The browser knows earlier: it tells of a navigation inside the
click itself. A mark in the page that is being left is enough to wait for its end.
"""

import time
from collections.abc import Callable
from functools import wraps
from weakref import WeakSet

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page

MARK = """
if (window.top === window) navigation.addEventListener("navigate", (event) => {
  const stays = event.destination.sameDocument || event.hashChange || event.downloadRequest !== null;
  if (stays || event.defaultPrevented) return;
  window.isLeft = true;
  navigation.addEventListener("navigateerror", () => { window.isLeft = false; }, { once: true });
});
"""
"""Names in the page of the browser's own: a download and a move inside the page leave nothing."""

PATIENCE = 10
"""Seconds."""

ACTIONS = ("click", "tap", "press", "check", "uncheck", "select_option", "set_checked")


saved_a_file: WeakSet[Page] = WeakSet()
"""Pages that stay after all, because the answer was not a page."""


def mark_leaving(context: BrowserContext) -> None:
    context.add_init_script(MARK)
    context.on("page", lambda page: page.on("download", lambda _file: saved_a_file.add(page)))


def settle(page: Page) -> None:
    """Returns when no page is about to be left and the next one is read to its end, or after ``PATIENCE``."""
    ends = time.monotonic() + PATIENCE
    while not page.is_closed() and _is_left(page) and page not in saved_a_file and time.monotonic() < ends:
        time.sleep(0.02)
    saved_a_file.discard(page)


def _is_left(page: Page) -> bool:
    try:
        return page.evaluate("window.isLeft === true || document.readyState === 'loading'")
    except Error:  # the page went while it was asked
        return True


def every_action_settles(patch: pytest.MonkeyPatch) -> None:
    for name in ACTIONS:
        patch.setattr(Locator, name, settling(getattr(Locator, name)))


def settling(action: Callable) -> Callable:
    """``Locator.click`` and its like, followed by the page that they lead to."""

    @wraps(action)
    def act(locator: Locator, *arguments, **options):
        done = action(locator, *arguments, **options)
        settle(locator.page)
        return done

    return act
