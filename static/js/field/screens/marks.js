/** Who was there: the list of the chosen day, children who are new, names that are not on the list. */
import { $, announce, at, choose, copy, digits, draw, icon, line, nameOf, say, tell, uuid } from "../dom.js";
import { chips } from "./controls.js";

export const CYCLE = ["present", "absent", "excused", "late"];
const TYPED = ["family_name", "given_name", "birth_year"];
export const SHOWN = ["present", "late", "excused", "absent"];

export const belongs = ({ from, to }, day) => (!from || from <= day) && (!to || to >= day);
export const membersOn = (group, day) => group.members.filter((member) => belongs(member, day));
export function plausible(year, today) {
  const present = Number(today.slice(0, 4));
  return !year || (year > present - 100 && year <= present);
}

export function marks({ record, group, today, isNew, root, changed }) {
  const list = at(root, "marks");
  /** Everyone is present until said otherwise; in what the portal has, who is not marked stays so. */
  const markOf = (id) => record.marks[id] ?? (record.version ? "" : "present");
  let form = null;
  const listed = () => [
    ...membersOn(group, record.held_on).map((one) => ({ ...one, words: nameOf(one) })),
    ...record.newcomers.map(({ id, family_name, given_name }) => ({
      id,
      words: line(`${family_name} ${given_name}`),
      after: say("consent-awaited"),
    })),
  ];
  /** Marks of the day; those of people who are not on this list stay as they came from the portal. */
  const all = () => {
    const shown = new Set([...group.members, ...record.newcomers].map(({ id }) => id));
    const others = Object.entries(record.marks).filter(([id]) => !shown.has(id));
    const marked = listed().map(({ id }) => [id, markOf(id)]);
    return Object.fromEntries([...others, ...marked.filter(([, mark]) => mark)]);
  };

  function paintMark(one, state) {
    one.dataset.state = state;
    draw($(".state", one), state ? `state-${state}` : "question");
    tell(one, { state: say(state || "not-said") });
  }

  const out = (name, act) => {
    const one = document.createElement("button");
    Object.assign(one, { type: "button", className: "round", onclick: act });
    one.append(icon("trash", say("take-out", { name })));
    return one;
  };

  function paint() {
    const rows = listed().map(({ id, words, after, needs = [] }) => {
      const row = copy("mark", { name: words, after: after ?? "" });
      const one = $(".mark", row);
      paintMark(one, markOf(id));
      $(".mark-needs", one).append(...needs.map((need) => icon(`need-${need}`, say(`need-${need}`))));
      one.onclick = () => {
        const next = CYCLE[(CYCLE.indexOf(one.dataset.state) + 1) % CYCLE.length];
        record.marks[id] = next;
        paintMark(one, next);
        announce(say("mark-said", { name: words, mark: say(next) }), { shown: false });
        changed();
      };
      if (after) {
        row.append(
          out(words, () => {
            record.newcomers = record.newcomers.filter((child) => child.id !== id);
            delete record.marks[id];
            again();
          }),
        );
      }
      return row;
    });
    const typed = record.typed_names.map((name) => {
      const row = copy("mark", { name, after: say("written"), state: say("present") });
      $(".mark", row).disabled = true;
      row.append(
        out(name, () => {
          record.typed_names = record.typed_names.filter((one) => one !== name);
          again();
        }),
      );
      return row;
    });
    list.replaceChildren(...rows, ...typed);
    tell(root, { hint: say(rows.length ? (isNew ? "hint" : "hint-edit") : "nobody") });
    const needs = new Set(membersOn(group, record.held_on).flatMap((one) => one.needs ?? []));
    at(root, "legend").replaceChildren(
      ...[...needs].map((need) => {
        const one = document.createElement("span");
        one.append(icon(`need-${need}`), say(`need-${need}`));
        return one;
      }),
    );
    at(root, "add-newcomer").hidden = at(root, "add-name").hidden = !!form;
  }

  function again() {
    paint();
    changed();
  }

  function show(fresh) {
    form = fresh;
    at(root, "newcomer").replaceChildren(...(fresh ? [fresh] : []));
    paint();
    (fresh ? $("input", fresh) : at(root, "add-newcomer")).focus();
  }

  // Enter on the keyboard of a phone goes on to the next field, and adds after the last.
  function chain(fresh, names, add) {
    names.forEach((name, number) => {
      at(fresh, name).onkeydown = (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        if (number + 1 < names.length) at(fresh, names[number + 1]).focus();
        else add();
      };
    });
  }

  let sex = "";
  const typedIn = () => Object.fromEntries(form ? TYPED.map((name) => [name, line(at(form, name)?.value ?? "")]) : []);

  function newcomer() {
    const fresh = copy("newcomer", { age: "", wrong: "" });
    sex = "";
    chips(at(fresh, "sex"), null, "", (value) => (sex = value));
    at(fresh, "birth_year").oninput = ({ target }) => {
      target.value = digits(target.value);
      const age = Number(today.slice(0, 4)) - Number(target.value);
      tell(fresh, { age: target.value.length === 4 && age >= 0 && age < 100 ? say("age", { number: age }) : "" });
    };
    chain(fresh, ["family_name", "given_name", "birth_year"], add);
    show(fresh);
  }

  function add() {
    const { family_name, given_name, birth_year } = typedIn();
    const year = Number(birth_year) || null;
    if (!given_name || !sex || !plausible(year, today)) return tell(form, { wrong: say("newcomer-wrong") });
    record.newcomers.push({ id: uuid(), family_name, given_name, sex, birth_year: year });
    show(null);
    return changed();
  }

  function name() {
    const fresh = copy("name");
    chain(fresh, ["name"], addName);
    show(fresh);
  }

  function addName() {
    const text = line(at(form, "name").value);
    if (!text) return;
    if (!record.typed_names.includes(text)) record.typed_names.push(text);
    name();
    changed();
  }

  return {
    all,
    paint,
    counts() {
      const numbers = Object.values(all());
      return SHOWN.map((state) => {
        const one = document.createElement("span");
        const typed = state === "present" ? record.typed_names.length : 0;
        one.dataset.state = state;
        one.append(icon(`state-${state}`, say(state)), String(numbers.filter((each) => each === state).length + typed));
        return one;
      });
    },
    /** What stands half written in the form of a new child is not passed over in silence. */
    async ready() {
      const text = form && at(form, "name") ? line(at(form, "name").value) : "";
      if (text) addName();
      const half = Object.values(typedIn()).some(Boolean);
      if (!half) return true;
      add();
      if (!form) return true;
      const answer = await choose(say("half-title"), say("half"), [["", say("half-fill")], ["yes", say("half-leave")]]);
      if (!answer) at(form, "given_name").focus();
      return !!answer;
    },
    actions: { newcomer, name, "newcomer-add": add, "name-add": addName, "newcomer-close": () => show(null) },
  };
}
