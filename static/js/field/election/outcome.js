/**
 * Who is elected: the same rules as councils/outcome.py of the portal, so that equal votes are seen on the spot.
 *
 * outcome(standings, rules, rounds, lots) → {elected: [key], tie: [key], gaveWay: [key], movedUp: [key], girlsShort, emptySeats}
 *     standings [{key, girl, kept}]   rules {seats, girls, kept: {kind: number}}   rounds [{key: votes}]   lots [{among: [key], drawn}]
 *     with a `tie` nothing more is decided yet than who is in `elected`; rounds and lots that fit nowhere throw RangeError
 */
const MOST_CASES = 20000;
const NOT_AMONG = "a round or a lot is not among those with equal votes";
const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
const sortOf = ({ girl, kept }) => `${girl ? 1 : 0}${kept}`;
const isGirl = (sort) => sort[0] === "1";
const plus = (counts, sorts) => {
  const found = { ...counts };
  for (const sort of sorts) found[sort] = (found[sort] ?? 0) + 1;
  return found;
};
const times = (sorts, numbers) => sorts.flatMap((sort, at) => Array(numbers[at]).fill(sort));
const sameKeys = (keys, others) => keys.length === others.length && keys.every((key) => others.includes(key));

/** The seats while they are filled: who may still be taken so that the minimum of girls and kept seats come out. */
function roomOf(standings, rules) {
  const total = plus({}, standings.map(sortOf));
  const of = (counts, girl, kind) => counts[`${girl}${kind}`] ?? 0;
  const kept = Object.entries(rules.kept).map(([kind, number]) => [kind, Math.min(number, of(total, 0, kind) + of(total, 1, kind))]);
  const seats = rules.seats - sum(Object.values(rules.kept)) + sum(kept.map(([, number]) => number));
  const girlsIn = (counts) => sum(Object.entries(counts).map(([sort, number]) => (isGirl(sort) ? number : 0)));
  let girls = Math.min(rules.girls, girlsIn(total));

  function isEnough(taken) {
    let needed = 0;
    let among = 0;
    for (const [kind, number] of kept) {
      const lacking = Math.max(0, number - of(taken, 1, kind) - of(taken, 0, kind));
      needed += lacking;
      among += Math.min(lacking, of(total, 1, kind) - of(taken, 1, kind));
    }
    needed += Math.max(0, girls - girlsIn(taken) - among);
    return sum(Object.values(taken)) + needed <= seats;
  }
  while (girls && !isEnough({})) girls -= 1;

  let taken = {};
  return {
    seats,
    fits: (sort) => isEnough(plus(taken, [sort])),
    take: (sorts) => (taken = plus(taken, sorts)),
    /** The sorts of which somebody gets in or not by the order in which equals are taken. */
    disputed(equal) {
      if (isEnough(plus(taken, equal))) return [];
      const counts = plus({}, equal);
      const sorts = Object.keys(counts);
      const most = sorts.map((sort) => counts[sort]);
      const cases = most.reduce((one, other) => one * (other + 1), 1);
      if (cases > MOST_CASES) return sorts;
      const found = new Set();
      for (let number = 0; number < cases; number += 1) {
        let rest = number;
        const numbers = most.map((each) => {
          const digit = rest % (each + 1);
          rest = Math.floor(rest / (each + 1));
          return digit;
        });
        const before = plus(taken, times(sorts, numbers));
        if (!isEnough(before)) continue;
        sorts.forEach((sort, at) => numbers[at] < most[at] && !isEnough(plus(before, [sort])) && found.add(sort));
      }
      return [...found];
    },
  };
}

/** Those with equal votes together, the most votes first. */
function classes(keys, votes) {
  const numbers = [...new Set(keys.map((key) => votes[key]))].sort((one, other) => other - one);
  return numbers.map((number) => keys.filter((key) => votes[key] === number));
}

export function outcome(standings, rules, rounds, lots = []) {
  const keys = standings.map((one) => one.key);
  const sorts = new Map(standings.map((one) => [one.key, sortOf(one)]));
  if (!rounds.length || !sameKeys(keys, Object.keys(rounds[0]))) throw new RangeError("the first round is among all");
  const room = roomOf(standings, rules);
  const further = rounds.slice(1);
  const drawn = [...lots];
  const waiting = classes(keys, rounds[0]);
  const ranked = [];
  const elected = [];

  /** How the next round or lot among exactly these orders them; null: there is none yet. */
  function order(among) {
    let at = further.findIndex((votes) => sameKeys(among, Object.keys(votes)));
    if (at >= 0) return classes(among, further.splice(at, 1)[0]);
    at = drawn.findIndex((lot) => sameKeys(among, lot.among) && among.includes(lot.drawn));
    if (at < 0) return null;
    const [{ drawn: first }] = drawn.splice(at, 1);
    return [[first], among.filter((key) => key !== first)];
  }

  while (waiting.length) {
    const equal = waiting.shift();
    const fitting = equal.filter((key) => room.fits(sorts.get(key)));
    const disputed = room.disputed(fitting.map((key) => sorts.get(key)));
    const among = fitting.filter((key) => disputed.includes(sorts.get(key)));
    if (!among.length) {
      room.take(fitting.map((key) => sorts.get(key)));
      elected.push(...fitting);
      ranked.push(equal);
      continue;
    }
    const told = order(among);
    if (!told) {
      if (further.length || drawn.length) throw new RangeError(NOT_AMONG);
      return { elected, tie: among, gaveWay: [], movedUp: [], girlsShort: 0, emptySeats: 0 };
    }
    const rest = equal.filter((key) => !among.includes(key));
    waiting.unshift(...told, ...(rest.length ? [rest] : []));
  }
  if (further.length || drawn.length) throw new RangeError(NOT_AMONG);

  const gaveWay = [];
  const movedUp = [];
  let before = 0;
  for (const equal of ranked) {
    if (before < room.seats) gaveWay.push(...equal.filter((key) => !elected.includes(key)));
    else movedUp.push(...equal.filter((key) => elected.includes(key)));
    before += equal.length;
  }
  const girls = elected.filter((key) => isGirl(sorts.get(key))).length;
  return { elected, tie: [], gaveWay, movedUp, girlsShort: Math.max(0, rules.girls - girls), emptySeats: rules.seats - elected.length };
}
