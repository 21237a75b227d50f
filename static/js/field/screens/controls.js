/** What screens for writing offer to a thumb: chips of which one is chosen, numbers that are tapped, held or typed. */
import { $, $$, copy, digits, draw, say } from "../dom.js";

/** Chips of which one is chosen, or none. `choices`: [[value, word]] */
export function chips(place, choices, chosen, choose) {
  if (choices) {
    place.replaceChildren(
      ...choices.map(([value, word]) => {
        const chip = document.createElement("button");
        Object.assign(chip, { type: "button", className: "chip", value, textContent: word });
        return chip;
      }),
    );
  }
  const paint = () => {
    for (const chip of place.children) chip.setAttribute("aria-pressed", String(chip.value === String(chosen)));
  };
  place.onclick = ({ target }) => {
    const chip = target.closest(".chip");
    if (!chip) return;
    chosen = chip.value === String(chosen) ? "" : chip.value;
    paint();
    choose(chosen);
  };
  paint();
}

// --- steppers: a tap, a long press, or the number itself -------------------------------------------------------------
let pressing = 0;
let pressed = false;

function step(one) {
  const input = $("input", one.closest(".step"));
  input.value = Math.min(999, Math.max(0, Number(digits(input.value)) + Number(one.dataset.step)));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
const stop = () => clearTimeout(pressing);

document.addEventListener("pointerdown", ({ target }) => {
  const one = target.closest?.("[data-step]");
  pressed = false;
  if (!one) return;
  const again = () => {
    pressed = true;
    step(one);
    pressing = setTimeout(again, 110);
  };
  pressing = setTimeout(again, 450);
});
for (const name of ["pointerup", "pointercancel", "contextmenu", "scroll"]) document.addEventListener(name, stop);
document.addEventListener("click", ({ target }) => {
  const one = target.closest?.("[data-step]");
  if (one && !pressed) step(one);
});

export function stepper(word, value, set, name) {
  const one = copy("step", { word });
  const input = $("input", one);
  input.value = value ?? "";
  input.setAttribute("aria-label", word);
  for (const side of $$("[data-step]", one)) {
    side.setAttribute("aria-label", say(side.dataset.step > 0 ? "more" : "fewer", { what: word }));
  }
  if (name) {
    draw(one, name);
    $("svg", one).removeAttribute("hidden");
  }
  input.onfocus = () => input.select();
  input.oninput = () => {
    const clean = digits(input.value);
    if (input.value !== clean) input.value = clean;
    set(clean === "" ? null : Number(clean));
  };
  return one;
}
