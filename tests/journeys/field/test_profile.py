"""What lies on the phone's disk: all of it is there after a crash, and none of it can be read."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import PIN, core, saved, sent, signed_in, summary
from .contract import GROUP, NAMES, meeting

CONTROL = "ចម្លើយសាកល្បង-Plaintext-Control"


def processes(profile: Path) -> list[int]:
    """Those of the browser that works on this profile."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={profile}".encode() in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


def kill(profile: Path) -> int:
    """Ends the browser on this profile as a dead battery does; says how many processes it had."""
    own = processes(profile)
    for process in own:
        with suppress(ProcessLookupError):  # it went with its parent
            os.kill(process, signal.SIGKILL)
    for _ in range(100):
        if not processes(profile):
            return len(own)
        time.sleep(0.05)
    raise AssertionError("the browser did not die")


def hits(profile: Path, words: tuple[str, ...]) -> list[str]:
    """Which of the words lie in a file of the profile, as browsers write text: UTF-8 or UTF-16."""
    found = []
    for path in profile.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        for word in words:
            for code in ("utf-8", "utf-16-le", "utf-16-be"):
                if word.encode(code) in data:
                    found.append(f"{word} ({code}) in {path.name}")
    return found


def test_everything_is_there_after_the_browser_was_killed(start_browser, portal, tmp_path):
    page = signed_in(start_browser())
    portal.is_away = True
    record, half = meeting(), meeting(summary="half")
    rid = saved(page, record)
    core(page, "outbox.drafts.keep(given.group, given, {at: 3})", half)
    core(page, "pin.lock()")
    core(page, f"pin.unlock('{PIN[::-1]}')")
    assert kill(tmp_path / "profile") > 1
    page = start_browser()
    state = core(page, "contact.state()")
    assert (state["user"], state["enrolled"], state["hasPin"], state["locked"]) == (17, True, True, True)
    assert {name: summary(page)[name] for name in ("waiting", "drafts")} == {"waiting": 1, "drafts": 1}
    assert core(page, "pin.tries()") == {"left": 4, "wait": 1}
    assert core(page, "pin.unlock(given)", PIN) == {"ok": True}
    assert core(page, "outbox.drafts.load(given)", GROUP)["record"] == half
    assert core(page, "outbox.outbox.openRecord(given)", rid)["record"] == record
    assert core(page, "roster.groups()")[0]["members"][0]["name"] == NAMES[0]
    portal.is_away = False
    assert sent(page) == {"sent": 1, "left": 0}
    assert portal.records[rid]["record"] == record


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "closed"])
def test_profile_of_a_locked_phone_names_nobody(start_browser, portal, tmp_path, is_killed):
    page = signed_in(start_browser())
    portal.outcome = {"outcome": "conflict", "theirs": meeting(version=2)}
    saved(page, meeting())
    sent(page)
    portal.is_away = True
    saved(page, meeting())
    core(page, "outbox.drafts.keep(given.group, given, given)", meeting())
    core(page, "pin.lock()")
    core(page, "store.keepMeta('control', given)", CONTROL)
    if is_killed:
        kill(tmp_path / "profile")
    else:
        page.context.close()
    assert hits(tmp_path / "profile", (CONTROL,)) != []
    assert hits(tmp_path / "profile", NAMES) == []
