"""The board of targets beside the live question, and what it costs those who record that counts are kept.

The kept counts are filled first, folded and compared with the register. What was recorded for the measure is taken
back before any of it is folded for good.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from participation.actions import meetings
from portal.bench.field import FIRST_DAY, NothingToMeasure, Server, _World, group_with_a_phone
from portal.bench.lists import compare
from portal.bench.pages import ListPage, reader_of_all
from portal.bench.visits import CannotMeasure
from reports.formulas import formula_of
from reports.formulas.kinds import FactFormula, StepFormula
from reports.keeping.filling import fill_missing, recount
from reports.keeping.folding import LOOK_AFTER, fold
from reports.keeping.tables import FRESH, passing_tables, write_cells_of_facts, write_cells_of_steps, write_facts
from reports.keeping.worker import FOLD_EVERY
from reports.models import Indicator

MOST_GROWTH, LEAST_OF_LIVE = 1.2, 1000
MOST_MORE, LEAST_RATE = 0.10, 0.80
MOST_LAG = timedelta(seconds=60)
WRITERS, EACH = 8, 6


def board_pages(user: User) -> Iterator[ListPage]:
    """The pages that are compared in a small and a large database."""
    yield ListPage("board of targets", 0, reverse("targets:board"))
    for indicator in Indicator.objects.active().in_order():
        yield ListPage(indicator.code, 0, reverse("targets:indicator", args=[indicator.pk]))


def told(small: str, *, rounds: int) -> Iterator[str]:
    """The lines to print; with ``small``, the address of a smaller database, also how the board grows."""
    if not Indicator.objects.exists():
        raise CannotMeasure("There is nothing to count yet. Set the portal up first: manage.py prepare")
    began = time.perf_counter()
    filled = fill_missing()
    yield f"first fill: {len(filled)} indicators in {time.perf_counter() - began:.1f} s"
    began = time.perf_counter()
    fold(look=True)
    folding = time.perf_counter() - began
    lag = FOLD_EVERY + LOOK_AFTER + timedelta(seconds=folding)
    yield f"a fold with all that no step tells of: {folding:.2f} s; at most {lag.total_seconds():.0f} s behind"
    yield f"Aim: at most {MOST_LAG.total_seconds():.0f} s behind: {_verdict(lag <= MOST_LAG)}."
    board, live = board_ms(rounds), live_ms()
    yield f"board {board:.1f} ms, the same numbers from the register {live:.0f} ms: {live / board:.0f} ×"
    yield f"Aim: the live question takes at least {LEAST_OF_LIVE} × as long: {_verdict(live / board >= LEAST_OF_LIVE)}."
    if small:
        yield from _growth(small, rounds)
    began = time.perf_counter()
    wrong = recount()
    yield f"recount: {len(wrong)} differences, {time.perf_counter() - began:.0f} s; {_verdict(not wrong)}."
    try:
        yield from _writing(rounds)
    except NothingToMeasure as error:
        raise CannotMeasure(str(error)) from error


def _growth(small: str, rounds: int) -> Iterator[str]:
    misses = []
    for name, there, here in compare(small, rounds=rounds, more=["--targets"]):
        growth = here.ms / there.ms
        yield f"{name:28}{there.ms:8.1f} →{here.ms:8.1f} ms{growth:7.2f} ×{there.queries:5d} →{here.queries:3d} queries"
        if growth > MOST_GROWTH or here.queries > there.queries:
            misses.append(name)
    yield f"Aim: at most {MOST_GROWTH} × the time, no more queries: {_verdict(not misses)} {', '.join(misses)}".rstrip()


@transaction.atomic
def board_ms(rounds: int) -> float:
    """The whole page, through the handler; its reader is taken back."""
    client = Client(headers={"host": "localhost"})
    client.force_login(reader_of_all())
    took = [_timed(lambda: client.get(reverse("targets:board"))) for _turn in range(rounds + 1)]
    transaction.set_rollback(True)
    return statistics.median(took[1:])


def live_ms() -> float:
    """What the page would take if it asked the register: the sessions, the marks and the meetings, once each."""
    indicators = Indicator.objects.active().order_by("pk")

    def ask() -> None:
        with transaction.atomic(), passing_tables():
            for indicator in indicators:
                match formula_of(indicator):
                    case FactFormula() as formula:
                        write_facts(indicator, formula, to=FRESH)
                        write_cells_of_facts(indicator, to=FRESH)
                    case StepFormula() as formula:
                        write_cells_of_steps(indicator, formula, to=FRESH)

    return _timed(ask)


def _writing(rounds: int) -> Iterator[str]:
    """A meeting from a phone with its step of the counts and without, in turns; then eight phones of one district."""
    with group_with_a_phone(40, is_committed=True) as world:
        server = Server()
        days = iter(FIRST_DAY + timedelta(days=number) for number in range(1000))
        server.post(world.body(next(days)))
        kept, plain = [], []
        for _turn in range(rounds * 3):
            kept.append(server.post(world.body(next(days))))
            with _without_steps():
                plain.append(server.post(world.body(next(days))))
    without, with_it = statistics.median(plain), statistics.median(kept)
    yield f"a meeting of 40: {without:.2f} ms without its step, {with_it:.2f} ms with it"
    more = with_it / without - 1
    yield f"Aim: keeping counts adds at most {MOST_MORE:.0%} to a meeting: {more:+.1%}, {_verdict(more <= MOST_MORE)}."
    rate = writers_rate(rounds=max(rounds // 3, 2))
    verdict = _verdict(rate >= LEAST_RATE)
    yield f"Aim: {WRITERS} phones in one district keep {LEAST_RATE:.2f} of the plain rate: {rate:.2f}, {verdict}."


def writers_rate(*, rounds: int) -> float:
    """How fast eight phones write while counts are kept and folded, as a part of the rate without."""
    with ExitStack() as stack:
        worlds = [stack.enter_context(group_with_a_phone(20, is_committed=True)) for _writer in range(WRITERS)]
        kept, plain = 0.0, 0.0
        for turn in range(rounds + 1):
            with_steps = _all_write(worlds, turn * 2, beside=_fold_in_vain)
            with _without_steps():
                without = _all_write(worlds, turn * 2 + 1, beside=lambda: None)
            if turn:  # the first warms
                kept, plain = kept + with_steps, plain + without
    return plain / kept


def _all_write(worlds: Iterable[_World], turn: int, *, beside: Callable[[], None]) -> float:
    worlds = list(worlds)
    with ThreadPoolExecutor(len(worlds) + 1) as pool:
        began = time.perf_counter()
        other = pool.submit(_then_close, beside)
        writing = [pool.submit(_then_close, lambda world=world: _write(world, turn)) for world in worlds]
        for one in writing:
            one.result()
        took = time.perf_counter() - began
        other.result()
    return took


def _write(world: _World, turn: int) -> None:
    server = Server()
    for number in range(EACH):
        server.post(world.body(FIRST_DAY + timedelta(days=turn * EACH + number)))


def _fold_in_vain() -> None:
    """A fold of what has come, taken back: what was recorded for the measure is not kept."""
    with transaction.atomic():
        fold()
        transaction.set_rollback(True)


def _then_close(what: Callable[[], None]) -> None:
    try:
        what()
    finally:
        connections.close_all()


@contextmanager
def _without_steps() -> Iterator[None]:
    """Meetings are recorded as if nobody kept counts."""
    counting = meetings.count_in
    meetings.count_in = lambda meeting, cells: None
    try:
        yield
    finally:
        meetings.count_in = counting


def _timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def _verdict(is_reached: bool) -> str:
    return "reached" if is_reached else "NOT reached"
