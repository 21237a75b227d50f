/** What all screens stand on: copies of templates, the words of the shell, the question box. */

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const at = (root, name) => $(`[data-at="${name}"]`, root);
export const LANGUAGE = document.documentElement.lang;

// --- words and templates ---------------------------------------------------------------------------------------------
export const words = new Map($$("[data-w]", $("#words").content).map((one) => [one.dataset.w, one.textContent]));

export const has = (key) => words.has(key);
export function say(key, values = {}) {
  const text = (values.number === 1 && words.get(`${key}-1`)) || words.get(key) || key;
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

/** Fills `[data-t]` with texts; what is null or empty is hidden. */
export function tell(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const place = $(`[data-t="${name}"]`, root);
    place.textContent = text ?? "";
    place.hidden = text == null || text === "";
  }
  return root;
}

export const copy = (name, texts = {}) => tell($(`#t-${name}`).content.firstElementChild.cloneNode(true), texts);

const SPRITE = $("use").getAttribute("href").split("#")[0];
export const draw = (root, name) => $("use", root).setAttribute("href", `${SPRITE}#${name}`);

export function icon(name, label) {
  const svg = $("#strip svg").cloneNode(true);
  draw(svg, name);
  if (label) {
    svg.removeAttribute("aria-hidden");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  }
  return svg;
}

export function note(words, tone = "info", ...buttons) {
  const one = copy("note", { words });
  one.dataset.tone = tone;
  draw(one, tone === "info" ? "info" : "warning");
  one.append(...buttons);
  return one;
}

export function button(word, name, act, look = "") {
  const one = copy("button", { word });
  one.className = `button ${look}`;
  if (name) draw(one, name);
  else $("svg", one).remove();
  one.onclick = act;
  return one;
}

// --- what was typed -------------------------------------------------------------------------------------------------
/** Digits as typed, Khmer ones too. */
export const digits = (text) => text.replace(/[០-៩]/g, (one) => one.charCodeAt(0) - 0x17e0).replace(/\D/g, "");
export const line = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();
export const uuid = () => crypto.randomUUID();
export const nameOf = (member) => say("name-short", { given: member.name, initial: member.initial });

// --- saying and asking -----------------------------------------------------------------------------------------------
let fading = 0;

export function announce(text, { shown = true } = {}) {
  $("#live").textContent = "";
  requestAnimationFrame(() => ($("#live").textContent = text));
  if (!shown) return;
  const toast = $("#toast");
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => (toast.hidden = true), 4000);
}

/** Who goes on has read it, or does not care. */
document.addEventListener("pointerdown", () => ($("#toast").hidden = true));

/** A question with big answers: `choices` [[value, word]], the first one stands out. Closed without an answer: null. */
export function choose(title, text, choices) {
  const box = $("#ask");
  $("#ask-title").textContent = title;
  $("#ask-words").textContent = text;
  $("#ask-words").hidden = !text;
  return new Promise((answer) => {
    box.returnValue = "";
    $("#ask-choices").replaceChildren(
      ...choices.map(([value, word], number) =>
        button(word, "", () => box.close(String(value)), number ? "button-big" : "button-primary button-big"),
      ),
    );
    box.onclose = () => answer(box.returnValue || null);
    box.showModal();
    $("#ask-title").focus();
  });
}

/** Files into the phone's downloads. */
export function download(files) {
  for (const { name, blob } of files) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }
}

export const go = (hash) => {
  if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
};
