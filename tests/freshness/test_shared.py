"""Two machines with a mirror each, and one real cache server between them."""

import threading
import time

import pytest

from freshness import shared
from freshness.marks import Marks, slot_of
from freshness.shared import KEY, OWES, SharedMarks
from tests.cache_server import a_cache_server

pytestmark = pytest.mark.once

PAGE, OTHER = ["page:1"], ["page:2"]


@pytest.fixture(scope="module")
def server():
    with a_cache_server() as running:
        yield running


@pytest.fixture
def machines(server, tmp_path, monkeypatch):
    """Here and there; the table is empty at first, and a server that was away is asked again at once."""
    monkeypatch.setattr(shared, "SECONDS_OF_DISTRUST", 0.0)
    here, there = SharedMarks(tmp_path / "here", server.url), SharedMarks(tmp_path / "there", server.url)
    here.server.flushall()
    here.catch_up()
    there.catch_up()
    return here, there


def test_a_change_here_is_seen_there_with_the_next_request_and_nothing_else_changes(machines):
    here, there = machines
    page, other = there.seen(PAGE), there.seen(OTHER)
    here.change(PAGE)
    assert there.hold(page)  # nobody asked yet: it is asking that tells, not chance
    there.catch_up()
    assert (there.hold(page), there.hold(other)) == (False, True)


def test_what_is_made_after_a_change_of_ones_own_is_kept(machines):
    here, there = machines
    here.change(PAGE)
    page = here.seen(PAGE)
    here.catch_up()
    there.change(OTHER)
    here.catch_up()
    assert here.hold(page)


def test_nothing_changed_is_one_question_and_no_reading(machines, monkeypatch):
    here, _there = machines
    here.catch_up()
    monkeypatch.setattr(here, "_table", lambda: pytest.fail("the table was read"))
    here.catch_up()


def test_changes_on_both_at_once_are_seen_on_both(machines):
    here, there = machines
    for number in range(30):
        ours, theirs = [f"page:{number}"], [f"page:{number + 1000}"]
        seen_there, seen_here = there.seen(ours), here.seen(theirs)
        both = [
            threading.Thread(target=here.change, args=(ours,)),
            threading.Thread(target=there.change, args=(theirs,)),
        ]
        for each in both:
            each.start()
        for each in both:
            each.join()
        here.catch_up()
        there.catch_up()
        assert (there.hold(seen_there), here.hold(seen_here)) == (False, False)


def test_a_server_that_lost_the_table_is_not_believed(machines):
    here, there = machines
    here.change(OTHER)
    there.catch_up()
    page = there.seen([*PAGE, *OTHER])
    here.server.flushall()
    there.catch_up()
    assert not there.hold(page)


def test_one_field_that_is_lost_is_not_overlooked(machines):
    here, there = machines
    page = there.seen(PAGE)
    here.server.hdel(KEY, shared.EPOCH)
    there.catch_up()
    assert not there.hold(page)


def test_while_the_server_is_away_nothing_is_believed_and_changes_are_owed(machines, server, caplog):
    here, there = machines
    neighbour = SharedMarks(here.lock_path.with_name("here"), server.url)  # another process of the same machine
    page, other = there.seen(PAGE), there.seen(OTHER)
    server.stop()
    try:
        there.catch_up()
        assert not there.hold(other)
        own = here.seen(PAGE)
        here.change(PAGE)
        assert not here.hold(own)
        assert here.numbers[OWES] == 1
    finally:
        server.start()
    neighbour.catch_up()  # whoever of the machine asks next pays
    assert here.numbers[OWES] == 0
    there.catch_up()
    assert not there.hold(page)
    assert "does not answer" in caplog.text


def test_what_is_owed_is_told_before_the_table_is_copied(machines):
    """Else the number from before would stand here again, and with it the page from before."""
    here, there = machines
    here.change(PAGE)
    here.catch_up()
    old = here.seen(PAGE)
    here.not_before = time.monotonic() + 60
    here.change(PAGE)
    here.not_before = 0.0
    seen_there = there.seen(PAGE)
    here.catch_up()
    there.catch_up()
    assert (here.hold(old), there.hold(seen_there)) == (False, False)
    assert int(here.server.hget(KEY, str(slot_of(PAGE[0])))) == here.numbers[slot_of(PAGE[0])]


def test_a_file_of_a_lone_machine_grows_into_a_mirror(tmp_path, server):
    Marks(tmp_path / "marks").change(PAGE)
    grown = SharedMarks(tmp_path / "marks", server.url)
    grown.catch_up()
    assert grown.hold(grown.seen(PAGE))
