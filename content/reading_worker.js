/*
 * The service worker of public pages, for readers who saved a pack or the way to help. It stands behind saving.js, with
 * which the server sends it, and knows nothing but what that keeps. The field app at /field/ has a worker of its own.
 *
 * A saved page is shown at once and brought up to date behind. Help and the calendar, to which the quick exit leads, are
 * asked of the network first, for a moment.
 */
const FRESH = /^\/(km|en)\/(calendar|more)\/$/;
const MOMENT = 1500;

async function held(address, loosely) {
  for (const name of await packs.names()) {
    const found = await (await caches.open(name)).match(address, { ignoreVary: true, ...loosely });
    if (found) return { found, name };
  }
  return null;
}

const running = new Map();

/** Brings a pack up to date; when the last pack is gone, the worker goes too. */
function behind(name) {
  if (!running.has(name)) {
    const done = packs
      .bring(packs.listIn(name))
      .catch(() => {}) // no network, or no room: what was kept stays
      .then(async () => {
        running.delete(name);
        if (!(await packs.names()).length) await registration.unregister();
      });
    running.set(name, done);
  }
  return running.get(name);
}

const late = () => new Promise((done) => setTimeout(done, MOMENT));

async function page(event, { pathname, search }) {
  const saved = await held(pathname + search);
  if (saved) event.waitUntil(behind(saved.name));
  if (saved && !FRESH.test(pathname)) return saved.found;
  try {
    const asked = fetch(event.request);
    const answer = await (saved ? Promise.race([asked, late()]) : asked);
    if (!saved || answer?.ok) return answer;
  } catch {
    // no network
  }
  const other = saved ?? (search ? null : await held(pathname, { ignoreSearch: true }));
  return (other ?? (await held(`${pathname.slice(0, 4)}reading/offline/`)))?.found ?? Response.error();
}

async function file(request) {
  return (await held(request))?.found ?? fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (request.destination && /^\/(static|media)\//.test(address.pathname)) event.respondWith(file(request));
});
