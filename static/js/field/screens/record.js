/** One meeting on one screen: recorded, gone on with, or corrected. What is typed is kept at most half a second later. */
import { now } from "../contact.js";
import { $, $$, announce, at, button, choose, copy, download, go, note, say, tell, uuid } from "../dom.js";
import { drafts, outbox } from "../outbox.js";
import { groups, reference } from "../roster.js";
import { PhoneFull } from "../store.js";
import { chips } from "./controls.js";
import { dayWords, isoOf, later, nearWords } from "./days.js";
import { groupName } from "./home.js";
import { marks } from "./marks.js";
import { parts } from "./parts.js";
import { photosOf } from "./photo.js";

const SOON = 400;

const blank = (group, day) => ({
  ...{ id: uuid(), group, held_on: day, slot: 1, version: null, kind: "ordinary", number: null, started_at: null },
  ...{ ended_at: null, place_text: "", marks: {}, newcomers: [], typed_names: [], guests: [], topics: [], decisions: [] },
  ...{ settled: [], told: [], issues: [], summary: "", quorum_met: null, minutes_approved: "", adults_present: null },
  ...{ felt_good: 0, felt_so_so: 0, felt_bad: 0, next: null, resolves: null },
});

/** Where the record comes from: nothing, a row of the outbox, or a meeting that the portal still lets be corrected. */
async function source(group, from, id, today) {
  if (from === "row") {
    const { record, row } = await outbox.openRecord(id);
    return { record: { ...record, version: row.version ?? record.version, resolves: null }, replaces: id };
  }
  if (from === "open") {
    const known = group.open.find((meeting) => meeting.id === id);
    return { record: { ...blank(group.id, today), ...structuredClone(known), next: null }, replaces: null };
  }
  return { record: blank(group.id, today), replaces: null };
}

/** The meetings of this group that are known here, by day, so that none is written twice by mistake. */
async function recorded(group) {
  const found = group.open.map(({ id, held_on }) => ({ id, day: held_on, hash: `#record/${group.id}/open/${id}` }));
  for (const row of await outbox.list()) {
    if (row.kind !== "meeting" || row.group !== group.id || !row.openable) continue;
    const { record } = await outbox.openRecord(row.id);
    const hash = `#record/${group.id}/row/${row.id}`;
    if (record) found.unshift({ id: row.meeting ?? record.id, own: record.id, day: record.held_on, hash });
  }
  return found;
}

