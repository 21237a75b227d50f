/**
 * An election, step by step: which one, who stands, who may vote, the voting, and who is elected. What is not saved yet
 * stays on this phone under the PIN; a saved one travels like a meeting.
 */
import { now } from "../contact.js";
import { $, announce, at, button, choose, copy, download, go, nameOf, note, say, tell } from "../dom.js";
import { closed, vote } from "../election/ballot.js";
import { THREE } from "../election/box.js";
import { compare } from "../election/compare.js";
import { counting, voters } from "../election/count.js";
import { ready } from "../election/parts.js";
import { results } from "../election/results.js";
import { fresh, mayStand, prepared, setup } from "../election/setup.js";
import { ON_PHONE, drop, keep, load, recordOf, result } from "../election/state.js";
import { outbox } from "../outbox.js";
import { groups } from "../roster.js";
import { PhoneFull } from "../store.js";
import { dayWords, isoOf } from "./days.js";
import { groupName } from "./home.js";

/** A record that is opened again, with the names that this phone knows; by which rules is known of a prepared one. */
function reopened(record, group, all, replaces) {
  const known = group.council?.elections.find((one) => one.id === record.id);
  const names = new Map();
  for (const one of all) for (const member of one.members) names.set(member.id, nameOf(member));
  for (const one of known?.candidates ?? []) names.set(one.person, nameOf(one));
  const girls = new Set((known?.candidates ?? []).filter((one) => one.girl).map((one) => one.id));
  const named = (one, at) => ({ ...one, girl: girls.has(one.id), place: at + 1, name: names.get(one.person) ?? say("some-child") });
  const seats = known?.seats ?? record.seats.map((id) => ({ id, kept: "", label: "" }));
  const { girls_minimum = 0, quorum = 0 } = known ?? {};
  return { ...record, candidates: record.candidates.map(named), seats, girls_minimum, quorum, voting: null, replaces };
}

