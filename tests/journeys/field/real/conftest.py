"""The whole app before the whole portal: nothing is answered for it, and the road between them can break."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, expect

from fieldbook import limits, shell
from fieldbook.actions.keys import rotate_keys
from participation.models import Meeting
from people.models import Purpose
from portal import scripts
from portal.machine import browser
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.participation import make_facilitation, make_group, make_membership, make_post
from tests.factories.people import make_consent, make_person
from tests.journeys.conftest import DESK, PATIENCE, PHONE, QUIET, Watch
from tests.journeys.field.screens.conftest import PIN, answer, kill_browser_of, mark, press_pin, record_button, save
from tests.journeys.field.screens.village import FAMILY, GIVEN

from .wire import Wire

RECORDS = "POST /field/api/v1/records/"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
NETWORK = (
    "Failed to load resource",
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION",
    "net::ERR",
    "TypeError: Failed",
    "when fetching the script",
)
"""What the browser itself says of a network that is gone: no complaint about the app."""
MEMBERS = 40


class Village:
    """A club of forty, its facilitator and the officer who looks at the desk."""

    def __init__(self) -> None:
        self.group = make_group(name_km="ក្លឹបកុមារ ព្រែកតាមាក់", name_latin="Prek Ta Meak Children's Club")
        for code in ("member", "leader", "secretary"):
            make_post(self.group.kind, code)
        self.people = [self.member(number) for number in range(MEMBERS)]
        self.facilitator = self.new_facilitator("dara")
        self.officer = make_user("programme_officer", area=self.group.area, language="km", full_name="Sokha Officer")
        rotate_keys()

    def member(self, number: int):
        person = make_person(
            family_name=FAMILY[number % len(FAMILY)], given_name=f"{GIVEN[number % len(GIVEN)]} {number}"
        )
        make_membership(group=self.group, person=person)
        return person

    def new_facilitator(self, username: str, group=None):
        user = make_user("facilitator", username=username, language="km", full_name=username.title())
        make_facilitation(user=user, group=group or self.group)
        return user

    def may_be_shown(self, *people) -> None:
        for person in people:
            make_consent(person=person, purpose=Purpose.PHOTO_INSIDE)


@pytest.fixture
def village(settings, tmp_path, transactional_db) -> Village:
    settings.PHONE_KEYS_DIR = tmp_path / "phone_keys"
    settings.PRIVATE_ROOT = tmp_path / "private"
    limits.forget()
    return Village()


class Phone:
    """A browser of its own behind a wire of its own. ``page`` is the app."""

    def __init__(self, wire: Wire, start: Callable[[], BrowserContext]) -> None:
        self.wire, self._start = wire, start
        self.context: BrowserContext | None = None
        self.complaints: list[str] = []
        self.begin()

    def begin(self) -> Page:
        self.context = self._start()
        self.context.set_default_timeout(PATIENCE)
        watch = Watch(self.context, self.wire.host)
        watch.complaints = self.complaints
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        return self.page

    def network(self, *, on: bool) -> None:
        """Both ways of losing it at once: the browser knows, and every socket dies."""
        if on:
            self.wire.mend()
        else:
            self.wire.cut()
        self.context.set_offline(not on)

    def opened(self, address: str = "/field/km/") -> Page:
        """A cold start: another page, as the icon on the home screen opens it."""
        if not self.page.is_closed():
            self.page.close()
        self.page = self.context.new_page()
        self.page.goto(address)
        return self.page

    def unlock(self) -> Page:
        press_pin(self.page)
        expect(self.page.locator(".card").first).to_be_visible()
        return self.page

    def sign_in(self, user, pin: str = PIN) -> Page:
        """From the first visit through the real sign-in page to the list of groups."""
        self.to_the_door()
        return self.through_the_door(user, pin)

    def to_the_door(self) -> None:
        self.page.goto("/field/")
        self.page.locator('.door a[href^="/accounts/login/"]').click()

    def through_the_door(self, user, pin: str = PIN) -> Page:
        """From the sign-in page to the list of groups, once every file of the app is on the phone."""
        page = self.to_the_sign(user, pin)
        expect(page.locator('[data-at="fetching"]')).to_be_hidden()
        page.locator('[data-do="home"]').click()
        expect(page.locator(".card").first).to_be_visible()
        return page

    def to_the_sign(self, user, pin: str = PIN) -> Page:
        """From the sign-in page to what is said after the first PIN."""
        page = self.page
        page.locator('[name="login"]').fill(user.username)
        page.locator('[name="password"]').fill(PASSWORD)
        page.locator('form:has([name="password"]) [type="submit"]').click()
        expect(page.locator(".pin-pad")).to_be_visible()
        for _round in range(2):
            press_pin(page, pin)
        expect(page.locator(".door-sign")).to_be_visible()
        return page

    def kept(self, state: str, count: int = 1) -> None:
        expect(self.page.locator(f'.kept-row[data-state="{state}"]')).to_have_count(count)

    def record(self, *, absent: tuple[int, ...] = (), days_ago: int = 0) -> Page:
        """An ordinary meeting, by its screen."""
        page = self.page
        record_button(page).tap()
        expect(mark(page, 0)).to_be_visible()
        for _day in range(days_ago):
            page.locator('[data-do="earlier"]').tap()
        for number in absent:
            mark(page, number).tap()
        save(page).tap()
        answer(page).tap()
        expect(page.locator(".card").first).to_be_visible()
        return page

    def send(self) -> None:
        self.page.locator('[data-do="menu"]').click()
        self.page.locator('#menu [data-do="send"]').click()


@pytest.fixture
def new_phone(chromium, live_server, village) -> Iterator[Callable[[], Phone]]:
    """``new_phone()``: a fresh browser. The test fails on whatever its scripts complain of."""
    phones = []

    def make() -> Phone:
        wire = Wire(_address(live_server))
        how = {"base_url": f"http://{wire.host}", "viewport": PHONE, "has_touch": True, "locale": "km-KH"}
        phones.append(Phone(wire, lambda: chromium.new_context(**how, timezone_id="Asia/Phnom_Penh")))
        return phones[-1]

    yield make
    for phone in phones:
        phone.context.close()
        phone.wire.close()
    assert [line for phone in phones for line in phone.complaints if not any(word in line for word in NETWORK)] == []


@pytest.fixture
def phone(new_phone, village) -> Phone:
    """Signed in, and ready."""
    made = new_phone()
    made.sign_in(village.facilitator)
    return made


class LastingPhone(Phone):
    """A browser on a profile folder that outlives the browser."""

    profile: Path

    def die(self) -> None:
        """An empty battery: no process of it hears a word of warning."""
        assert kill_browser_of(self.profile) > 0
        with suppress(Error):
            self.context.close()


@pytest.fixture
def lasting_phone(chromium, live_server, village, tmp_path) -> Iterator[LastingPhone]:
    wire = Wire(_address(live_server))

    def start() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=browser(),
            headless=True,
            args=QUIET,
            base_url=f"http://{wire.host}",
            viewport=PHONE,
            has_touch=True,
            locale="km-KH",
            timezone_id="Asia/Phnom_Penh",
        )

    made = LastingPhone(wire, start)
    made.profile = tmp_path / "profile"
    yield made
    with suppress(Error):
        made.context.close()
    wire.close()
    assert [line for line in made.complaints if not any(word in line for word in NETWORK)] == []


def _address(live_server) -> tuple[str, int]:
    place = urlsplit(live_server.url)
    return place.hostname, place.port


@pytest.fixture
def officer_page(new_page, enter_as, village) -> Page:
    """The desk, in a browser of the officer."""
    page = new_page(DESK)
    enter_as(page, village.officer)
    return page


@pytest.fixture
def release(monkeypatch, settings, tmp_path) -> Iterator[Callable[..., None]]:
    """``release("js/field/store.js", change)``: from now on the portal serves another version of one module."""
    caches = (shell.shell, shell.files, shell.files_version, shell.worker_of, shell.first_modules, get_finder)
    plain = scripts.stripped
    settings.VAR_DIR = tmp_path  # other workers read the folder of this run

    def forget() -> None:
        for each in caches:
            each.cache_clear()

    def publish(name: str, change: Callable[[str], str]) -> None:
        assert change(plain(name)) != plain(name)
        monkeypatch.setattr(scripts, "stripped", lambda each: change(plain(each)) if each == name else plain(each))
        forget()

    forget()
    yield publish
    monkeypatch.undo()
    forget()


def only_meeting() -> Meeting:
    """There is exactly one."""
    return Meeting.objects.get()


def marks_of(meeting: Meeting) -> dict[str, int]:
    states = list(meeting.marks.values_list("state", flat=True))
    return {state: states.count(state) for state in sorted(set(states))}


def day(days_ago: int = 0):
    return timezone.localdate() - timedelta(days=days_ago)


def controlled(page: Page) -> None:
    """Waits until the app's worker answers for the page; fails where it never does.

    Playwright's own waiting for a condition reads it as source text each time, which the portal forbids every page to
    do: such a wait holds when it is over at once, and fails when it would have had to wait. A promise of the page is
    waited for without end.
    """
    for _wait in range(PATIENCE // 100):
        if page.evaluate(CONTROLLED):
            return
        page.wait_for_timeout(100)
    pytest.fail("The worker does not answer for the page.")
