"""Who is elected: against every possible choice of winners, over hundreds of elections that nobody thought up."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from councils.outcome import DoesNotFit, Lot, Outcome, Rules, Standing, balances, outcome_of

MANY = settings(max_examples=250, deadline=None, derandomize=True, database=None)


def stand(*names: str, kept: str = "") -> list[Standing]:
    """``stand("Ga", "Bb")``: a girl and a boy."""
    return [Standing(name, name[0] == "G", kept) for name in names]


def elect(votes: dict[str, int], rules: Rules, *further: dict[str, int], lots=()) -> Outcome:
    return outcome_of(stand(*votes), rules, [votes, *further], lots)


@some.composite
def elections(draw) -> tuple[list[Standing], Rules, dict[int, int]]:
    """Up to seven candidates of either sex, two kinds of kept seats, and votes that are often equal."""
    size = draw(some.integers(1, 7))
    kinds = ["", *draw(some.sampled_from([(), ("a",), ("a", "b")]))]
    standings = [Standing(key, draw(some.booleans()), draw(some.sampled_from(kinds))) for key in range(size)]
    kept = {kind: draw(some.integers(0, 2)) for kind in kinds if kind}
    seats = sum(kept.values()) + draw(some.integers(0, 4))
    rules = Rules(seats, draw(some.integers(0, seats)), kept)
    return standings, rules, {key: draw(some.integers(0, 4)) for key in range(size)}


def kept_of(standings: list[Standing], rules: Rules) -> dict[str, int]:
    """A kept seat for which nobody stands stays empty."""
    return {kind: min(number, sum(one.kept == kind for one in standings)) for kind, number in rules.kept.items()}


def possible(standings: list[Standing], rules: Rules) -> list[tuple[int, ...]]:
    """Every choice of winners that fills the kept seats and has as many girls as the rules ask, or as can be."""
    kept = kept_of(standings, rules)
    room = rules.seats - sum(rules.kept.values()) + sum(kept.values())
    found = [
        chosen
        for chosen in combinations(range(len(standings)), min(room, len(standings)))
        if all(sum(standings[key].kept == kind for key in chosen) >= number for kind, number in kept.items())
    ]
    girls = [sum(standings[key].is_girl for key in chosen) for chosen in found]
    least = min(rules.girls, max(girls, default=0))
    return [chosen for chosen, number in zip(found, girls, strict=True) if number >= least]


def best(standings: list[Standing], rules: Rules, order: list[int]) -> set[int]:
    """Of all that is possible the choice that goes down the list: whoever stands higher is left out last."""
    place = {key: number for number, key in enumerate(order)}
    choices = possible(standings, rules)
    return set(min(choices, key=lambda chosen: sorted(place[key] for key in chosen))) if choices else set()


def settled(standings, rules, votes, data) -> tuple[Outcome, list[dict], list[Lot]]:
    """Rounds and lots until nothing is in question any more."""
    rounds, lots = [votes], []
    while (outcome := outcome_of(standings, rules, rounds, lots)).tie:
        tied = sorted(outcome.tie)
        if len(rounds) < 3 and data.draw(some.booleans()):
            rounds.append({key: data.draw(some.integers(0, 2)) for key in tied})
        else:
            lots.append(Lot(outcome.tie, data.draw(some.sampled_from(tied))))
    return outcome, rounds, lots


@MANY
@given(elections(), some.data())
def test_elected_fill_the_seats_the_minimum_and_the_kept_seats(election, data):
    standings, rules, votes = election
    outcome, _rounds, _lots = settled(standings, rules, votes, data)
    elected = {one.key for one in standings if one.key in outcome.elected}
    assert len(outcome.elected) == len(elected) == rules.seats - outcome.empty_seats
    assert tuple(sorted(elected)) in {tuple(sorted(chosen)) for chosen in possible(standings, rules)} or not elected
    girls = sum(standings[key].is_girl for key in elected)
    assert outcome.girls_short == max(0, rules.girls - girls)
    for kind, number in kept_of(standings, rules).items():
        assert sum(standings[key].kept == kind for key in elected) >= number
    assert bool(outcome.gave_way) or not outcome.moved_up


@MANY
@given(elections(), some.randoms())
def test_without_a_tie_the_votes_alone_decide_whatever_the_order_of_equals(election, chance):
    standings, rules, votes = election
    outcome = outcome_of(standings, rules, [votes])
    if outcome.tie:
        return
    for _try in range(3):
        mixed = chance.sample(sorted(votes), len(votes))
        order = sorted(mixed, key=lambda key: -votes[key])
        assert best(standings, rules, order) == set(outcome.elected)


@MANY
@given(elections())
def test_a_tie_is_said_only_where_the_order_of_equals_decides_who_gets_in(election):
    standings, rules, votes = election
    outcome = outcome_of(standings, rules, [votes])
    if not outcome.tie:
        return
    assert len({votes[key] for key in outcome.tie}) == 1
    seen = {key: set() for key in outcome.tie}
    for turn in permutations(sorted(outcome.tie)):
        order = sorted(votes, key=lambda key: (-votes[key], turn.index(key) if key in outcome.tie else len(turn)))
        elected = best(standings, rules, order)
        for key in outcome.tie:
            seen[key].add(key in elected)
    assert seen == dict.fromkeys(outcome.tie, {True, False})


@MANY
@given(
    some.integers(0, 40), some.integers(0, 40), some.lists(some.integers(0, 12), min_size=1, max_size=9), some.data()
)
def test_totals_balance_or_are_refused(girls, boys, votes, data):
    spoilt = data.draw(some.integers(0, 5))
    ballots = sum(votes) + spoilt
    assert balances(votes=votes, spoilt=spoilt, ballots=ballots, present=girls + boys) is (ballots <= girls + boys)
    for wrong in (ballots + 1, ballots - 1):
        assert balances(votes=votes, spoilt=spoilt, ballots=wrong, present=10_000) is False


def test_most_votes_get_the_seats():
    assert elect({"Ba": 3, "Gb": 9, "Bc": 5}, Rules(2)).elected == ("Gb", "Bc")


def test_last_winners_who_are_no_girls_give_way_to_the_next_girls():
    outcome = elect({"Ba": 9, "Bb": 8, "Bc": 7, "Gd": 3, "Ge": 2}, Rules(3, girls=2))
    assert outcome.elected == ("Ba", "Gd", "Ge")
    assert (outcome.gave_way, outcome.moved_up, outcome.girls_short) == (("Bb", "Bc"), ("Gd", "Ge"), 0)


def test_minimum_that_cannot_be_met_is_said():
    outcome = elect({"Ba": 9, "Bb": 8, "Gc": 1}, Rules(2, girls=2))
    assert (outcome.elected, outcome.girls_short) == (("Ba", "Gc"), 1)


def test_kept_seat_goes_to_the_best_who_may_take_it_and_stays_empty_without_one():
    standings = [*stand("Ba", "Bb", "Gc"), *stand("Bd", kept="club")]
    votes = {"Ba": 9, "Bb": 8, "Gc": 7, "Bd": 1}
    assert outcome_of(standings, Rules(3, kept={"club": 1}), [votes]).elected == ("Ba", "Bb", "Bd")
    without = outcome_of(standings, Rules(3, kept={"village": 1}), [votes])
    assert (without.elected, without.empty_seats) == (("Ba", "Bb"), 1)


def test_equal_votes_are_no_tie_where_all_or_none_get_in():
    assert elect({"Ba": 5, "Bb": 5, "Gc": 1}, Rules(2)).elected == ("Ba", "Bb")
    assert elect({"Ba": 5, "Bb": 1, "Gc": 1}, Rules(1)).elected == ("Ba",)


def test_another_round_among_equals_decides_and_changes_nothing_else():
    votes = {"Ba": 5, "Bb": 3, "Gc": 3, "Gd": 3}
    assert elect(votes, Rules(2)).tie == {"Bb", "Gc", "Gd"}
    decided = elect(votes, Rules(2), {"Bb": 1, "Gc": 4, "Gd": 2})
    assert (decided.elected, decided.tie) == (("Ba", "Gc"), frozenset())


def test_lots_decide_one_by_one():
    votes = {"Ba": 5, "Bb": 3, "Gc": 3, "Gd": 3}
    first = Lot(frozenset({"Bb", "Gc", "Gd"}), "Gd")
    assert elect(votes, Rules(3), lots=[first]).tie == {"Bb", "Gc"}
    second = Lot(frozenset({"Bb", "Gc"}), "Bb")
    assert elect(votes, Rules(3), lots=[first, second]).elected == ("Ba", "Gd", "Bb")


def test_a_girl_whom_the_minimum_needs_is_not_part_of_the_tie_of_others():
    assert elect({"Ba": 5, "Bb": 3, "Bc": 3, "Gd": 3}, Rules(3, girls=1)).tie == {"Bb", "Bc"}


@pytest.mark.parametrize(
    ("further", "lots"),
    [
        ([{"Ba": 1, "Bb": 2}], []),
        ([], [Lot(frozenset({"Ba", "Bb"}), "Ba")]),
        ([], [Lot(frozenset({"Bb", "Gc"}), "Ba")]),
        ([{"Bb": 2, "Gc": 1}], [Lot(frozenset({"Bb", "Gc"}), "Bb")]),
    ],
)
def test_rounds_and_lots_among_others_do_not_fit(further, lots):
    """Among candidates whose votes were not equal, of somebody who was not in it, or after all was decided."""
    with pytest.raises(DoesNotFit):
        elect({"Ba": 5, "Bb": 3, "Gc": 3}, Rules(2), *further, lots=lots)


def test_first_round_is_among_all():
    with pytest.raises(DoesNotFit):
        outcome_of(stand("Ba", "Bb"), Rules(1), [{"Ba": 1}])
    with pytest.raises(DoesNotFit):
        outcome_of(stand("Ba"), Rules(1), [])