export async function show(groupId, from = "", id = "") {
  const [, lists, when] = await Promise.all([ready(), groups(), now()]);
  const own = (known) => known.find((one) => one.id === groupId) ?? { id: groupId, members: [] };
  let all = lists;
  let group = own(all);
  const today = isoOf(when);
  const root = copy("election", { group: groupName(group) });
  const place = at(root, "step");
  let state = await load(groupId);
  let voting = null;
  let ended = false;

  const { record, theirs, row } = from ? ((await outbox.openRecord(id)) ?? {}) : {};
  if (from === "conflict" && record && theirs) {
    tell(root, { step: say("election-two"), day: dayWords(record.held_on, today) });
    place.replaceChildren(compare(reopened(record, group, all, row.id), theirs, row));
    return { root };
  }
  if (from === "row" && record && !state) state = reopened({ ...record, resolves: null }, group, all, row.id);

  function step(name, texts) {
    tell(root, { step: say(`election-${name}`), day: state ? dayWords(state.held_on, today) : "", ...texts });
    $("h2", root).focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  const kept = () =>
    keep(state).catch((error) => {
      if (error instanceof PhoneFull) announce(say("full-title"));
      else throw error;
    });

  // --- which election --------------------------------------------------------------------------------------------------
  function which() {
    step("which");
    const { council } = group;
    if (!council || group.expired) return place.replaceChildren(note(say(group.expired ? "expired-short" : "election-none"), "warn"));
    const ways = council.elections.map((each) =>
      button(
        say("election-prepared", { day: dayWords(each.held_on, today), number: each.candidates.length }),
        "calendar",
        () => begin(prepared(group, each, today)),
        "button-big",
      ),
    );
    if (council.seats.length) {
      ways.push(button(say("election-here"), "plus", () => begin(fresh(group, today)), ways.length ? "" : "button-primary button-big"));
    }
    place.replaceChildren(...(ways.length ? ways : [note(say("election-none"))]));
  }
  function begin(chosen) {
    state = chosen;
    kept();
    onwards();
  }

  // --- who stands ------------------------------------------------------------------------------------------------------
  function stands() {
    step("stands");
    setup(place, state, mayStand(group, all, state.held_on), kept);
    place.append(
      button(say("election-go-on"), "forward", () => {
        if (state.candidates.length) return electors(state.candidates.map((one) => one.id));
        return announce(say("election-nobody"));
      }, "button-primary button-big"),
      throwing(),
    );
  }

  // --- who may vote, and how ---------------------------------------------------------------------------------------------
  function electors(among) {
    state.voting ??= { among, girls: null, boys: null, numbers: {}, spoilt: 0, box: null };
    const day = state.rounds.length ? say("election-round", { number: state.rounds.length + 1 }) : dayWords(state.held_on, today);
    step("voters", { day });
    const inBox = state.voting.box?.cast ?? 0;
    if (inBox) place.replaceChildren(copy("begun", { words: say("election-begun", { number: inBox }) }));
    else voters(place, state, group.council?.methods ?? [], kept);
    place.append(button(say("election-go-on"), "forward", () => ballot(), "button-primary button-big"), throwing());
  }

  async function ballot() {
    const { voting: round } = state;
    if (voting) return null;
    const present = round.girls + round.boys;
    if (!present) return announce(say("election-no-voters"));
    if (state.method === ON_PHONE && present < THREE) return announce(say("election-not-secret"));
    await kept();
    if (state.method !== ON_PHONE) return count();
    voting = vote(state);
    const box = await voting.done;
    const { votes, spoilt, ballots } = box.counts();
    finishRound({ ballots, spoilt, votes });
    closed(state);
    voting = null;
    return null;
  }

  function count() {
    step("count");
    counting(place, state, kept);
    place.append(
      button(say("election-go-on"), "check", () => {
        const { numbers, spoilt, among, girls, boys } = state.voting;
        const votes = Object.fromEntries(among.map((key) => [key, numbers[key] ?? 0]));
        const ballots = Object.values(votes).reduce((one, other) => one + other, spoilt);
        if (ballots > girls + boys) return announce(say("election-too-many"));
        return finishRound({ ballots, spoilt, votes });
      }, "button-primary button-big"),
    );
  }

  function finishRound({ ballots, spoilt, votes }) {
    const { girls, boys } = state.voting;
    state.rounds.push({ girls_present: girls, boys_present: boys, ballots, spoilt, votes });
    state.voting = null;
    kept();
    onwards();
  }

  // --- who is elected --------------------------------------------------------------------------------------------------
  function elected() {
    const found = outcomeOf();
    step(found.tie.length ? "tie" : "result");
    results(place, state, found);
    if (found.tie.length) {
      const again = button(say("election-again"), "history", () => electors(found.tie), "button-primary button-big");
      place.append(again, button(say("election-lot"), "guests", () => lot(found.tie), "button-big"));
    } else {
      place.append(button(say("election-save"), "check", save, "button-primary button-big"));
    }
    if (state.method !== ON_PHONE) place.append(button(say("election-correct"), "edit", correct, "button-quiet"));
    place.append(throwing());
  }

  /** Of a record that was opened again not all is known by which it was decided: then the votes alone are shown. */
  function outcomeOf() {
    try {
      return result(state);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { elected: [], tie: [], gaveWay: [], movedUp: [], girlsShort: 0, emptySeats: 0 };
    }
  }

  function correct() {
    const { girls_present: girls, boys_present: boys, spoilt, votes } = state.rounds.pop();
    state.lots = [];
    state.voting = { among: Object.keys(votes), girls, boys, numbers: votes, spoilt, box: null };
    kept();
    count();
  }

  /** A name is drawn from a hat, before everybody; here is written who it was. */
  function lot(among) {
    step("lot");
    const names = new Map(state.candidates.map((one) => [one.id, one.name]));
    place.replaceChildren(
      ...among.map((key) =>
        button(names.get(key), "", async () => {
          if (!(await choose(say("election-drawn"), names.get(key), [["yes", say("yes")], ["", say("cancel")]]))) return;
          state.lots.push({ among, drawn: key });
          kept();
          onwards();
        }, "button-big"),
      ),
      button(say("cancel"), "", () => onwards(), "button-quiet"),
    );
  }

  const throwing = () => button(say("throw"), "trash", away, "button-quiet");

  async function away() {
    if (!(await choose(say("throw-title"), say("election-throw"), [["", say("keep-writing")], ["yes", say("throw")]]))) return;
    closed(state);
    await drop(groupId);
    go("#home");
  }

  async function save() {
    if (ended) return;
    ended = true;
    const ready = recordOf(state);
    try {
      await outbox.save("election", ready, { group: groupId, replaces: state.replaces });
    } catch (error) {
      ended = false;
      if (!(error instanceof PhoneFull)) throw error;
      const answer = await choose(say("full-title"), say("full"), [["copy", say("copy")], ["", say("ok")]]);
      if (answer) download(await outbox.copy("election", ready, { group: groupId }));
      return;
    }
    await drop(groupId);
    announce(say("election-saved"));
    go("#home");
  }

  function onwards() {
    if (!state) which();
    else if (state.rounds.length && !state.voting) elected();
    else if (state.voting) electors(state.voting.among);
    else if (state.prepared) electors(state.candidates.map((one) => one.id));
    else stands();
  }
  onwards();
  return {
    root,
    leave: () => voting?.leave(),
    async roster() {
      if (state) return;
      all = await groups(); // an election that was prepared a moment ago may have come with the list
      group = own(all);
      which();
    },
  };
}
