/* The buttons of reading packs and of the way to help: save, see how far it is, see what is saved, remove. Without a
   service worker they stay hidden, and the pack is read online. Every word comes from the page. */
const { packs } = self;
const WORKER = "/reading-worker.js";
const SCOPES = ["/km/", "/en/"];
const cards = [...document.querySelectorAll("[data-pack]")];
const shelf = document.querySelector("[data-shelf]");
const words = shelf.dataset;

const size = (bytes) =>
  bytes < 999500 ? words.kb.replace("{}", Math.ceil(bytes / 1000)) : words.mb.replace("{}", (bytes / 1e6).toFixed(1));
const part = (card, name) => card.querySelector(`[data-${name}]`);

function say(card, text, shown = []) {
  part(card, "state").textContent = text;
  for (const name of ["save", "go", "remove", "bar"]) part(card, name).hidden = !shown.includes(name);
}

/** What a card says while nothing happens. */
async function rest(card, list) {
  const address = card.dataset.pack;
  if (list) {
    const isSafe = await navigator.storage?.persisted?.();
    return say(card, isSafe ? words.saved : `${words.saved} ${words.loose}`, ["remove"]);
  }
  if (list === null) return say(card, words.broken, ["go", "remove"]);
  const lacks = await packs.missing(address).catch(() => null);
  if (!lacks) return say(card, words.nowhere);
  return say(card, words.costs.replace("{}", size(lacks.bytes)), ["save"]);
}

async function save(card) {
  const address = card.dataset.pack;
  const before = (await packs.kept()).get(address);
  const bar = part(card, "bar");
  say(card, words.saving, ["bar"]);
  try {
    navigator.storage?.persist?.();
    for (const scope of SCOPES) await navigator.serviceWorker.register(WORKER, { scope });
    const list = await packs.bring(address, (done, all) => {
      bar.max = all;
      bar.value = done;
    });
    await rest(card, list ?? undefined);
  } catch (fault) {
    const isFull = fault.name === "QuotaExceededError";
    if (isFull && !before) await packs.remove(address); // half a pack only fills the telephone
    say(card, isFull ? words.full : words.broken, isFull ? [before ? "remove" : "save"] : ["go", "remove"]);
  }
  await showShelf();
}

async function remove(address) {
  await packs.remove(address);
  if (!(await packs.names()).length) {
    for (const each of await navigator.serviceWorker.getRegistrations()) {
      if (SCOPES.includes(new URL(each.scope).pathname)) await each.unregister();
    }
  }
}

/** What this telephone keeps, in whatever language, also what no card is about. */
async function showShelf() {
  const kept = [...(await packs.kept())];
  shelf.hidden = !kept.length;
  const rows = kept.map(([address, list]) => {
    const row = part(shelf, "row").content.cloneNode(true).firstElementChild;
    const link = row.querySelector("a");
    if (list) {
      link.href = list.address;
      link.textContent = list.title;
      link.lang = list.language;
      part(row, "size").textContent = size(list.size);
    } else {
      link.replaceWith(link.textContent);
    }
    part(row, "remove").dataset.remove = address;
    return row;
  });
  part(shelf, "rows").replaceChildren(...rows);
}

async function show() {
  const kept = await packs.kept();
  await Promise.all([showShelf(), ...cards.map((card) => rest(card, kept.get(card.dataset.pack)))]);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  const card = button?.closest("[data-pack]");
  if (!button) return;
  const { dataset } = button;
  if ("save" in dataset || "go" in dataset) return save(card);
  if ("remove" in dataset) await remove(dataset.remove || card.dataset.pack);
  else if ("all" in dataset) for (const address of (await packs.kept()).keys()) await remove(address);
  else return;
  await show();
  document.querySelector("main").focus();
});

addEventListener("online", () => cards.forEach((card) => part(card, "go").hidden || save(card)));

if ("serviceWorker" in navigator && "caches" in self) {
  for (const card of cards) card.hidden = false;
  show();
}