export async function show(groupId, from = "new", id = "") {
  const [all, { topics }, when] = await Promise.all([groups(), reference(), now()]);
  const group = all.find((one) => one.id === groupId);
  const today = isoOf(when);
  let draft = await drafts.load(groupId);
  const key = `${from}/${id}`;
  if (draft && from !== "new" && draft.screen?.key !== key) {
    const choices = [["go", say("go-on")], ["throw", say("throw")]];
    const answer = await choose(say("other-draft-title"), say("other-draft"), choices);
    if (answer === "throw") {
      await drafts.drop(groupId);
      draft = null;
    }
  }
  const start = draft ? { record: draft.record, ...draft.screen } : { key, ...(await source(group, from, id, today)) };
  const { record, replaces } = start;
  const isNew = start.key === "new/";
  const known = (await recorded(group)).filter((one) => ![one.id, one.own].includes(record.id));

  const root = copy("record", { group: groupName(group), title: say(isNew ? "title-new" : "title-edit") });
  const before = isNew ? { due: group.due, asks: group.asks } : { due: [], asks: [] };
  const m = { record, group, topics, today, isNew, root, changed, ...before };
  let touched = !!draft;
  let asked = !isNew;
  let ended = false;
  let timer = 0;

  // --- the draft -------------------------------------------------------------------------------------------------------
  function keep() {
    clearTimeout(timer);
    timer = 0;
    if (ended || !touched) return null;
    return drafts.keep(groupId, whole(), { key: start.key, replaces }).catch((error) => {
      if (error instanceof PhoneFull) announce(say("full-title"));
    });
  }

  function changed() {
    touched = true;
    at(root, "throw").hidden = false;
    counts();
    timer ||= setTimeout(keep, SOON);
  }
  const hide = () => timer && keep();
  addEventListener("pagehide", hide);
  document.addEventListener("visibilitychange", hide);

  /** The record as the protocol has it, however far it is written. */
  function whole() {
    return {
      ...record,
      marks: roster.all(),
      decisions: record.decisions.filter((one) => one.text),
      issues: record.issues.filter((one) => one.text),
    };
  }

  // --- the day ---------------------------------------------------------------------------------------------------------
  function day() {
    const { held_on: held } = record;
    tell(root, { day: dayWords(held, today), near: nearWords(held, today) });
    at(root, "date").value = held;
    at(root, "date").max = today;
    at(root, "later").disabled = held >= today;
    const notes = [];
    if (draft) notes.push(note(say("drafted", { day: dayWords(isoOf(new Date(draft.at)), today) })));
    const twin = known.find((one) => one.day === held);
    if (twin && record.slot !== null) {
      const second = () => {
        record.slot = null;
        changed();
        day();
      };
      const ways = [button(say("correct-it"), "edit", () => go(twin.hash)), button(say("second"), "plus", second)];
      notes.push(note(say("same-day"), "warn", ...ways));
    } else if (twin) notes.push(note(say("second-said")));
    if (group.expired) notes.push(note(say("expired-short"), "warn"));
    at(root, "notes").replaceChildren(...notes);
    roster.paint();
    rest.day();
  }

  function setDay(value) {
    if (!value || value > today) return announce(say("future"));
    record.held_on = value;
    record.slot ??= 1;
    changed();
    day();
  }

  // --- the bar ---------------------------------------------------------------------------------------------------------
  function counts() {
    at(root, "counts").replaceChildren(...roster.counts());
  }

  const roster = marks(m);
  const rest = parts(m);
  const photos = photosOf(m);
  day();
  counts();
  at(root, "missed").href = `#missed/${groupId}`;
  at(root, "missed").hidden = !isNew;
  at(root, "throw").hidden = !draft;
  at(root, "date").onchange = ({ target }) => setDay(target.value);
  for (const place of $$("[data-chips]", root)) {
    const { chips: name } = place.dataset;
    chips(place, null, record[name] ?? "", (value) => {
      if (name === "quorum_met") record[name] = value ? value === "true" : null;
      else record[name] = value || (name === "kind" ? "ordinary" : "");
      changed();
    });
  }
  for (const input of $$("input[name], textarea[name]", root)) {
    input.value = record[input.name] ?? "";
    input.oninput = () => {
      record[input.name] = input.value || (input.type === "time" ? null : "");
      changed();
    };
  }
  at(root, "council").hidden = !group.asks_quorum;
  root.onsubmit = (event) => event.preventDefault();

  // --- saving ----------------------------------------------------------------------------------------------------------
  async function adults() {
    if (asked || record.adults_present >= 2) return true;
    if (record.adults_present == null) {
      const numbers = [["2", "2"], ["3", "3"], ["4", say("adults-4")], ["1", "1"]];
      const answer = await choose(say("adults-title"), say("adults-ask"), numbers);
      if (!answer) return false;
      record.adults_present = Number(answer);
    }
    if (record.adults_present < 2) {
      const answer = await choose(say("alone-title"), say("alone"), [["2", say("alone-yes")], ["1", say("alone-no")]]);
      if (!answer) return false;
      if (answer === "2") record.adults_present = 2;
    }
    asked = true;
    changed();
    return true;
  }

  async function save() {
    if (ended || !(await roster.ready()) || !(await adults())) return;
    ended = true;
    clearTimeout(timer);
    const ready = whole();
    try {
      await photos.ready();
      await outbox.save("meeting", ready, { group: groupId, replaces });
    } catch (error) {
      ended = false;
      if (!(error instanceof PhoneFull)) throw error;
      const answer = await choose(say("full-title"), say("full"), [["copy", say("copy")], ["", say("ok")]]);
      if (answer) download(await outbox.copy("meeting", ready, { group: groupId }));
      return;
    }
    const { waiting, others } = await outbox.summary();
    announce(say(others ? "saved-records" : "saved", { number: waiting }));
    go("#home");
  }

  return {
    root,
    leave() {
      removeEventListener("pagehide", hide);
      document.removeEventListener("visibilitychange", hide);
      return hide();
    },
    actions: {
      earlier: () => setDay(later(record.held_on, -1)),
      later: () => setDay(later(record.held_on, 1)),
      save,
      async throw() {
        const choices = [["", say("keep-writing")], ["yes", say("throw")]];
        if (!(await choose(say("throw-title"), say("throw-ask"), choices))) return;
        ended = true;
        clearTimeout(timer);
        await drafts.drop(groupId);
        go("#home");
      },
      ...roster.actions,
      ...rest.actions,
      ...photos.actions,
    },
  };
}
