// Choosing a place: type part of its name, or go step by step. Without this script the selects work by themselves.

const PAUSE = 200;

function start(picker) {
  const { name, id, level, within, searchUrl, childrenUrl } = picker.dataset;
  const value = picker.querySelector("[data-place-value]");
  const box = picker.querySelector("[data-place-search]");
  const input = picker.querySelector("[data-place-input]");
  const list = picker.querySelector("[data-place-list]");
  const status = picker.querySelector("[data-place-status]");
  const steps = picker.querySelector("[data-place-steps]");
  let request = new AbortController();
  let timer = 0;
  let active = null;

  const options = () => [...list.querySelectorAll("[role=option]")];

  async function part(url, parameters) {
    request.abort();
    request = new AbortController();
    const response = await fetch(`${url}?${new URLSearchParams({ level, within, ...parameters })}`, {
      signal: request.signal,
      headers: { "HX-Request": "true" },
    });
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    return response.text();
  }

  function failed(error) {
    if (error.name === "AbortError") return;
    close();
    status.textContent = status.dataset.failed;
  }

  function close() {
    list.hidden = true;
    active = null;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function activate(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    active.setAttribute("aria-selected", "true");
    active.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", active.id);
  }

  function changed() {
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function choose(option) {
    value.value = option.dataset.placeId;
    input.value = option.querySelector("[data-place-path]").textContent;
    for (const step of steps.querySelectorAll("[data-place-step] ~ [data-place-step]")) step.remove();
    const first = steps.querySelector("select");
    if (first) first.value = "";
    status.textContent = option.querySelector("[data-place-path] + *").textContent;
    close();
    changed();
  }

  async function search() {
    try {
      list.innerHTML = await part(searchUrl, { q: input.value, list: `${id}_list` });
    } catch (error) {
      failed(error);
      return;
    }
    const count = list.querySelector("[data-place-count]");
    status.textContent = count?.textContent ?? "";
    count?.remove();
    active = null;
    input.removeAttribute("aria-activedescendant");
    list.hidden = options().length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  input.addEventListener("input", (event) => {
    value.value = "";
    clearTimeout(timer);
    if (event.isComposing) return;
    if (input.value.trim() === "") {
      request.abort();
      status.textContent = "";
      close();
      return;
    }
    timer = setTimeout(search, PAUSE);
  });

  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const found = options();
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      event.preventDefault(); // a half-typed name sends no form
      if (active && !list.hidden) choose(active);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      event.preventDefault();
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      const place = found.indexOf(active) + (event.key === "ArrowDown" ? 1 : -1);
      activate(found.at(place >= found.length ? 0 : Math.max(place, -1)));
    } else if (event.key === "Tab") {
      close();
    }
  });

  // The press must not take the focus from the box before the choice is made.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);

  steps.addEventListener("change", async (event) => {
    const step = event.target.closest("[data-place-step]");
    value.value = "";
    input.value = "";
    status.textContent = "";
    while (step.nextElementSibling) step.nextElementSibling.remove();
    if (event.target.value === "") return;
    try {
      steps.insertAdjacentHTML("beforeend", await part(childrenUrl, { parent: event.target.value, name, id }));
    } catch (error) {
      failed(error);
    }
  });

  box.hidden = false;
}

function startAll(root) {
  for (const picker of root.querySelectorAll("[data-place-picker]:not([data-started])")) {
    picker.dataset.started = "";
    start(picker);
  }
}

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.target));
