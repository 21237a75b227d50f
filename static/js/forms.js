// Comfort for forms; every form works without it.

// A number with − and +.
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const input = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const floor = Number(input.min) || 0;
      const ceiling = input.max === "" ? Infinity : Number(input.max);
      const typed = input.value.replace(/[០-៩]/g, (digit) => "០១២៣៤៥៦៧៨៩".indexOf(digit));
      const next = (Number(typed) || 0) + Number(button.dataset.step);
      input.value = String(Math.min(ceiling, Math.max(floor, next)));
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// Leaving a page with unsaved changes asks first; sending a form twice by a double tap sends it once.
const changed = new Set();

for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    changed.delete(form);
    event.submitter?.setAttribute("aria-disabled", "true");
  });
}

addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

// Back in the browser brings the page as it was left: forms may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
});

// Browsers write days in their own order and language, never in Khmer: above each stands the day in words.
const months = document.documentElement.dataset.months?.split("|");

function sayDay(input) {
  const [, year, month, day] = input.value.match(/^0*(\d+)-(\d\d)-(\d\d)$/) ?? [];
  let words = input.previousElementSibling;
  if (!words?.matches(".day-words")) {
    words = document.createElement("output");
    words.className = "day-words";
    if (input.id) words.htmlFor = input.id;
    input.before(words); // above it, so that the boxes of a row stay level
  }
  words.textContent = year ? `${Number(day)} ${months[month - 1]} ${year}` : "";
}

if (months) {
  document.querySelectorAll("input[type=date]").forEach(sayDay);
  document.addEventListener("input", ({ target }) => target.matches("input[type=date]") && sayDay(target));
}
