/** What is folded below the list: guests, decisions, topics, wishes, faces, adults; and what stands around it. */
import { $, LANGUAGE, at, copy, line, say, tell, uuid } from "../dom.js";
import { chips, stepper } from "./controls.js";
import { dayWords, later } from "./days.js";

const GUESTS = ["girls", "boys", "young_women", "young_men", "women", "men"];
const FACES = { felt_good: "face-good", felt_so_so: "face-so-so", felt_bad: "face-bad" };
const FIRST = 8;
const plain = (text) => text.normalize("NFC").replace(/[\u200b-\u200d\ufeff]/g, "").toLowerCase();

export function parts({ record, group, topics, today, root, changed, due, asks }) {
  const fold = (name) => $(`[data-fold="${name}"]`, root);
  const done = () => {
    sums();
    changed();
  };
  const meetNext = () => record.next?.planned_on ?? group.next?.planned_on ?? proposed();
  const proposed = () => {
    let day = later(record.held_on, group.rhythm_days || 30);
    while (day <= today) day = later(day, 7);
    return day;
  };

  // --- decisions of before ---------------------------------------------------------------------------------------------
  at(root, "due").hidden = !due.length;
  /** Words to be ticked; without `tick` nothing can be ticked yet. */
  const checkRow = (text, below, checked, tick) => {
    const label = document.createElement(tick ? "label" : "p");
    label.className = "check";
    const words = document.createElement("span");
    const soft = document.createElement("span");
    soft.className = "soft";
    soft.textContent = below;
    words.append(text, document.createElement("br"), soft);
    if (tick) {
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", autocomplete: "off", checked });
      box.onchange = () => {
        tick(box.checked);
        changed();
      };
      label.append(box);
    }
    label.append(words);
    return label;
  };
  const rowOf = (decision) => {
    const who = group.posts.find((post) => post.code === decision.post)?.[LANGUAGE] ?? say("everyone");
    const when = decision.due_on ? ` · ${say("by-day", { day: dayWords(decision.due_on, today) })}` : "";
    const others = () => record.settled.filter((one) => one.id !== decision.id);
    return checkRow(decision.text, who + when, others().length < record.settled.length, (isDone) => {
      record.settled = others();
      if (isDone) record.settled.push({ id: decision.id, outcome: "done", done_on: record.held_on });
    });
  };
  const latest = due.at(-1)?.decided_on; // the oldest stands first
  const older = due.filter((one) => one.decided_on !== latest);
  at(root, "due-list").append(...due.filter((one) => one.decided_on === latest).map(rowOf));
  at(root, "due-older").append(...older.map(rowOf));
  at(root, "due-fold").hidden = !older.length;
  at(root, "due-fold").open = older.some((decision) => record.settled.some((one) => one.id === decision.id));
  tell(root, { "due-older": say("due-older", { number: older.length }) });

  // --- what the children asked for: answers to be told ------------------------------------------------------------------
  record.told ??= []; // a draft of an older app has none
  at(root, "asks").hidden = !asks.length;
  at(root, "asks").append(
    ...asks.map(({ id, text, reply }) => {
      if (!reply) return checkRow(text, say("ask-waits"), false, null);
      const told = [reply[LANGUAGE], reply.words].filter(Boolean).join(": ");
      return checkRow(text, told, record.told.includes(id), (isTold) => {
        record.told = record.told.filter((one) => one !== id);
        if (isTold) record.told.push(id);
      });
    }),
  );

  // --- guests ----------------------------------------------------------------------------------------------------------
  const guest = (name) => record.guests.find((one) => one.group === name);
  function setGuest(name, change) {
    const one = guest(name) ?? { group: name, number: 0, with_difficulty: 0, basis: "counted" };
    Object.assign(one, change, { basis: at(root, "estimated").checked ? "estimated" : "counted" });
    one.with_difficulty = Math.min(one.with_difficulty, one.number);
    record.guests = [...record.guests.filter((each) => each.group !== name), ...(one.number ? [one] : [])];
    done();
  }
  at(root, "estimated").checked = record.guests.some((one) => one.basis === "estimated");
  at(root, "estimated").onchange = () => GUESTS.filter(guest).forEach((name) => setGuest(name, {}));
  at(root, "guests").append(
    ...GUESTS.flatMap((name) => {
      const below = stepper(say("of-them"), guest(name)?.with_difficulty || null, (number) => {
        setGuest(name, { with_difficulty: number ?? 0 });
      });
      below.classList.add("step-below");
      below.hidden = !guest(name);
      const above = stepper(say(name), guest(name)?.number ?? null, (number) => {
        setGuest(name, { number: number ?? 0 });
        below.hidden = !number;
      });
      return [above, below];
    }),
  );

  // --- decisions and wishes: rows that may be taken out ----------------------------------------------------------------
  function rows(name, draw, fresh) {
    const place = at(root, name);
    const add = (one) => {
      const row = draw(one);
      const input = at(row, "text");
      input.value = one.text;
      input.oninput = () => {
        one.text = line(input.value);
        done();
      };
      at(row, "remove").onclick = () => {
        record[name] = record[name].filter((each) => each !== one);
        row.remove();
        done();
      };
      place.append(row);
      return input;
    };
    record[name].forEach(add);
    const more = () => {
      const one = fresh();
      record[name].push(one);
      add(one).focus();
    };
    fold(name).ontoggle = () => fold(name).open && !place.children.length && more();
    return more;
  }

  const decision = rows(
    "decisions",
    (one) => {
      const number = at(root, "decisions").children.length + 1;
      const row = copy("decision", { label: say("decision-label", { number }), due: "" });
      const posts = [["", say("everyone")], ...group.posts.map((post) => [post.code, post[LANGUAGE]])];
      chips(at(row, "post"), posts, one.post ?? "", (code) => {
        one.post = code || null;
        done();
      });
      const when = () => {
        const days = [[meetNext(), say("next-meeting")], [later(record.held_on, 7), say("in-a-week")]];
        chips(at(row, "when"), days, one.due_on ?? "none", (day) => set(day || null));
        tell(row, { due: one.due_on ? dayWords(one.due_on, today) : say("other-day") });
        at(row, "due_on").value = one.due_on ?? "";
      };
      const set = (day) => {
        one.due_on = day;
        when();
        done();
      };
      at(row, "due_on").onchange = ({ target }) => set(target.value || null);
      when();
      return row;
    },
    () => ({ id: uuid(), text: "", post: null, due_on: null }),
  );

  const issue = rows(
    "issues",
    (one) => {
      const row = copy("issue");
      chips(at(row, "raised_by"), null, one.raised_by, (value) => {
        one.raised_by = value || "all";
        done();
      });
      return row;
    },
    () => ({ id: uuid(), text: "", raised_by: "all" }),
  );

  // --- topics ----------------------------------------------------------------------------------------------------------
  const byCode = new Map(topics.map((topic) => [topic.code, topic]));
  const first = [...new Set([...group.topics.slice(0, FIRST), ...record.topics])].filter((code) => byCode.has(code));
  function topicChips(place, codes) {
    chips(place, codes.map((code) => [code, byCode.get(code)[LANGUAGE]]), null, () => {});
    const paint = () => {
      for (const chip of place.children) chip.setAttribute("aria-pressed", String(record.topics.includes(chip.value)));
    };
    place.onclick = ({ target }) => {
      const { value } = target.closest(".chip") ?? {};
      if (!value) return;
      const others = record.topics.filter((code) => code !== value);
      record.topics = record.topics.includes(value) ? others : [...others, value];
      paint();
      done();
    };
    paint();
  }
  const others = () => topics.filter((topic) => !first.includes(topic.code));
  function find() {
    const wanted = plain(at(root, "find").value).split(/\s+/).filter(Boolean);
    const found = others().filter((topic) => {
      const text = plain(`${topic.km} ${topic.en} ${topic.code}`);
      return wanted.every((word) => text.includes(word));
    });
    topicChips(at(root, "found"), found.map((topic) => topic.code));
    at(root, "none").hidden = found.length > 0;
  }
  topicChips(at(root, "topics"), first);
  at(root, "find").oninput = find;

  // --- faces, adults ---------------------------------------------------------------------------------------------------
  const number = (name, word, picture) =>
    stepper(word, record[name] || null, (value) => {
      record[name] = name === "adults_present" ? value : (value ?? 0);
      done();
    }, picture);
  at(root, "felt").append(...Object.entries(FACES).map(([name, picture]) => number(name, say(name), picture)));
  const adults = number("adults_present", say("adults"), "people");
  adults.classList.add("step-long");
  at(root, "adults").append(adults);

  // --- next meeting ----------------------------------------------------------------------------------------------------
  const planned = () => (group.next && group.next.planned_on > record.held_on ? group.next : null);
  let offered = null;
  function next() {
    const known = planned() && !record.next && !offered;
    const day = record.next?.planned_on ?? offered ?? planned()?.planned_on ?? proposed();
    const words = dayWords(day, today);
    tell(root, { "next-known": known ? say("next-known", { day: words }) : "", "next-day": words });
    at(root, "next-date").value = day;
    at(root, "next-date").min = today;
    at(root, "next").setAttribute("aria-pressed", String(!!record.next));
    at(root, "next").hidden = !!known;
  }
  function move(day) {
    if (!day || day < today) return;
    offered = day;
    if (record.next) record.next.planned_on = day;
    next();
    if (record.next) done();
  }
  at(root, "next-date").onchange = ({ target }) => move(target.value);

  function sums() {
    const count = (list) => (list.length ? String(list.length) : "");
    const guests = record.guests.reduce((sum, one) => sum + one.number, 0);
    const felt = record.felt_good + record.felt_so_so + record.felt_bad;
    tell(root, {
      "guests-sum": guests ? String(guests) : "",
      "decisions-sum": count(record.decisions.filter((one) => one.text)),
      "issues-sum": count(record.issues.filter((one) => one.text)),
      "topics-sum": count(record.topics),
      "felt-sum": felt ? String(felt) : "",
      "more-sum": record.adults_present == null ? "" : String(record.adults_present),
    });
  }
  sums();

  return {
    day: next,
    actions: {
      decision,
      issue,
      "more-topics"() {
        at(root, "more-topics").hidden = true;
        at(root, "all-topics").hidden = false;
        find();
        at(root, "find").focus();
      },
      "next-earlier": () => move(later(at(root, "next-date").value, -1)),
      "next-later": () => move(later(at(root, "next-date").value, 1)),
      next() {
        record.next = record.next ? null : { planned_on: at(root, "next-date").value, starts_at: null, place_text: "" };
        next();
        done();
      },
    },
  };
}
