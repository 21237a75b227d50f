"""The phone reckons who is elected as the portal does, and its ballot box tells of no single vote."""

from random import Random

from councils.outcome import Lot, Outcome, Rules, Standing, outcome_of

OUTCOME = """async (cases) => {
  const { outcome } = await import("/static/js/field/election/outcome.js");
  return cases.map((one) => {
    try { return outcome(one.standings, one.rules, one.rounds, one.lots); } catch (error) { return error.name; }
  });
}"""
BOX = """async (votes) => {
  const { box, again } = await import("/static/js/field/election/box.js");
  return votes.map(({ keys, choices, dies }) => {
    let one = box(keys);
    const written = [one.written()];
    let cast = 0;
    let repeated = 0;
    choices.forEach((choice, at) => {
      if (at === dies) {
        repeated = again(written.at(-1));
        one = box(keys, written.at(-1));
      }
      one.cast(choice);
      cast += 1;
      written.push(one.written());
    });
    return { written, cast, repeated, counts: one.counts(), mayEnd: one.mayEnd };
  });
}"""
MANY = 250


def case(chance: Random) -> tuple[list[Standing], Rules, list[dict[str, int]], list[Lot]]:
    """Candidates, seats and votes, and rounds and lots until nothing is in question, or one step before."""
    kinds = ["", "k1", "k2"][: chance.randint(1, 3)]
    standings = [Standing(f"c{n}", chance.random() < 0.5, chance.choice(kinds)) for n in range(chance.randint(1, 9))]
    kept = {kind: chance.randint(0, 2) for kind in kinds if kind}
    seats = sum(kept.values()) + chance.randint(0, 4)
    rules = Rules(seats, chance.randint(0, seats), kept)
    rounds, lots = [{one.key: chance.randint(0, 4) for one in standings}], []
    while (tie := outcome_of(standings, rules, rounds, lots).tie) and chance.random() < 0.9:
        among = sorted(tie)
        if chance.random() < 0.5:
            rounds.append({key: chance.randint(0, 2) for key in among})
        else:
            lots.append(Lot(tie, chance.choice(among)))
    return standings, rules, rounds, lots


def as_json(standings, rules, rounds, lots) -> dict:
    return {
        "standings": [{"key": one.key, "girl": one.is_girl, "kept": one.kept} for one in standings],
        "rules": {"seats": rules.seats, "girls": rules.girls, "kept": dict(rules.kept)},
        "rounds": rounds,
        "lots": [{"among": sorted(lot.among), "drawn": lot.drawn} for lot in lots],
    }


def told(outcome: Outcome) -> dict:
    return {
        "elected": list(outcome.elected),
        "tie": sorted(outcome.tie),
        "gaveWay": list(outcome.gave_way),
        "movedUp": list(outcome.moved_up),
        "girlsShort": outcome.girls_short,
        "emptySeats": outcome.empty_seats,
    }


def test_phone_and_portal_elect_the_same(bare_phone):
    chance = Random(29)
    cases = [case(chance) for _ in range(MANY)]
    found = bare_phone.evaluate(OUTCOME, [as_json(*one) for one in cases])
    for one in found:
        one["tie"] = sorted(one["tie"])
    assert found == [told(outcome_of(*one)) for one in cases]
    assert sum(bool(one["tie"]) for one in found) > 5
    stray = as_json(*cases[0]) | {"lots": [{"among": ["c0", "x"], "drawn": "x"}]}
    short = as_json(*cases[0]) | {"rounds": []}
    assert bare_phone.evaluate(OUTCOME, [stray, short]) == ["RangeError", "RangeError"]


def test_what_lies_on_the_phone_between_two_votes_tells_of_neither(bare_phone):
    """Two hundred votes, each with a battery that dies somewhere."""
    chance = Random(11)
    votes = []
    for _ in range(200):
        keys = [f"c{number}" for number in range(chance.randint(1, 12))]
        choices = [chance.choice([*keys, ""]) for _ in range(chance.randint(1, 40))]
        votes.append({"keys": keys, "choices": choices, "dies": chance.randint(1, 60)})
    for vote, found in zip(votes, bare_phone.evaluate(BOX, votes), strict=True):
        counts, dies = found["counts"], vote["dies"]
        kept = vote["choices"] if dies >= len(vote["choices"]) else vote["choices"][dies:]
        lost = found["repeated"]
        assert (0 if dies >= len(vote["choices"]) else min(dies, 3)) <= lost <= 5
        assert counts["ballots"] == sum(counts["votes"].values()) + counts["spoilt"] == len(vote["choices"]) - lost
        for key in vote["keys"]:
            assert counts["votes"][key] >= kept.count(key)
        steps = [one["ballots"] for one in found["written"]]
        assert all(after == before or after - before >= 3 for before, after in zip(steps, steps[1:], strict=False))
        assert all(after >= before for before, after in zip(steps, steps[1:], strict=False))
        if found["mayEnd"]:
            assert counts["ballots"] - steps[-1] in {0, 3, 4, 5}
        else:
            assert counts["ballots"] < 3 or dies < len(vote["choices"])


def test_voting_ends_only_where_the_totals_tell_of_no_single_voter(bare_phone):
    votes = [{"keys": ["a", "b"], "choices": ["a", ""] * number, "dies": 99} for number in range(4)]
    votes += [{"keys": ["a", "b"], "choices": ["b"] * number, "dies": 6} for number in (7, 8, 9)]
    assert [one["mayEnd"] for one in bare_phone.evaluate(BOX, votes)] == [True, False, True, True, False, False, True]
