/**
 * The secret ballot on one phone that is passed round: a screen between two voters, a ballot with big pictures, no way back.
 *
 * vote(state) → {done: Promise of the full box, once the voting is over; leave()}
 * closed(state)        its numbers are in a round now: the box is thrown away
 *
 * The live box stays in this module, so that whoever leaves the screen and comes back loses nothing. What lies on the
 * phone meanwhile is the state with what box.js lets be written; it is never sent, and nothing is sent for a vote.
 */
import { $, at, announce, choose, copy, say } from "../dom.js";
import { PhoneFull } from "../store.js";
import { again, box } from "./box.js";
import { keep } from "./state.js";
import { picture } from "./parts.js";

const BREATH = 1200; // so that nobody opens the next ballot with the tap that closed theirs
const boxes = new Map();

const of = ({ id, rounds }) => `${id}/${rounds.length}`;

/** The box of this round: the one in memory, else from what lies on the phone, and how many voters vote once more. */
function opened(state) {
  const { voting } = state;
  const known = boxes.get(of(state));
  if (known) return { box: known, repeats: 0 };
  const fresh = box(voting.among, voting.box);
  boxes.set(of(state), fresh);
  return { box: fresh, repeats: voting.box ? again(voting.box) : 0 };
}

export const closed = (state) => boxes.delete(of(state));

export function vote(state) {
  const { voting } = state;
  const { box, repeats } = opened(state);
  const present = voting.girls + voting.boys;
  const among = state.candidates.filter((one) => voting.among.includes(one.id));
  const screen = document.createElement("dialog");
  screen.className = "ballot";
  document.body.append(screen);

  function leave() {
    removeEventListener("hashchange", leave);
    screen.remove();
  }
  const done = new Promise((finish) => {
    const stay = (event) => event.preventDefault();
    screen.addEventListener("cancel", stay);
    screen.addEventListener("close", () => screen.isConnected && screen.showModal()); // the back key of the phone
    addEventListener("hashchange", leave);

    function show(name, texts) {
      const part = copy(name, texts);
      screen.replaceChildren(part);
      screen.setAttribute("aria-labelledby", "ballot-name");
      screen.scrollTop = 0;
      $("#ballot-name", part).focus();
      return part;
    }

    // --- between two voters ------------------------------------------------------------------------------------------
    function pass(repeated = 0) {
      const left = present - box.number;
      const part = show("pass", {
        cast: say("ballot-cast", { number: box.number, of: present }),
        repeated: repeated ? say("ballot-again", { number: repeated }) : "",
        title: say(left ? "ballot-pass" : "ballot-all"),
      });
      const next = at(part, "next");
      next.hidden = !left;
      next.disabled = true;
      setTimeout(() => (next.disabled = false), BREATH);
      next.onclick = ballot;
      at(part, "end").onclick = end;
      at(part, "end").disabled = !box.mayEnd;
      at(part, "end").classList.toggle("button-primary", !left);
    }

    async function end() {
      const left = present - box.number;
      const words = left ? say("ballot-end-left", { number: left }) : "";
      if (left && !(await choose(say("ballot-end"), words, [["", say("ballot-go-on")], ["yes", say("ballot-end")]]))) return;
      leave();
      finish(box);
    }

    // --- one ballot ----------------------------------------------------------------------------------------------------
    function ballot() {
      const part = show("ballot");
      at(part, "choices").append(
        ...among.map((one) => {
          const row = copy("choice-of-ballot", { name: one.name });
          const button = $("button", row);
          button.prepend(picture(one.pictogram, one.place));
          button.onclick = () => sure(one);
          return row;
        }),
      );
      at(part, "blank").onclick = () => sure(null);
    }

    function sure(one) {
      const part = show("sure", { name: one ? one.name : say("ballot-blank") });
      if (one) at(part, "picture").append(picture(one.pictogram, one.place));
      at(part, "no").onclick = ballot;
      at(part, "yes").onclick = () => cast(one ? one.id : "");
    }

    /** Into the box, and out of sight. Whoever taps twice has cast one ballot: the screen is another by then. */
    function cast(choice) {
      box.cast(choice);
      voting.box = box.written();
      pass();
      keep(state).catch((error) => error instanceof PhoneFull && announce(say("full-title")));
    }

    screen.showModal();
    pass(repeats);
  });
  return { done, leave };
}
