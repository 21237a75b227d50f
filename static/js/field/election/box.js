/**
 * The ballot box: how many votes each candidate has by now, and nothing else. No list of votes is made anywhere, no hour
 * is noted, and who opens what lies on the phone learns of no single vote: what is written down next always differs from
 * what was written before by at least THREE ballots. A dead battery costs the last three to five of them, whose voters
 * vote once more; how many that are is known, because the number cast is written with each ballot.
 *
 * box(keys, kept = null) → {cast(choice), counts(), number, written(), mayEnd}
 *     choice: a key, or "" for a spoilt or blank ballot. `kept`: what written() gave before the battery died
 *     written() → {counts: {key: votes}, spoilt, ballots, cast}      what may be kept on the phone now
 *     counts() → {votes: {key: votes}, spoilt, ballots}              all of it, once the voting is over
 *     mayEnd: false while the totals would tell one or two votes: the only ones, or those that came since a dead battery
 * again(kept) → how many of the last voters must vote once more
 */
export const THREE = 3;

const empty = (keys) => ({ counts: Object.fromEntries(keys.map((key) => [key, 0])), spoilt: 0, ballots: 0 });
const same = ({ counts, spoilt, ballots }) => ({ counts: { ...counts }, spoilt, ballots });

export const again = (kept) => kept.cast - kept.ballots;

export function box(keys, kept = null) {
  const all = kept ? same(kept) : empty(keys);
  let written = same(all);
  let next = null;
  return {
    get mayEnd() {
      const since = all.ballots - written.ballots;
      return !since || since >= THREE;
    },
    get number() {
      return all.ballots;
    },
    cast(choice) {
      if (choice === "") all.spoilt += 1;
      else all.counts[choice] += 1;
      all.ballots += 1;
      if (next && all.ballots - next.ballots === THREE) {
        written = next;
        next = same(all);
      } else if (!next && all.ballots - written.ballots === THREE) next = same(all);
    },
    written: () => ({ ...same(written), cast: all.ballots }),
    counts: () => ({ votes: { ...all.counts }, spoilt: all.spoilt, ballots: all.ballots }),
  };
}
