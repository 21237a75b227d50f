/** Numbers of a voting: who may vote and how, and votes that were counted on paper or by hands. */
import { $, LANGUAGE, at, copy, say, tell } from "../dom.js";
import { chips, stepper } from "../screens/controls.js";
import { picture } from "./parts.js";

export function voters(place, state, methods, changed) {
  const { voting } = state;
  const root = copy("voters", { quorum: state.quorum ? say("election-quorum", { number: state.quorum }) : "" });
  const set = (name) => (number) => {
    voting[name] = number;
    changed();
  };
  at(root, "numbers").append(stepper(say("girls"), voting.girls, set("girls"), "girl"), stepper(say("boys"), voting.boys, set("boys"), "boy"));
  chips(at(root, "methods"), methods.map((one) => [one.code, one[LANGUAGE]]), state.method, (code) => {
    state.method = code || methods[0].code;
    changed();
  });
  place.replaceChildren(root);
}

export function counting(place, state, changed) {
  const { voting } = state;
  const root = copy("counting");
  const present = voting.girls + voting.boys;
  function paint() {
    const ballots = voting.among.reduce((one, key) => one + (voting.numbers[key] ?? 0), voting.spoilt);
    tell(root, { sum: say("election-sum", { number: ballots, of: present }) });
    at(root, "sum").dataset.tone = ballots > present ? "danger" : "info";
  }
  for (const one of state.candidates.filter(({ id }) => voting.among.includes(id))) {
    const row = stepper(one.name, voting.numbers[one.id], (number) => {
      voting.numbers[one.id] = number ?? 0;
      paint();
      changed();
    });
    $(".step-word", row).prepend(picture(one.pictogram, one.place));
    at(root, "votes").append(row);
  }
  at(root, "votes").append(
    stepper(say("election-spoilt"), voting.spoilt, (number) => {
      voting.spoilt = number ?? 0;
      paint();
      changed();
    }),
  );
  paint();
  place.replaceChildren(root);
}
