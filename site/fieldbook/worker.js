/*
 * The service worker. FILES, written before this by the server, names each file of the app by its content.
 *
 * A new version is fetched whole into a cache of its own (only what changed goes over the network) and waits; the page
 * applies it at its next start. Only then the old cache goes. Records and lists lie elsewhere and are never touched.
 */
const CACHE = "field-";
const HASH = Object.entries(FILES).flat().join();
const LANGUAGE = "/field/language";

let named = null;
const name = () => (named ??= digested());
const digested = async () => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(HASH));
  return CACHE + Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
};
const LIST = "/field/files";

/** A file as another version kept it, if it is still the same. */
async function kept(url, hash, others) {
  for (const cache of others) {
    const list = await (await cache.match(LIST))?.json();
    if (list?.[url] === hash) return cache.match(url);
  }
  return null;
}

async function install() {
  const own = await name();
  const others = await Promise.all((await caches.keys()).filter((key) => key.startsWith(CACHE) && key !== own).map((key) => caches.open(key)));
  const cache = await caches.open(own);
  await Promise.all(
    Object.entries(FILES).map(async ([url, hash]) => {
      // Without cookies: the shell is for everybody, and a session that ran out would lead elsewhere.
      const file = (await kept(url, hash, others)) ?? (await fetch(url, { cache: "no-cache", credentials: "omit" }));
      if (!file.ok || file.redirected) throw new Error(`${url}: ${file.status}`);
      await cache.put(url, file);
    }),
  );
  await cache.put(LIST, new Response(JSON.stringify(FILES))); // last: only a cache with its list is whole
}

async function activate() {
  const own = await name();
  for (const key of await caches.keys()) if (key.startsWith(CACHE) && key !== own) await caches.delete(key);
  await clients.claim();
}

async function page(request, path) {
  const cache = await caches.open(await name());
  const asked = /^\/field\/(km|en)\//.exec(path)?.[1];
  if (asked) cache.put(LANGUAGE, new Response(asked));
  const language = asked ?? (await (await cache.match(LANGUAGE))?.text()) ?? "km";
  return (await cache.match(`/field/${language}/`)) ?? fetch(request);
}

/** An officer with the app types a sheet in at the desk: where there is network, the portal may lead there. */
async function sheet(request, path) {
  const late = new Promise((done) => setTimeout(done, 1500));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  return answer?.type === "opaqueredirect" ? answer : page(request, path);
}

async function file(request) {
  const cache = await caches.open(await name());
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && /^\/field\/($|km\/$|en\/$|sheet\/)/.test(pathname)) {
    event.respondWith((pathname.startsWith("/field/sheet/") ? sheet : page)(request, pathname));
  } else if (FILES[pathname] && request.mode !== "navigate") {
    event.respondWith(file(request));
  }
});

/** The page at its start, when no other page of the app is open: nobody is in the middle of something. */
self.addEventListener("message", async (event) => {
  if (event.data !== "apply") return;
  const pages = (await clients.matchAll({ type: "window", includeUncontrolled: true })).filter((one) => new URL(one.url).pathname.startsWith("/field/"));
  if (pages.length < 2) await self.skipWaiting();
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "field-send" || !self.deliver) return;
  event.waitUntil(
    self.deliver().then(({ left }) => {
      if (left !== 0) throw new Error("still waiting"); // the browser tries again
    }),
  );
});
