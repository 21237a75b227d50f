"""A portal with two provinces of everything behind the real server, for whoever looks for holes in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from portal.machine import Missing, scanner
from tests.factories.accounts import make_token, make_user, signed_in
from tests.guards.matrix.world import World, make_world
from tests.served import served


@dataclass(frozen=True, slots=True)
class Portal:
    """Its address, the cookie of each role of the two provinces, and a key of another system for the whole country."""

    address: str
    world: World
    cookies: dict[str, str]
    key: str


@pytest.fixture
def portal(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    world = make_world()
    cookies = {
        role: f"session={signed_in(world.users[role]).cookies[settings.SESSION_COOKIE_NAME].value}"
        for role in ("programme_officer", "facilitator")
    }
    key = make_token(make_user("programme_officer")).plain
    with served(tmp_path, API_CALLS_A_MINUTE="1000000") as address:  # a scanner asks faster than any system
        yield Portal(address, world, cookies, key)


@pytest.fixture(scope="session")
def installed() -> Callable[[str, str], str]:
    """``installed("wapiti.lock", "wapiti")``: the path of a program, put where nothing else is, as its lock says."""

    def install(lock: str, program: str) -> str:
        try:
            return scanner(Path(__file__).with_name(lock), settings.VAR_DIR / program, program)
        except Missing as missing:
            pytest.skip(str(missing))

    return install
