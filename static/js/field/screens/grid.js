/** A paper sheet, typed in by rows and columns: one meeting for each date. Letters and digits set marks, in Khmer too. */
import { now } from "../contact.js";
import { $, announce, at, button, choose, copy, digits, draw, go, icon, line, nameOf, note, say, tell, uuid } from "../dom.js";
import { drafts, outbox } from "../outbox.js";
import { groups } from "../roster.js";
import { PhoneFull } from "../store.js";
import { dayWords, isoOf } from "./days.js";
import { groupName } from "./home.js";
import { CYCLE, SHOWN, belongs, plausible } from "./marks.js";

const COLUMNS = 6;
const LINES = 10;
const SOON = 400;
const MARK_OF = new Map(SHOWN.flatMap((mark) => [...say(`sets-${mark}`)].map((key) => [key, mark])));
const THERE = ["present", "late"];
const EARLIEST = "2000"; // a year that is still being typed is none
const FIELDS = ["family_name", "given_name", "sex", "birth_year"];

export async function show(groupId) {
  const group = (await groups()).find((one) => one.id === groupId);
  if (!group) return { root: copy("note", { words: say("grid-no-group") }) };
  const today = isoOf(await now());
  const root = copy("grid", { group: groupName(group), count: "" });
  const given = new URLSearchParams(location.search).get("days") ?? "";
  const asked = given.split(",").filter((day) => /^\d{4}-\d\d-\d\d$/.test(day));
  const draft = await drafts.loadSheet(groupId);
  const kept = draft?.screen ?? {};
  const columns = Array.from({ length: COLUMNS }, (_none, number) => number);
  const isSaved = (column) => kept.saving && !draft.columns.includes(column); // the battery died between two meetings
  const days = columns.map((column) => (isSaved(column) ? "" : (kept.days ?? asked)[column]) || "");
  const typed = columns.map((column) => !!kept.typed?.[column]);
  const ids = columns.map((column) => (!isSaved(column) && kept.ids?.[column]) || uuid());
  const marksOf = (id) => columns.map((column) => (!isSaved(column) && kept.marks?.[id]?.[column]) || undefined);
  const members = group.members.map(({ id, from, to, ...one }) => ({ id, from, to, words: nameOf(one), marks: marksOf(id) }));
  const fresh = Array.from({ length: LINES }, (_none, number) => {
    const { id, values } = kept.fresh?.[number] ?? { id: uuid(), values: [] };
    return { id, values, marks: marksOf(id), isNew: true };
  });
  const people = [...members, ...fresh];
  let active = null;

  const isAsked = (person, column) => !!days[column] && (person.isNew || belongs(person, days[column]));
  const markOf = (person, column) => person.marks[column] ?? (person.isNew ? "" : "present");
  const typedName = ({ row }) => line(`${at(row, "family_name").value} ${at(row, "given_name").value}`);
  const nameFor = (person) => (person.isNew ? typedName(person) || say("grid-none") : person.words);

  at(root, "keys").append(
    ...SHOWN.map((mark) => {
      const one = document.createElement("span");
      one.dataset.state = mark;
      const keys = document.createElement("kbd");
      keys.textContent = say(`keys-${mark}`);
      one.append(icon(`state-${mark}`), say(mark), " ", keys);
      return one;
    }),
  );

  // --- the dates -------------------------------------------------------------------------------------------------------
  const heads = days.map((day, column) => {
    const head = document.createElement("th");
    head.scope = "col";
    const input = document.createElement("input");
    Object.assign(input, { type: "date", value: day, max: today, autocomplete: "off" });
    input.setAttribute("aria-label", say("grid-day", { number: column + 1 }));
    const words = document.createElement("span");
    head.append(input, words);
    input.onchange = () => {
      days[column] = input.value > EARLIEST && input.value <= today ? input.value : "";
      typed[column] = !!days[column];
      if (input.value > today) announce(say("future"));
      paint();
      changed();
    };
    at(root, "days").append(head);
    return words;
  });

  // --- the rows --------------------------------------------------------------------------------------------------------
  people.forEach((person, number) => {
    if (person.isNew) {
      person.row = copy("grid-new");
      for (const field of FIELDS) {
        const label = say("line", { number: number - members.length + 1, what: say(`w-${field}`) });
        at(person.row, field).setAttribute("aria-label", label);
        if (field !== "sex") at(person.row, field).placeholder = say(`w-${field}`);
        at(person.row, field).value = person.values[FIELDS.indexOf(field)] ?? "";
      }
      at(person.row, "birth_year").oninput = ({ target }) => (target.value = digits(target.value));
    } else {
      person.row = document.createElement("tr");
      const head = document.createElement("th");
      Object.assign(head, { scope: "row", lang: "km", textContent: person.words });
      person.row.append(head);
    }
    person.cells = days.map((_day, column) => {
      const cell = document.createElement("td");
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      cell.append(icon("state-present"));
      cell.onclick = () => {
        focus(number, column);
        const marks = person.isNew ? ["", ...CYCLE] : CYCLE;
        set(person, column, marks[(marks.indexOf(markOf(person, column)) + 1) % marks.length]);
      };
      person.row.append(cell);
      return cell;
    });
    at(root, "body").append(person.row);
  });

  function paintCell(person, column) {
    const cell = person.cells[column];
    const mark = isAsked(person, column) ? markOf(person, column) : "";
    cell.dataset.state = mark;
    cell.toggleAttribute("data-off", !isAsked(person, column));
    cell.toggleAttribute("data-set", !!person.marks[column]);
    $("svg", cell).toggleAttribute("hidden", !mark);
    if (mark) draw(cell, `state-${mark}`);
    const day = days[column] ? dayWords(days[column], today) : say("grid-day", { number: column + 1 });
    cell.setAttribute("aria-label", say("grid-cell", { name: nameFor(person), day, mark: say(mark || "grid-none") }));
  }

  function set(person, column, mark) {
    if (!isAsked(person, column)) return;
    person.marks[column] = mark || undefined;
    paintCell(person, column);
    changed();
  }

  function focus(row, column) {
    const next = people[row]?.cells[column];
    if (!next) return;
    if (active) active.tabIndex = -1;
    active = next;
    next.tabIndex = 0;
    next.focus();
  }

  function paint() {
    heads.forEach((words, column) => (words.textContent = days[column] ? dayWords(days[column], today) : ""));
    for (const person of people) days.forEach((_day, column) => paintCell(person, column));
    tell(root, { count: say("grid-count", { number: days.filter(Boolean).length }) });
  }

  at(root, "grid").onkeydown = (event) => {
    const row = people.findIndex((person) => person.cells.includes(event.target));
    if (row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const column = people[row].cells.indexOf(event.target);
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
    const mark = MARK_OF.get(event.key.toLowerCase());
    if (moves[event.key]) {
      // Who goes down by Enter has read the line: it is as it stands, also in the draft.
      if (event.key === "Enter" && !people[row].isNew) set(people[row], column, markOf(people[row], column));
      const [down, right] = moves[event.key];
      focus(row + down, column + right);
    } else if (mark) {
      set(people[row], column, mark);
      focus(row + 1, column);
    } else if (event.key === " ") people[row].cells[column].click();
    else if (event.key === "Backspace" || event.key === "Delete") set(people[row], column, undefined);
    else return;
    event.preventDefault();
  };

  // --- the draft -------------------------------------------------------------------------------------------------------
  const known = columns.map(() => null);
  let timer = 0;
  let ended = false;

  /** The whole screen, as it is found again. */
  const sheet = (saving) => ({
    saving,
    days,
    typed,
    ids,
    marks: { ...kept.marks, ...Object.fromEntries(people.map(({ id, marks }) => [id, [...marks]])) },
    fresh: fresh.map(({ id, row }) => ({ id, values: FIELDS.map((field) => at(row, field).value) })),
  });

  /**
   * What a column says by itself, for the day when nobody can open the sheet any more: only what was really typed. Members
   * not reached yet have no mark; a date that came with the sheet is no meeting before there is one. Who is half written
   * is a name for the desk. Null: nothing.
   */
  function asTyped(column) {
    if (!days[column]) return null;
    const marked = people.filter((person) => isAsked(person, column) && person.marks[column]);
    if (!typed[column] && !marked.length) return null;
    const children = new Map(fresh.map((person) => [person, childOf(person)]));
    const half = marked.filter((person) => person.isNew && !children.get(person));
    const names = half.filter((person) => THERE.includes(person.marks[column])).map(typedName);
    return {
      ...meeting(column, marked.filter((person) => !half.includes(person))),
      newcomers: marked.map((person) => children.get(person)).filter(Boolean),
      typed_names: names.filter(Boolean),
    };
  }

  /** Only the columns that changed are sealed anew. */
  function keep(whole = null) {
    clearTimeout(timer);
    timer = 0;
    if (ended) return null;
    const meetings = {};
    for (const column of columns) {
      const record = whole ? (whole.get(column) ?? null) : asTyped(column);
      const text = JSON.stringify(record);
      if (text !== known[column]) meetings[column] = record;
      known[column] = text;
    }
    return drafts.keepSheet(groupId, sheet(!!whole), meetings).catch((error) => {
      known.fill(null);
      if (error instanceof PhoneFull) announce(say("full-title"));
    });
  }

  function changed() {
    timer ||= setTimeout(keep, SOON);
  }
  const hide = () => timer && keep();
  addEventListener("pagehide", hide);
  document.addEventListener("visibilitychange", hide);
  at(root, "body").addEventListener("input", changed);

  async function throwAway() {
    const choices = [["", say("keep-writing")], ["yes", say("throw")]];
    if (!(await choose(say("throw-title"), say("throw-ask"), choices))) return;
    ended = true;
    clearTimeout(timer);
    await drafts.dropSheet(groupId);
    go("#home");
  }
  if (draft) {
    const words = say("drafted", { day: dayWords(isoOf(new Date(draft.at)), today) });
    at(root, "keys").before(note(words, "info", button(say("throw"), "trash", throwAway, "button-quiet")));
  }

  // --- saving ----------------------------------------------------------------------------------------------------------
  /** The child of a new line, or null while something is missing. */
  function childOf({ id, row }) {
    const [family_name, given_name, sex, year] = FIELDS.map((field) => line(at(row, field).value));
    const birth_year = Number(year) || null;
    const isWhole = given_name && sex && plausible(birth_year, today);
    return isWhole ? { id, family_name, given_name, sex, birth_year } : null;
  }

  function meeting(column, marked) {
    const marks = Object.fromEntries(marked.map((person) => [person.id, markOf(person, column)]));
    return { id: ids[column], group: groupId, held_on: days[column], marks };
  }

  /** The meetings of the sheet by column; throws the sentence that says what is missing. */
  function meetings() {
    const used = days.filter(Boolean);
    if (!used.length) throw new Error(say("grid-no-day"));
    if (new Set(used).size < used.length) throw new Error(say("grid-twice"));
    const children = new Map();
    for (const [number, person] of fresh.entries()) {
      if (!FIELDS.some((field) => line(at(person.row, field).value))) continue;
      const child = childOf(person);
      if (!child) throw new Error(say("grid-newcomer", { number: number + 1 }));
      if (!days.some((day, column) => day && person.marks[column])) throw new Error(say("grid-unmarked", { number: number + 1 }));
      children.set(person, child);
    }
    const found = new Map();
    for (const column of columns.filter((one) => days[one])) {
      const there = [...children.keys()].filter((person) => person.marks[column]);
      const marked = [...members.filter((person) => isAsked(person, column)), ...there];
      const newcomers = there.map((person) => children.get(person));
      found.set(column, { ...meeting(column, marked), newcomers, typed_names: [] });
    }
    return found;
  }

  async function save() {
    const wrong = (text) => {
      tell(root, { wrong: text });
      at(root, "wrong").hidden = !text;
    };
    wrong("");
    if (ended) return;
    let left;
    try {
      left = meetings();
    } catch (error) {
      return wrong(error.message);
    }
    await keep(left); // from here on each column without a draft is one that was saved
    clearTimeout(timer);
    ended = true;
    try {
      for (const [column, record] of left) {
        const isLast = left.size === 1;
        await outbox.save("meeting", record, { group: groupId, columns: isLast ? [column, "sheet"] : [column] });
        days[column] = ""; // saved: a second try after a fault does not save it again
        known[column] = "null";
        left.delete(column);
      }
    } catch (error) {
      ended = false;
      paint();
      if (!(error instanceof PhoneFull)) throw error;
      return wrong(say("full-title"));
    }
    const { waiting, others } = await outbox.summary();
    announce(say(others ? "saved-records" : "saved", { number: waiting }));
    return go("#home");
  }

  paint();
  people[0].cells[0].tabIndex = 0;
  active = people[0].cells[0];
  return {
    root,
    leave() {
      removeEventListener("pagehide", hide);
      document.removeEventListener("visibilitychange", hide);
      return hide();
    },
    actions: { save },
  };
}
