"""Who is elected: a pure function of what was counted. No database, no clock, and no chance of its own.

Each voter who is present may cast one ballot with one mark. Candidates are ranked by their votes. Down the list each is
elected, unless the seats that are left are needed for the minimum of girls or for kept seats: then the last winners who
are not girls give way to the next girls. Equal votes are told apart only where they decide who gets in, and only among
those it is about: by another round, or by a drawn lot.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

type Key = Hashable
type Sort = tuple[bool, str]
"""Whether a girl, and the kind of kept seat: candidates of one sort with equal votes stand alike."""

MOST_CASES = 20_000


class DoesNotFit(ValueError):
    """Rounds or lots that do not belong to the equal votes of this election."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate as far as the rules ask. ``kept``: the kind of kept seat that they may take."""

    key: Key
    is_girl: bool
    kept: str = ""

    @property
    def sort(self) -> Sort:
        return self.is_girl, self.kept


@dataclass(frozen=True, slots=True)
class Rules:
    """How many seats, how many girls at least among the elected, and how many seats are kept of each kind."""

    seats: int
    girls: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lot:
    """One name drawn among candidates with equal votes: it stands before the others."""

    among: frozenset[Key]
    drawn: Key


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is elected, best first. With a ``tie`` nothing more is decided yet than what stands here."""

    elected: tuple[Key, ...]
    tie: frozenset[Key] = frozenset()
    gave_way: tuple[Key, ...] = ()
    """Who had votes enough, and gave way to the minimum of girls or to a kept seat."""
    moved_up: tuple[Key, ...] = ()
    """To whom they gave way."""
    girls_short: int = 0
    empty_seats: int = 0

    @property
    def is_decided(self) -> bool:
        return not self.tie


def balances(*, votes: Iterable[int], spoilt: int, ballots: int, present: int) -> bool:
    """One ballot at most for each voter present; each ballot is one vote, or spoilt (a blank one too)."""
    votes = list(votes)
    return min([*votes, spoilt]) >= 0 and sum(votes) + spoilt == ballots <= present


def outcome_of(
    standings: Sequence[Standing], rules: Rules, rounds: Sequence[Mapping[Key, int]], lots: Sequence[Lot] = ()
) -> Outcome:
    """The outcome of the first round, and of further rounds and lots among those with equal votes.

    :raises DoesNotFit: where a round or a lot is not among exactly those whose equal votes were in question.
    """
    by_key = {one.key: one for one in standings}
    if not rounds or rounds[0].keys() != by_key.keys():
        raise DoesNotFit("the first round is among all candidates")
    room, events = _Room(standings, rules), _Events(rounds[1:], lots)
    waiting = deque(_classes(by_key, rounds[0]))
    ranked: list[list[Key]] = []
    elected: list[Key] = []
    tie: frozenset[Key] = frozenset()
    while waiting and not tie:
        equal = waiting.popleft()
        fitting = [key for key in equal if room.fits(by_key[key].sort)]
        disputed = room.disputed(Counter(by_key[key].sort for key in fitting))
        among = frozenset(key for key in fitting if by_key[key].sort in disputed)
        if not among:
            room.take(by_key[key].sort for key in fitting)
            elected += fitting
            ranked.append(equal)
        elif order := events.among(among):
            rest = [key for key in equal if key not in among]
            told = [[key for key in equal if key in part] for part in order]
            waiting.extendleft(reversed([*told, rest] if rest else told))
        else:
            tie = among
    if events.left:
        raise DoesNotFit("a round or a lot is not among those with equal votes")
    if tie:
        return Outcome(tuple(elected), tie)
    gave_way, moved_up = _displaced(ranked, set(elected), room.seats)
    girls = sum(by_key[key].is_girl for key in elected)
    short, empty = max(0, rules.girls - girls), rules.seats - len(elected)
    return Outcome(tuple(elected), frozenset(), gave_way, moved_up, short, empty)


class _Room:
    """The seats while they are filled: who may still be taken so that the minimum of girls and kept seats come out."""

    def __init__(self, standings: Sequence[Standing], rules: Rules) -> None:
        self.total = Counter(one.sort for one in standings)
        self.taken: Counter[Sort] = Counter()
        self.kept = {
            kind: min(number, self.total[True, kind] + self.total[False, kind]) for kind, number in rules.kept.items()
        }
        """A kept seat for which nobody stands stays empty."""
        self.seats = rules.seats - sum(rules.kept.values()) + sum(self.kept.values())
        self.girls = min(rules.girls, sum(number for (is_girl, _kept), number in self.total.items() if is_girl))
        while self.girls and not self._is_enough(Counter()):
            self.girls -= 1

    def fits(self, sort: Sort) -> bool:
        return self._is_enough(self.taken + Counter([sort]))

    def take(self, sorts: Iterable[Sort]) -> None:
        self.taken.update(sorts)

    def disputed(self, equal: Counter[Sort]) -> set[Sort]:
        """The sorts of which somebody gets in or not by the order in which equals are taken."""
        if self._is_enough(self.taken + equal):
            return set()
        sorts = list(equal)
        if prod(number + 1 for number in equal.values()) > MOST_CASES:
            return set(sorts)
        found = set()
        for numbers in product(*(range(number + 1) for number in equal.values())):
            before = self.taken + Counter(dict(zip(sorts, numbers, strict=True)))
            if self._is_enough(before):
                more = [sort for sort, number in zip(sorts, numbers, strict=True) if number < equal[sort]]
                found.update(sort for sort in more if not self._is_enough(before + Counter([sort])))
        return found

    def _is_enough(self, taken: Counter[Sort]) -> bool:
        """Whether the seats left after these are as many as are still needed."""
        needed = among_them = 0
        for kind, number in self.kept.items():
            lacking = max(0, number - taken[True, kind] - taken[False, kind])
            needed += lacking
            among_them += min(lacking, self.total[True, kind] - taken[True, kind])
        girls = sum(number for (is_girl, _kept), number in taken.items() if is_girl)
        needed += max(0, self.girls - girls - among_them)
        return taken.total() + needed <= self.seats


class _Events:
    """Further rounds and lots, each used once, in the order in which they were held."""

    def __init__(self, rounds: Sequence[Mapping[Key, int]], lots: Sequence[Lot]) -> None:
        self.rounds, self.lots = list(rounds), list(lots)

    @property
    def left(self) -> bool:
        return bool(self.rounds or self.lots)

    def among(self, keys: frozenset[Key]) -> list[list[Key]]:
        """How the next round or lot among exactly these orders them; empty: there is none yet."""
        for votes in self.rounds:
            if votes.keys() == keys:
                self.rounds.remove(votes)
                return _classes(keys, votes)
        for lot in self.lots:
            if lot.among == keys and lot.drawn in keys:
                self.lots.remove(lot)
                return [[lot.drawn], [key for key in keys if key != lot.drawn]]
        return []


def _classes(keys: Iterable[Key], votes: Mapping[Key, int]) -> list[list[Key]]:
    """Those with equal votes together, the most votes first."""
    found: dict[int, list[Key]] = {}
    for key in keys:
        found.setdefault(votes[key], []).append(key)
    return [found[number] for number in sorted(found, reverse=True)]


def _displaced(ranked: list[list[Key]], elected: set[Key], seats: int) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Who would have won by votes alone and did not, and who did without."""
    gave_way: list[Key] = []
    moved_up: list[Key] = []
    before = 0
    for equal in ranked:
        gave_way += [key for key in equal if before < seats and key not in elected]
        moved_up += [key for key in equal if before >= seats and key in elected]
        before += len(equal)
    return tuple(gave_way), tuple(moved_up)
