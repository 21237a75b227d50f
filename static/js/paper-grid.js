// A sheet of paper typed in with one key a mark. Without this file every box is a choice and "Look" asks about a day.

const form = document.querySelector("[data-paper-grid]");
const keys = JSON.parse(form.dataset.keys);
const taken = new Set(form.dataset.taken.split(" "));
const CAME = ["present", "late"];

for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;
for (const hint of form.querySelectorAll("[data-without-script]")) hint.hidden = true;

// --- the boxes, by line and column -----------------------------------------------------------------------------------
const lines = [...form.querySelectorAll("[data-line]")];
const boxes = lines.map((line) => [...line.querySelectorAll(".paper-grid-cell select")]);
const days = [...form.querySelectorAll("[data-day]")];
const place = new Map(boxes.flatMap((row, line) => row.map((box, column) => [box, { line, column }])));
const isOutside = (box) => "outside" in box.parentElement.dataset;

function go(line, column) {
  if (column < 0 || column >= days.length) return;
  if (line < 0) days[column].select();
  else boxes[Math.min(line, boxes.length - 1)]?.[column].focus();
}

// The next line whose person belonged to the group on the day; after the last member the day of the next column.
function forward(line, column) {
  let next = line + 1;
  while (next < boxes.length && isOutside(boxes[next][column])) next += 1;
  const isEmptyLine = next < boxes.length && !lines[next].dataset.span && !nameOf(lines[next]);
  if (next < boxes.length && !isEmptyLine) boxes[next][column].focus();
  else if (column + 1 < days.length) days[column + 1].select();
  else form.querySelector('[value="save"]').focus();
}

const nameOf = (line) => [...line.querySelectorAll("th input")].some((input) => input.value.trim());

function set(box, value) {
  if (box.value === value) return;
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- live totals -----------------------------------------------------------------------------------------------------
function count() {
  for (const total of form.querySelectorAll("[data-count]")) {
    const column = Number(total.dataset.column);
    const number = boxes.filter((row) => row[column].value === total.dataset.count).length;
    if (total.textContent !== String(number)) total.textContent = String(number);
  }
  lines.forEach((line, index) => {
    const came = line.querySelector("[data-came]");
    if (came) came.textContent = String(boxes[index].filter((box) => CAME.includes(box.value)).length);
  });
}
form.addEventListener("input", count);
addEventListener("pageshow", count);

// --- keys ------------------------------------------------------------------------------------------------------------
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

form.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const spot = place.get(event.target);
  if (!spot) {
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) {
      event.preventDefault();
      if (event.target.dataset.day) leaveDay(event.target);
    }
    return;
  }
  const move = MOVES[event.key];
  const mark = keys[event.key.toLowerCase()];
  if (move) go(spot.line + move[0], spot.column + move[1]);
  else if (event.key === "Enter") forward(spot.line, spot.column);
  else if (event.key === "Backspace" || event.key === "Delete") set(event.target, "");
  else if (mark) {
    set(event.target, mark);
    forward(spot.line, spot.column);
  } else return;
  event.preventDefault();
});

// --- a column from a spreadsheet -------------------------------------------------------------------------------------
document.addEventListener("paste", (event) => {
  const spot = place.get(document.activeElement);
  if (!spot) return;
  event.preventDefault();
  const rows = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
  rows.forEach((row, down) => {
    row.split("\t").forEach((text, right) => {
      const box = boxes[spot.line + down]?.[spot.column + right];
      const mark = keys[text.trim().slice(0, 1).toLowerCase()];
      if (box && mark) set(box, mark);
    });
  });
});

// --- all the others were there ---------------------------------------------------------------------------------------
for (const button of form.querySelectorAll("[data-rest]")) {
  button.addEventListener("click", () => {
    const column = Number(button.dataset.rest);
    lines.forEach((line, index) => {
      const box = boxes[index][column];
      if (!box.value && !isOutside(box) && (line.dataset.span || nameOf(line))) set(box, "present");
    });
  });
}

// --- days: read as the server reads them, to know who belonged and whether a meeting is recorded -----------------------
function dayOf(text) {
  const plain = text.trim().replace(/[០-៩]/g, (digit) => "០១២៣៤៥៦៧៨៩".indexOf(digit));
  const parts = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}))?$/.exec(plain);
  if (!parts) return /^\d{4}-\d{2}-\d{2}$/.test(plain) ? plain : "";
  const [day, month] = [parts[1].padStart(2, "0"), parts[2].padStart(2, "0")];
  if (parts[3]) return `${parts[3]}-${month}-${day}`;
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  const year = `${month}-${day}` <= `${today[1]}-${today[2]}` ? now.getFullYear() : now.getFullYear() - 1;
  return `${year}-${month}-${day}`;
}

function belonged(span, day) {
  return span.split(" ").some((period) => {
    const [from, to] = period.split("/");
    return from <= day && (!to || day <= to);
  });
}

function shade(column) {
  const day = dayOf(days[column].value);
  lines.forEach((line, index) => {
    const cell = boxes[index][column].parentElement;
    if (line.dataset.span && day && !belonged(line.dataset.span, day)) cell.dataset.outside = "";
    else delete cell.dataset.outside;
  });
}

function leaveDay(input) {
  const column = Number(input.dataset.day);
  shade(column);
  forward(-1, column);
}

days.forEach((input, column) => {
  let before = dayOf(input.value);
  input.addEventListener("change", () => {
    shade(column);
    const day = dayOf(input.value);
    if (day !== before && taken.has(day)) form.requestSubmit(form.querySelector(`[data-draw="${column}"]`));
    before = day;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      leaveDay(input);
    }
  });
});

const asked = form.querySelector("[data-asked]");
if (asked) asked.focus();
