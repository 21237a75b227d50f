/* The reading packs on this telephone: which are kept, and how one is brought to what its list says.
   The page runs this when a reader saves, the service worker when a saved page is read. One cache a pack, named by the
   address of its list; the list itself is put last, so a cache without it is a pack that was not wholly fetched. */
self.packs = (() => {
  const CACHE = "reading:";
  const MARK = "x-part";
  const AT_ONCE = 4;
  const PATIENCE = 30000;
  const LOOSELY = { ignoreVary: true };

  const names = async () => (await caches.keys()).filter((key) => key.startsWith(CACHE));
  const listIn = (name) => name.slice(CACHE.length);
  const open = (list) => caches.open(CACHE + list);

  const hex = async (body) => {
    const digest = await crypto.subtle.digest("SHA-256", body);
    return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /** From the network, given up after a while. What comes back is marked with what its content is known by. */
  async function get(address) {
    const control = new AbortController();
    const late = setTimeout(() => control.abort(), PATIENCE);
    try {
      const answer = await fetch(address, {
        cache: address.startsWith("/static/") ? "default" : "no-cache",
        signal: control.signal,
      });
      if (answer.status === 404 || answer.status === 410) return null;
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      const body = await answer.arrayBuffer();
      const headers = new Headers(answer.headers);
      headers.set(MARK, await hex(body));
      return new Response(body, { headers });
    } finally {
      clearTimeout(late);
    }
  }

  const isThere = async (cache, address, hash) => {
    const found = await cache.match(address, LOOSELY);
    return found?.headers.get(MARK) === hash && found;
  };

  /** A part as another pack keeps it. */
  async function elsewhere(address, hash) {
    for (const name of await names()) {
      const found = await isThere(await caches.open(name), address, hash);
      if (found) return found;
    }
    return null;
  }

  /** Fetches what the list names and this pack lacks, lets go of what it names no more. `tell` hears the bytes that are
      done. Where the list itself is gone, so is the pack: then null. */
  async function bring(address, tell = () => {}) {
    const answer = await get(address);
    if (!answer) {
      await caches.delete(CACHE + address);
      return null;
    }
    const list = await answer.clone().json();
    const cache = await open(address);
    const wanted = new Set([address]);
    const queue = list.parts.values();
    let done = 0;
    const work = async () => {
      for (const [part, hash, size] of queue) {
        wanted.add(part);
        if (!(await isThere(cache, part, hash))) {
          const copy = (await elsewhere(part, hash)) || (await get(part));
          if (copy) await cache.put(part, copy);
          else await cache.delete(part, LOOSELY);
        }
        tell((done += size), list.size);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    for (const { url } of await cache.keys()) {
      const part = url.slice(location.origin.length);
      if (!wanted.has(part)) await cache.delete(part, LOOSELY);
    }
    await cache.put(address, answer);
    return list;
  }

  /** What a pack would still fetch, of its list as the network has it now. */
  async function missing(address) {
    const list = await (await get(address))?.json();
    if (!list) return null;
    let bytes = 0;
    for (const [part, hash, size] of list.parts) if (!(await elsewhere(part, hash))) bytes += loaded(part) ? 0 : size;
    return { ...list, bytes };
  }

  /** What this very page fetched already, and the browser keeps for a while. */
  const loaded = (part) => part.startsWith("/static/") && performance.getEntriesByName(location.origin + part).length;

  /** The lists of the packs that are kept; null for one that was not wholly fetched. */
  async function kept() {
    const found = new Map();
    for (const name of await names()) {
      const list = await (await caches.open(name)).match(listIn(name), LOOSELY);
      found.set(listIn(name), list ? await list.json() : null);
    }
    return found;
  }

  const remove = (address) => caches.delete(CACHE + address);

  return { names, listIn, bring, missing, kept, remove };
})();
