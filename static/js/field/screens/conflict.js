/** Two records of one meeting: what differs, said in words, and four ways on. None of them loses anything. */
import { $, $$, LANGUAGE, announce, at, copy, go, has, line, nameOf, say } from "../dom.js";
import { outbox } from "../outbox.js";
import { groups, reference } from "../roster.js";
import { dayWords } from "./days.js";
import { groupName } from "./home.js";

const WORDED = ["kind", "place_text", "quorum_met", "minutes_approved", "summary"];
const PLAIN = [...WORDED, "started_at", "ended_at", "adults_present"];
const LISTS = ["newcomers", "typed_names", "topics", "decisions", "settled", "told", "issues"];
const FELT = ["felt_good", "felt_so_so", "felt_bad"];
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** [{what, mine, theirs, take(record, side), both}]: `take` puts a side into the combined record; lists are joined. */
function differences(mine, theirs, { group, topics }) {
  const names = new Map(group.members.map((one) => [one.id, nameOf(one)]));
  for (const { id, family_name, given_name } of [...mine.newcomers, ...theirs.newcomers]) {
    names.set(id, line(`${family_name} ${given_name}`));
  }
  const nameFor = (id) => names.get(id) ?? say("some-child");
  const topic = new Map(topics.map((one) => [one.code, one[LANGUAGE]]));
  const sides = { mine, theirs };
  const found = [];
  const add = (what, text, take, both = "") => {
    const words = { mine: text(mine), theirs: text(theirs) };
    if (words.mine !== words.theirs) found.push({ what, ...words, take, both });
  };

  for (const id of new Set([...Object.keys(mine.marks), ...Object.keys(theirs.marks)])) {
    const word = (record) => (record.marks[id] ? say(record.marks[id]) : say("not-said"));
    add(nameFor(id), word, (record, side) => {
      record.marks[id] = sides[side].marks[id] ?? mine.marks[id] ?? theirs.marks[id];
    });
  }
  const guests = (record) =>
    record.guests
      .filter((one) => one.number)
      .map((one) => say("number-of", { what: say(one.group), number: one.number }))
      .sort()
      .join(", ") || say("nothing");
  add(say("d-guests"), guests, (record, side) => (record.guests = sides[side].guests));

  const plain = (name, value) => {
    if (value == null || value === "") return say("not-said");
    if (typeof value === "boolean") return say(value ? "yes" : "no");
    for (const key of [`kind-of-${value}`, `minutes-${value}`]) if (has(key) && name !== "summary") return say(key);
    return String(value);
  };
  for (const name of PLAIN) {
    const what = name === "adults_present" ? say("adults") : say(`d-${name}`);
    add(what, (record) => plain(name, record[name]), (record, side) => (record[name] = sides[side][name]));
  }
  const felt = (record) => FELT.map((name) => say("number-of", { what: say(name), number: record[name] })).join(", ");
  add(say("d-felt"), felt, (record, side) => FELT.forEach((name) => (record[name] = sides[side][name])));
  const next = ({ next: plan }) => (plan ? dayWords(plan.planned_on) : say("nothing"));
  add(say("d-next"), next, (record, side) => (record.next = sides[side].next));

  const asks = new Map(group.asks.map((one) => [one.id, one.text]));
  const due = new Map(group.due.map((one) => [one.id, one.text]));
  const words = {
    newcomers: (one) => nameFor(one.id),
    typed_names: (one) => one,
    topics: (one) => topic.get(one) ?? one,
    decisions: (one) => one.text,
    settled: (one) => due.get(one.id) ?? say("d-settled"),
    told: (one) => asks.get(one) ?? say("d-told"),
    issues: (one) => one.text,
  };
  for (const name of LISTS) {
    for (const side of [mine, theirs]) side[name] ??= []; // a record of an older app
    const list = (record) => record[name].map(words[name]);
    const both = [...theirs[name]];
    const isThere = (one) => both.some((each) => same(each, one) || words[name](each) === words[name](one));
    for (const one of mine[name]) if (!isThere(one)) both.push(one);
    const text = (record) => list(record).sort().join(" · ") || say("nothing");
    add(say(`d-${name}`), text, (record) => (record[name] = both), both.map(words[name]).join(" · "));
  }
  return found;
}

export async function show(id) {
  const { record: mine, theirs, row } = await outbox.openRecord(id);
  const [all, { topics }] = await Promise.all([groups(), reference()]);
  const group = all.find((one) => one.id === mine.group) ?? { members: [], due: [], open: [] };
  const found = differences(mine, theirs, { group, topics });
  const root = copy("conflict", { group: groupName(group), day: dayWords(mine.held_on) });
  at(root, "same").hidden = found.length > 0;
  at(root, "rows").append(
    ...found.map(({ what, mine: one, theirs: other }) => copy("difference", { what, mine: one, theirs: other })),
  );
  const chosen = found.map(() => "mine");

  async function save(record, choice) {
    const resolves = { record: row.id, meeting: theirs.id, version: theirs.version, choice };
    const number = choice === "two_meetings" ? record.number : (record.number ?? theirs.number); // the desk gives it
    await outbox.save("meeting", { ...record, number, resolves }, { group: mine.group, replaces: row.id });
    finish();
  }
  async function finish() {
    const { waiting, others } = await outbox.summary();
    announce(say(others ? "saved-records" : "saved", { number: waiting }));
    go("#home");
  }
  const turn = (preview) => {
    at(root, "rows").hidden = at(root, "do").hidden = preview;
    at(root, "preview").hidden = !preview;
    (preview ? at(root, "preview-name") : $("h1", root)).focus();
  };

  at(root, "choices").append(
    ...found.map(({ what, mine: one, theirs: other, both }, number) => {
      if (both) return copy("joined", { what, both });
      const choice = copy("choice", { what, mine: one, theirs: other });
      $(".pair", choice).setAttribute("aria-label", what);
      for (const side of $$(".side", choice)) {
        side.onclick = () => {
          chosen[number] = side.value;
          for (const each of $$(".side", choice)) each.setAttribute("aria-pressed", String(each === side));
        };
      }
      return choice;
    }),
  );

  return {
    root,
    actions: {
      combine: () => turn(true),
      back: () => turn(false),
      mine: () => save(mine, "keep_mine"),
      two: () => save({ ...mine, slot: null }, "two_meetings"),
      async theirs() {
        const record = { record: row.id, meeting: theirs.id };
        await outbox.save("set_aside", record, { group: mine.group, replaces: row.id });
        finish();
      },
      "save-combined"() {
        const record = structuredClone(mine);
        record.marks = { ...theirs.marks, ...mine.marks };
        found.forEach((one, number) => one.take(record, chosen[number]));
        return save(record, "keep_mine"); // as it was chosen here: the portal must not choose once more
      },
    },
  };
}
