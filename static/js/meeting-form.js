// The page of a meeting, made quick for a thumb. Without this file every part of it works by buttons and radio fields.

const form = document.querySelector("[data-meeting-form]");
const narrow = matchMedia("(max-width: 699.98px)");
const CYCLE = ["present", "absent", "excused", "late"];

for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;
for (const hint of form.querySelectorAll("[data-without-script]")) hint.hidden = true;

// --- marks: a tap on the row leads to the next mark ------------------------------------------------------------------
const list = form.querySelector(".mark-list");

function count() {
  for (const value of CYCLE) {
    const number = form.querySelectorAll(`[data-mark] input[value="${value}"]:checked`).length;
    for (const place of form.querySelectorAll(`[data-count="${value}"]`)) {
      if (place.textContent !== String(number)) place.textContent = String(number);
    }
  }
}

if (list) {
  list.dataset.tap = "";
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-mark]");
    // A click on a label arrives a second time, at its radio field; on a wide screen each field is chosen directly.
    if (!row || event.target.matches("input") || (!narrow.matches && event.target.closest(".segment"))) return;
    event.preventDefault();
    const now = row.querySelector("input:checked")?.value;
    const next = CYCLE[(CYCLE.indexOf(now) + 1) % CYCLE.length];
    const input = row.querySelector(`input[value="${next}"]`);
    input.checked = true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  list.addEventListener("change", count);
  addEventListener("pageshow", count);
}

// --- another day, another list ---------------------------------------------------------------------------------------
const reload = form.querySelector("[data-roster]");
reload.hidden = true;
const day = form.elements.held_on;
day.addEventListener("change", () => {
  if (day.value) form.requestSubmit(reload);
});

// --- topics: type to find --------------------------------------------------------------------------------------------
const search = form.querySelector("[data-topic-search]");
search.hidden = false;
const plain = (text) => text.normalize("NFC").replace(/[\u200b-\u200d\ufeff]/g, "").toLowerCase();

search.querySelector("input").addEventListener("input", (event) => {
  const words = plain(event.target.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const theme of form.querySelectorAll("[data-topic-theme]")) {
    let inTheme = 0;
    for (const chip of theme.querySelectorAll(".chip")) {
      const text = plain(chip.textContent);
      const fits = words.every((word) => text.includes(word));
      chip.hidden = !fits;
      inTheme += fits;
    }
    theme.hidden = !inTheme;
    found += inTheme;
  }
  form.querySelector("[data-topic-none]").hidden = found > 0;
});
search.querySelector("input").addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

// --- decisions and issues: one more row without a round trip ---------------------------------------------------------
for (const part of form.querySelectorAll("[data-rows]")) {
  const rows = part.querySelector("[data-row-list]");
  const pattern = part.querySelector("[data-row-template]");
  const total = form.elements[`${part.dataset.rows}-TOTAL_FORMS`];
  const most = Number(form.elements[`${part.dataset.rows}-MAX_NUM_FORMS`].value);
  const add = part.querySelector("[data-add-row]");

  add.addEventListener("click", (event) => {
    event.preventDefault();
    const number = Number(total.value);
    if (number >= most) return;
    const holder = document.createElement("div");
    holder.innerHTML = pattern.innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.firstElementChild;
    rows.append(row);
    total.value = String(number + 1);
    add.hidden = number + 1 >= most;
    row.querySelector("input:not([type=hidden])").focus();
  });
}
