/**
 * An election as it stands on this phone, kept as one row that only the PIN opens: it never goes to the portal half done.
 *
 * State {id, group, held_on, method, seats: [{id, kept, label}], girls_minimum, quorum, began_on, version, resolves, replaces, prepared,
 *        candidates: [{id, person, name, girl, pictogram, kept}], rounds: [Round of the protocol], lots: [Lot of the protocol],
 *        voting: {among: [candidate id], girls, boys, numbers: {key: votes}, spoilt, box} | null}
 * keep(state)   load(group) → State | null   drop(group)   recordOf(state) → `election` of the protocol
 * result(state) → as outcome()               ON_PHONE: the way to vote that this phone itself can do
 *
 * The row carries no hour: `at` is always 0. What is in it of a secret ballot is told in box.js.
 */
import { needKeys } from "../pin.js";
import { hide, reveal } from "../seal.js";
import { ask, read, write } from "../store.js";
import { outcome } from "./outcome.js";

export const ON_PHONE = "phone_ballot";
const keyOf = (group) => [needKeys().user, `${group}~election`];

let line = Promise.resolve();
const inOrder = (work) => (line = line.catch(() => {}).then(work));

export const keep = (state) =>
  inOrder(async () => {
    const { hide: key } = needKeys();
    const [user, group] = keyOf(state.group);
    const row = { user, group, kind: "election", at: 0, sealed: null, screen: await hide(state, key) };
    await write("drafts", (drafts) => ask(drafts.put(row)));
  });

export async function load(group) {
  const { hide: key } = needKeys();
  const row = await read("drafts", (drafts) => ask(drafts.get(keyOf(group))));
  return row ? reveal(row.screen, key) : null;
}

export const drop = (group) => inOrder(() => write("drafts", (drafts) => ask(drafts.delete(keyOf(group)))));

export const recordOf = (state) => ({
  id: state.id,
  group: state.group,
  held_on: state.held_on,
  method: state.method,
  seats: state.seats.map((seat) => seat.id),
  began_on: state.began_on < state.held_on ? state.held_on : state.began_on,
  candidates: state.candidates.map(({ id, person, pictogram, kept }) => ({ id, person, pictogram, kept })),
  rounds: state.rounds,
  lots: state.lots,
  version: state.version,
  resolves: state.resolves,
});

export function result({ candidates, seats, girls_minimum: girls, rounds, lots }) {
  const signs = new Map(seats.map((seat) => [seat.id, seat.kept]));
  const kept = {};
  for (const seat of seats) if (seat.kept) kept[seat.kept] = (kept[seat.kept] ?? 0) + 1;
  const standings = candidates.map((one) => ({ key: one.id, girl: one.girl, kept: (one.kept && signs.get(one.kept)) || "" }));
  return outcome(standings, { seats: seats.length, girls, kept }, rounds.map((round) => round.votes), lots);
}
