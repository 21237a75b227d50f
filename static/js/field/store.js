/**
 * What lies on the phone: IndexedDB `field`, and the events that all open tabs hear.
 *
 * on(name, hear) → off()      hear(detail); an event of one tab is heard in all tabs. Names:
 *   "user"    another user, or enrolled, or logged out      "lock" / "unlock"   only of this tab
 *   "outbox"  anything of the outbox changed                "drafts", "photos", "roster"  likewise
 *   "sending" {on: boolean}                                 "sign-in"  the portal asks to sign in (everything is kept)
 *   "device"  {state}                                       "wiped"    five wrong PINs: list gone, records kept
 *   "update"  a newer app waits, applied at the next start  "blocked"  another tab keeps an old version open
 * persist() → true | false | null    asks for storage that the browser does not throw away, and keeps the answer
 * class PhoneFull extends Error      no room: nothing was half written; offer outbox.copy(kind, record)
 * class NewerApp extends Error       another tab has opened a newer version: reload
 *
 * For the other modules: read(names, work) and write(names, work) run `work(store, …)` in one transaction. Nothing but
 * requests of that transaction (through `ask`) may be awaited inside, or it commits early: seal first, write then.
 */

export class PhoneFull extends Error {}
export class NewerApp extends Error {}

const VERSION = 1;

/**
 * Step n leads from version n to n + 1. A published step is never changed: phones in the field have walked it.
 * `meta`: "current" → user id, "clock", "persisted", "user:<id>" → the enrolment of a user
 */
const STEPS = [
  (db) => {
    db.createObjectStore("meta");
    db.createObjectStore("rosters", { keyPath: ["user", "group"] });
    db.createObjectStore("drafts", { keyPath: ["user", "group"] });
    const outbox = db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
    outbox.createIndex("id", "id", { unique: true });
    outbox.createIndex("user", "user");
    const photos = db.createObjectStore("photos", { keyPath: "id" });
    photos.createIndex("user", "user");
  },
];

// --- events ----------------------------------------------------------------------------------------------------------
const OWN = ["lock", "unlock"];
const heard = new EventTarget();
const channel = new BroadcastChannel("field");
const tell = (name, detail) => heard.dispatchEvent(new CustomEvent(name, { detail }));
channel.onmessage = ({ data }) => tell(data.name, data.detail);

export function on(name, hear) {
  const listener = (event) => hear(event.detail);
  heard.addEventListener(name, listener);
  return () => heard.removeEventListener(name, listener);
}

export function emit(name, detail) {
  tell(name, detail);
  if (!OWN.includes(name)) channel.postMessage({ name, detail });
}

// --- the database ----------------------------------------------------------------------------------------------------
let opening = null;

/** A promise of the result of a request. */
export const ask = (request) =>
  new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });

const named = (error) =>
  error?.name === "QuotaExceededError"
    ? new PhoneFull(error.message)
    : error?.name === "VersionError"
      ? new NewerApp(error.message)
      : error;

function open() {
  opening ??= new Promise((yes, no) => {
    const request = indexedDB.open("field", VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const step of STEPS.slice(oldVersion)) step(request.result, request.transaction);
    };
    request.onblocked = () => emit("blocked");
    request.onerror = () => {
      opening = null;
      no(named(request.error));
    };
    request.onsuccess = () => {
      const db = request.result;
      // A newer app in another tab waits for us: make way, all that was written is whole. What comes next opens anew.
      db.onversionchange = () => {
        db.close();
        opening = null;
        emit("update");
      };
      db.onclose = () => (opening = null);
      yes(db);
    };
  });
  return opening;
}

async function run(names, mode, work) {
  let tx;
  for (let again = true; !tx; again = false) {
    const db = await open();
    try {
      tx = db.transaction(names, mode, { durability: "strict" });
    } catch (error) {
      if (!again || error.name !== "InvalidStateError") throw error;
      opening = null; // it was closed between two breaths
    }
  }
  const finished = new Promise((yes, no) => {
    tx.oncomplete = yes;
    tx.onabort = () => no(tx.error);
  });
  finished.catch(() => {}); // awaited below, unless the work itself fails first
  let result;
  try {
    result = await work(...[].concat(names).map((name) => tx.objectStore(name)));
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // it had ended by itself
    }
    throw named(error);
  }
  await finished.catch((error) => {
    throw named(error);
  });
  return result;
}

export const read = (names, work) => run(names, "readonly", work);
export const write = (names, work) => run(names, "readwrite", work);

// --- small facts -----------------------------------------------------------------------------------------------------
export const meta = (key) => read("meta", (store) => ask(store.get(key)));
export const keepMeta = (key, value) => write("meta", (store) => ask(store.put(value, key)));

/** The enrolment of the current user (or of the one named), or null. */
export async function enrolment(user) {
  return read("meta", async (store) => {
    const id = user ?? (await ask(store.get("current")));
    return id == null ? null : ((await ask(store.get(`user:${id}`))) ?? null);
  });
}

/** Changes the enrolment of a user in one transaction; `change` returns what is put over it. */
export function changeEnrolment(user, change) {
  return write("meta", async (store) => {
    const row = (await ask(store.get(`user:${user}`))) ?? { id: user };
    const fresh = { ...row, ...change(row) };
    await ask(store.put(fresh, `user:${user}`));
    return fresh;
  });
}

/** All keys of a user in the stores whose keys are [user, group]. */
export const ofUser = (user) => IDBKeyRange.bound([user], [user, []]);

export const rowsOf = (store, user) => ask(store.index("user").getAll(user));
export const byId = (outbox, id) => ask(outbox.index("id").get(id));

/**
 * Drafts go by their group; those of a paper sheet by "<group>/<column>", and by "<group>/sheet" for what belongs to no
 * meeting yet.
 */
export const groupOf = (key) => key?.split("/")[0] ?? null;

/** All that is kept of the sheet of a group. */
export const ofSheet = (user, group) => IDBKeyRange.bound([user, `${group}/`], [user, `${group}0`], false, true);

/**
 * Puts a record into the outbox and with it the photos that waited for its meeting.
 * Row: {n, id, user, kind, group, at, state, tried: batches it was part of, sealed, answer, replaces, after, replacedBy}
 */
export async function enqueue(outbox, photos, row, meeting) {
  if (!row.sealed) return; // a draft that is no record
  const common = { at: Date.now(), state: "waiting", tried: 0, answer: null };
  const fresh = { ...common, ...row, group: groupOf(row.group) };
  outbox.add(fresh);
  if (!meeting) return;
  for (const photo of await rowsOf(photos, row.user)) {
    if (photo.meeting !== meeting || photo.state !== "draft") continue;
    photos.put({ ...photo, state: "queued", sealed: null });
    outbox.add({ ...fresh, id: photo.rid, kind: "photo", sealed: photo.sealed, replaces: null, after: null });
  }
}

export async function persist() {
  const answer = (await navigator.storage?.persist?.()) ?? null;
  await keepMeta("persisted", answer);
  return answer;
}
