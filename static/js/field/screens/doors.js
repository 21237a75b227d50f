/** The doors: welcome, first PIN, unlocking. They load before anything else of the app. */
import { Offline, session } from "../contact.js";
import { $, $$, announce, at, copy, digits, say, tell } from "../dom.js";
import { WeakPin, set, tries, unlock } from "../pin.js";
import { persist } from "../store.js";

/** The browser's offer to put the app on the home screen, which comes when it likes. */
let offer = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
});
export const installing = () => offer;

export function welcome(offline) {
  const root = copy("welcome");
  at(root, "offline").hidden = !offline;
  return { root };
}

export const forgotten = () => ({ root: copy("forgotten") });

/** A pad of digits, also for the keyboard; `done(pin)` gives the sentence to show, or nothing. */
export function pad({ title, lead, below, done }) {
  const root = copy("pin", { title: say(title), lead: say(lead), words: "" });
  let typed = "";
  let busy = false;
  const box = at(root, "pad");
  box.setAttribute("aria-label", say(title));
  const paint = () => {
    const dots = at(root, "dots");
    dots.replaceChildren(...Array.from({ length: Math.max(6, typed.length) }, () => document.createElement("i")));
    $$("i", dots).forEach((dot, number) => dot.toggleAttribute("data-on", number < typed.length));
    dots.setAttribute("aria-label", say("pin-label", { number: typed.length }));
    $(".pin-go", root).toggleAttribute("data-ready", typed.length > 5);
    for (const one of $$("button", box)) one.toggleAttribute("aria-disabled", busy);
  };
  const words = (text) => tell(root, { words: text });
  const press = async (key) => {
    if (busy) return;
    if (key === "back") typed = typed.slice(0, -1);
    else if (key !== "go") typed = (typed + key).slice(0, 12);
    if (key !== "go" || typed.length < 6) return paint();
    const pin = typed;
    typed = "";
    busy = true;
    paint();
    words(say("pin-checking"));
    words((await done(pin, words)) || "");
    busy = false;
    paint();
  };
  box.onclick = ({ target }) => {
    const key = target.closest("[data-digit]")?.dataset.digit;
    if (key) press(key);
  };
  const keys = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || $("dialog[open]")) return;
    const digit = event.key.length === 1 ? digits(event.key) : "";
    if (digit) press(digit);
    else if (event.key === "Backspace") press("back");
    else if (event.key === "Enter" && !event.target.closest?.("button, a")) press("go");
  };
  document.addEventListener("keydown", keys);
  if (below) at(root, "below").append(below);
  paint();
  return { root, words, leave: () => document.removeEventListener("keydown", keys) };
}

/** Two rounds of the pad; `keep(pin)` when both agree. */
export function twice(keep) {
  let first = "";
  const screen = pad({
    title: "pin-new",
    lead: "pin-new-lead",
    async done(pin) {
      if (!first) {
        first = pin;
        tell(screen.root, { title: say("pin-again"), lead: say("pin-again-lead") });
        return "";
      }
      const same = pin === first;
      first = "";
      tell(screen.root, { title: say("pin-new"), lead: say("pin-new-lead") });
      if (!same) return say("pin-differs");
      try {
        return await keep(pin);
      } catch (error) {
        if (error instanceof WeakPin) return say("pin-weak");
        throw error;
      }
    },
  });
  return screen;
}

export const newPin = (done) =>
  twice(async (pin) => {
    try {
      await set(pin);
      await session.enrol();
    } catch (error) {
      if (error instanceof Offline) return say("no-network");
      throw error;
    }
    await persist();
    await done();
  });

export function unlocking(now, done) {
  const below = copy("locked-below");
  const told = ({ left, wait }) => {
    if (left <= 0) return say("pin-wiped");
    if (left > 4) return "";
    return wait ? say("pin-wait", { number: left, seconds: wait }) : say("pin-wrong", { number: left });
  };
  const screen = pad({
    title: now.hasFinger ? "finger-unlock" : "unlock",
    lead: now.hasFinger ? "finger-unlock-lead" : "unlock-lead",
    below,
    async done(pin, words) {
      // The wait of a try is long after wrong ones: it is shown counting down.
      let { wait } = await tries();
      const clock = setInterval(() => {
        if (wait > 0) words(say("pin-wait", { number: "…", seconds: wait-- }));
      }, 1000);
      const answer = await unlock(pin);
      clearInterval(clock);
      if (answer.ok) return done();
      const text = told(answer);
      announce(text, { shown: false });
      return text;
    },
  });
  Promise.resolve(tries()).then((before) => screen.words(told(before)));
  return now.hasFinger ? withFinger(screen, done) : screen;
}

/** The button stands above the pad; whoever gives the PIN meanwhile calls the question for the finger off. */
function withFinger(screen, done) {
  const { root, words, leave } = screen;
  const finger = import("../finger.js"); // fetched before the tap: browsers want the question soon after it
  const open = copy("finger");
  let asking = null;
  at(root, "pad").setAttribute("aria-label", say("unlock"));
  at(root, "pad").before(open);
  open.onclick = async () => {
    if (asking) return;
    asking = new AbortController();
    words("");
    const { ok } = await (await finger).unlock(asking.signal);
    asking = null;
    if (ok) return done();
    words(say("finger-failed"));
  };
  return {
    ...screen,
    leave() {
      asking?.abort();
      leave();
    },
  };
}
