/** An election that nobody prepared at the desk: who stands. Seats and the fewest girls are those that the portal told. */
import { $, $$, at, copy, nameOf, say, uuid } from "../dom.js";
import { membersOn } from "../screens/marks.js";
import { PICTURES, picture } from "./parts.js";

/** Members of the council, and of the clubs among my groups that it hears; each once. */
export function mayStand(group, all, day) {
  const found = new Map();
  for (const one of [group, ...all.filter((each) => each.feeds === group.id)]) {
    for (const member of membersOn(one, day)) if (!found.has(member.id)) found.set(member.id, nameOf(member));
  }
  return [...found].map(([person, name]) => ({ person, name }));
}

export const fresh = (group, today) => ({
  ...{ id: uuid(), group: group.id, held_on: today, began_on: today, method: group.council.methods[0]?.code ?? "" },
  ...{ seats: group.council.seats, girls_minimum: group.council.girls_minimum, quorum: group.council.quorum, candidates: [], rounds: [], lots: [] },
  ...{ prepared: false, voting: null, version: null, resolves: null, replaces: null },
});

export const prepared = (group, election, today) => ({
  ...fresh(group, today),
  ...{ id: election.id, method: election.method, seats: election.seats, girls_minimum: election.girls_minimum, quorum: election.quorum },
  ...{ prepared: true, held_on: election.held_on < today ? election.held_on : today, began_on: election.began_on },
  candidates: election.candidates.map((one, at) => ({ ...one, name: nameOf(one), place: at + 1 })),
});

/** Puts the list into `place`; `changed()` after each tap. A tap stands for a girl, the next for a boy, the third for nobody. */
export function setup(place, state, people, changed) {
  const root = copy("standing", { seats: say("election-seats", { number: state.seats.length }) });
  const kinds = [...new Map(state.seats.filter((seat) => seat.kept).map((seat) => [seat.kept, seat])).values()];
  const free = () => PICTURES().find((code) => !state.candidates.some((one) => one.pictogram === code)) ?? "";

  function places() {
    state.candidates.forEach((one, number) => (one.place = number + 1));
    changed();
  }
  function row({ person, name }) {
    const line = copy("stand", { name });
    const stands = () => state.candidates.find((one) => one.person === person);
    const select = $("select", line);
    select.append(...kinds.map((seat) => new Option(seat.label || say("election-kept"), seat.id)));
    select.setAttribute("aria-label", `${say("election-kept")} ${name}`);
    select.onchange = () => {
      stands().kept = select.value || null;
      changed();
    };
    function paint() {
      const one = stands();
      for (const chip of $$(".chip", line)) chip.setAttribute("aria-pressed", String(!!one && chip.value === (one.girl ? "girl" : "boy")));
      at(line, "picture").replaceChildren(...(one ? [picture(one.pictogram, one.place)] : []));
      select.hidden = !one || !kinds.length;
      select.value = one?.kept ?? "";
    }
    for (const chip of $$(".chip", line)) {
      chip.onclick = () => {
        const girl = chip.value === "girl";
        const one = stands();
        if (one?.girl === girl) state.candidates = state.candidates.filter((each) => each !== one);
        else if (one) one.girl = girl;
        else state.candidates.push({ id: uuid(), person, name, girl, pictogram: free(), kept: null });
        places();
        paint();
      };
    }
    paint();
    return line;
  }
  at(root, "people").append(...people.map(row));
  place.replaceChildren(root);
}
