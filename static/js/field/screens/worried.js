/**
 * "I am worried about a child": the numbers first, then the note that says who was told. It opens while the phone is
 * locked too, and nothing that is chosen here lies on the phone before it is handed over.
 */
import { now } from "../contact.js";
import { $, announce, at, button, copy, draw, say, tell } from "../dom.js";
import { fetched } from "../fetched.js";
import { unlocked } from "../pin.js";
import { groups } from "../roster.js";
import { canHand, drop, hand, list } from "../notes.js";
import { outbox } from "../outbox.js";
import { PhoneFull } from "../store.js";
import { chips } from "./controls.js";
import { isoOf, later } from "./days.js";

const CHOICES = ["urgency", "channel", "handed_to"];
const DAYS = ["noted_on", "handed_on"];
const LEVELS = [1, 2, 3];
const OLDEST = 30; // days that are offered
const SIGNS = { received: "warning", handled: "half", closed: "check", waiting: "clock", refused: "warning" };
const TONES = { handled: "ok", closed: "ok" };

/** Where the own groups are, as far as they share it: the ends of the ids of province, district, commune. Nothing while locked. */
async function nearby() {
  const found = unlocked() ? (await groups()).map(({ area }) => /^(\D*\d\d)(\d\d)?(\d\d)?/.exec(area ?? "")?.slice(1) ?? []) : [];
  const [first = [], ...others] = found;
  const differs = first.findIndex((end, level) => !end || others.some((one) => one[level] !== end));
  return differs < 0 ? first : first.slice(0, differs);
}

/** Province, district and, where it is known, commune: each list follows the one before. `own`: what is chosen at first. */
function places(root, all, own) {
  const lists = LEVELS.map((level) => at(root, `area-${level}`));
  const under = [all];
  const option = ([value, name]) => Object.assign(document.createElement("option"), { value, textContent: name });
  function fill(level) {
    const select = lists[level];
    select.replaceChildren(select.firstElementChild, ...(under[level] ?? []).map(option));
    select.value = "";
    select.closest("label").hidden = !under[level]?.length;
    if (level < 2) next(level);
  }
  function next(level) {
    under[level + 1] = under[level]?.find(([id]) => id === lists[level].value)?.[2];
    fill(level + 1);
  }
  lists.forEach((select, level) => (select.onchange = () => level < 2 && next(level)));
  fill(0);
  for (const [level, end] of own.entries()) {
    lists[level].value = end;
    if (!lists[level].value) break; // this portal knows another list of places
    if (level < 2) next(level);
  }
  return () => (lists[1].value ? lists.map((select) => select.value).join("") : "");
}

function line({ id, state, receipt, stage }, again) {
  const word = state === "sent" ? stage : state === "refused" ? state : "waiting";
  const one = copy("worried-note", {
    state: say(`worried-${word}`),
    receipt: receipt ?? "",
    words: say(`worried-${word}-words`),
  });
  one.dataset.tone = TONES[word] ?? "warn";
  draw(one, SIGNS[word]);
  const gone = word === "closed" || word === "refused";
  if (gone) one.append(button(say("put-aside"), "trash", () => drop(id).then(again), "button-quiet"));
  return one;
}

export async function show() {
  const [page, when, hands, own] = await Promise.all([fetched("worried"), now(), canHand(), nearby().catch(() => [])]);
  const root = copy("worried");
  const today = isoOf(when);
  const record = {};
  const chosen = places(root, JSON.parse($("#worried-places", page).textContent), own);
  for (const name of CHOICES) chips(at(root, name), null, "", (value) => (record[name] = value));
  for (const name of DAYS) Object.assign(at(root, name), { value: today, max: today, min: later(today, -OLDEST) });
  at(root, "form").hidden = !hands;
  at(root, "no-account").hidden = hands;

  let turn = 0;
  async function paint() {
    const mine = ++turn;
    const notes = await list();
    if (mine !== turn) return;
    at(root, "notes").hidden = !notes.length;
    at(root, "list").replaceChildren(...notes.map((note) => line(note, paint)));
  }
  await paint();
  outbox.send(); // asks what became of notes that were sent

  function missing() {
    const area = chosen();
    if (!record.urgency) return "urgency";
    if (!area) return "area";
    if (!record.channel) return "channel";
    if (!record.handed_to) return "handed_to";
    return at(root, "handed_on").value < at(root, "noted_on").value ? "handed_on" : "";
  }

  return {
    root,
    outbox: paint,
    actions: {
      async hand() {
        const name = missing();
        tell(root, { missing: name ? say(`worried-needs-${name}`) : "" });
        if (name) return announce(say(`worried-needs-${name}`), { shown: false });
        const days = Object.fromEntries(DAYS.map((each) => [each, at(root, each).value || today]));
        try {
          await hand({ ...record, ...days, area: chosen() });
        } catch (error) {
          if (!(error instanceof PhoneFull)) throw error;
          return tell(root, { missing: say("worried-full") });
        }
        at(root, "form").hidden = true;
        await paint();
        announce(say("worried-kept"));
        at(root, "notes").scrollIntoView();
        $("h2", at(root, "notes")).focus({ preventScroll: true });
      },
    },
  };
}
