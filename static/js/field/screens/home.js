/** My groups, and what lies on this phone. */
import { now } from "../contact.js";
import { $, LANGUAGE, announce, at, button, choose, copy, draw, go, has, note, say } from "../dom.js";
import { drafts, outbox } from "../outbox.js";
import { groups, me } from "../roster.js";
import { dayWords, isoOf } from "./days.js";

const MANY = 8;
const SIGNS = { waiting: "clock", sent: "check", conflict: "transfer", refused: "warning", held: "eye" };
const ORDER = ["conflict", "refused", "waiting", "held", "sent"];

export function groupName(group) {
  if (!group) return say("some-group");
  return (LANGUAGE === "en" && group.name_latin) || group.name_km;
}

const openRoute = (group, id) => `#record/${group.id}/open/${id}`;

function card(group, { writing, typing }, today) {
  const { last_met_on: last, next, due, overdue_from: overdue } = group;
  const known = next && next.planned_on >= today ? next : null;
  const one = copy("card", {
    name: groupName(group),
    last: last ? dayWords(last, today) : say("never"),
    next: known
      ? known.starts_at
        ? say("at-time", { day: dayWords(known.planned_on, today), time: known.starts_at.slice(0, 5) })
        : dayWords(known.planned_on, today)
      : say("not-planned"),
    due: say("due", { number: due.length }),
    expired: group.expired ? say("expired") : "",
    record: say(writing ? "go-on" : "record"),
  });
  if (LANGUAGE === "en" && group.name_latin) $(".card-name", one).removeAttribute("lang");
  one.dataset.kind = group.kind;
  draw($(".sign", one), `kind-${group.kind}`);
  at(one, "overdue").hidden = !overdue || overdue > today;
  at(one, "next").hidden = group.expired;
  at(one, "due").hidden = !due.length;
  at(one, "list").append(
    ...due.map((decision) => {
      const line = document.createElement("li");
      line.textContent = decision.text;
      if (decision.due_on) line.append(` (${say("by-day", { day: dayWords(decision.due_on, today) })})`);
      return line;
    }),
  );
  at(one, "open").hidden = !group.open.length;
  at(one, "days").append(
    ...group.open.map((meeting) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      const textContent = dayWords(meeting.held_on, today);
      Object.assign(link, { className: "chip", href: openRoute(group, meeting.id), textContent });
      line.append(link);
      return line;
    }),
  );
  at(one, "record").href = `#record/${group.id}`;
  if (group.kind === "council") at(one, "grid").before(election(group));
  at(one, "grid").href = `#grid/${group.id}`;
  at(one, "grid").hidden = group.expired && !typing;
  if (typing) $("span", at(one, "grid")).textContent = say("grid-go-on");
  if (writing) one.dataset.writing = "";
  return one;
}

function election({ id }) {
  const one = button(say("kind-election"), "decision", () => go(`#election/${id}`));
  one.dataset.at = "election";
  return one;
}

async function keptRow(row, byId, today) {
  const group = byId.get(row.group);
  const known = group?.open.find((meeting) => meeting.id === row.meeting);
  const opened = row.openable && row.kind === "meeting" ? await outbox.openRecord(row.id).catch(() => null) : null;
  const day = opened?.record?.held_on;
  const notes = row.notes.map((name) => `note-${name}`).filter(has);
  const one = copy("kept-row", {
    group: groupName(group),
    what: day ? say("kind-meeting-day", { day: dayWords(day, today) }) : say(`kind-${row.kind}`),
    state: say(`state-${row.state}`),
    receipt: row.receipt ? say("receipt", { receipt: row.receipt }) : "",
    sentence: row.sentence?.[LANGUAGE] || notes.map((name) => say(name)).join(" "),
  });
  one.dataset.state = row.state;
  draw($(".kept-sign", one), SIGNS[row.state]);
  const isElection = row.kind === "election";
  const canOpen = isElection || row.kind === "meeting";
  const edit = () => go(known ? openRoute(group, known.id) : `#${isElection ? row.kind : "record"}/${row.group}/row/${row.id}`);
  const buttons = [];
  if (row.state === "conflict" && row.openable && row.hasTheirs) {
    buttons.push(button(say("compare"), "transfer", () => go(`#${isElection ? `election/${row.group}/` : ""}conflict/${row.id}`), "button-primary"));
  } else if (row.state === "refused") {
    const canFix = row.fixable && row.openable && canOpen;
    if (canFix) buttons.push(button(say("put-right"), "edit", edit, "button-primary"));
    buttons.push(button(say("put-aside"), "trash", () => aside(row.id), "button-quiet"));
  } else if (row.kind === "meeting" && (known || (row.openable && (row.state === "waiting" || row.version)))) {
    buttons.push(button(say("correct"), "edit", edit, "button-quiet"));
  }
  at(one, "do").append(...buttons);
  return one;
}

async function aside(id) {
  const choices = [["", say("cancel")], ["yes", say("put-aside")]];
  const answer = await choose(say("put-aside-title"), say("put-aside-ask"), choices);
  if (answer) outbox.setAside(id);
}

export async function show() {
  const today = isoOf(await now());
  const root = copy("home", { today: dayWords(today) });
  let all = false;
  let signIn = false;
  let turn = 0;

  async function paintGroups() {
    const [found, written] = await Promise.all([groups(), drafts.list()]);
    const begun = (group, sheet) => written.some((draft) => draft.group === group.id && draft.isSheet === sheet);
    const cards = found.map((one) => card(one, { writing: begun(one, false), typing: begun(one, true) }, today));
    at(root, "cards").replaceChildren(...(cards.length ? cards : [copy("no-groups")]));
    at(root, "notes").replaceChildren();
    if (signIn) {
      const link = button(say("sign-in-button"), "key", null, "");
      link.dataset.do = "sign-in";
      at(root, "notes").append(note(say("sign-in-list"), "info", link));
    }
    if ((await me())?.unchecked) at(root, "notes").append(note(say("unchecked"), "info"));
    return new Map(found.map((group) => [group.id, group]));
  }

  async function paintKept(byId) {
    const mine = ++turn;
    const rank = ({ state }) => ORDER.indexOf(state);
    const rows = (await outbox.list()).sort((one, other) => rank(one) - rank(other) || other.at - one.at);
    const shown = all ? rows : rows.slice(0, MANY);
    const lines = await Promise.all(shown.map((row) => keptRow(row, byId, today)));
    if (mine !== turn) return; // a later one has seen more
    at(root, "kept").replaceChildren(...lines);
    at(root, "nothing").hidden = rows.length > 0;
    at(root, "older").hidden = shown.length === rows.length;
  }

  let byId = await paintGroups();
  await paintKept(byId);
  const told = new Set((await outbox.list()).filter((row) => row.receipt).map((row) => row.id));
  return {
    name: "home",
    root,
    async outbox() {
      await paintKept(byId);
      for (const row of await outbox.list()) {
        if (!row.receipt || told.has(row.id)) continue;
        told.add(row.id);
        announce(say("sent-now", { receipt: row.receipt }));
      }
    },
    async roster(asked) {
      signIn = asked;
      byId = await paintGroups();
      await paintKept(byId);
    },
    actions: {
      older() {
        all = true;
        paintKept(byId);
      },
    },
  };
}
