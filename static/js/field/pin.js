/**
 * The PIN and the keys it unwraps. Keys live in memory of this tab only, while it is unlocked.
 *
 * unlocked() → {user, wrap, hide} | null      truthy while unlocked; the keys themselves are for the other modules
 * set(pin)               first PIN, or a new one after it was forgotten (only after session.check() in the same start)
 * unlock(pin) → {ok: true} | {ok: false, left: tries left, wait: seconds that the next try takes longer}
 *                        waits by itself; after the fifth wrong try {ok: false, left: 0}: keys and list are gone
 * change(old, fresh) → as unlock
 * plainKeys(pin) → as unlock, and {user, plain} for a second wrap of the keys: wrapped(plain, wrapper)
 * unlockWith(wrapper)    opens that second wrap, `finger` of the enrolment (finger.js)
 * lock()                 also by itself after 10 minutes in the background
 * tries() → {left, wait}
 * class WeakPin extends Error        fewer than 6 digits, all the same, or a plain run
 * class Locked extends Error         what was asked for needs the PIN first
 *
 * The two keys of the phone are random: `wrap` (AES-KW) holds the keys of records, `hide` (AES-GCM) the list. Drafts are
 * sealed like records, for the phone and for the portal: where the PIN is lost, each is sent as it last stood. So no wrong
 * try and no log-out loses what was typed; the price is that a half-filled meeting arrives and may want a correction.
 */
import { ask, changeEnrolment, emit, enqueue, enrolment, meta, ofUser, on, write } from "./store.js";
import { bytes, random, seal } from "./seal.js";

export class WeakPin extends Error {}
export class Locked extends Error {}

const ROUNDS = 600000;
const MOST = 5;
const HIDDEN_FOR = 10 * 60000;
const { subtle } = crypto;
const USES = { wrap: ["AES-KW", ["wrapKey", "unwrapKey"]], hide: ["AES-GCM", ["encrypt", "decrypt"]] };

let keys = null;
let confirmed = null;

export const unlocked = () => keys;
/** Told by session.check(): the portal knows this user just now. */
export const confirm = (user) => (confirmed = user);

export function needKeys() {
  if (!keys) throw new Locked();
  return keys;
}

/** A record sealed for its owner on this phone and for the portal. */
export function sealFor({ id: user, device, schema, server }, kind, record, rid, made) {
  return seal({ kind, record, rid, user, device, schema, server, made }, { forPhone: needKeys().wrap });
}

async function pinKey(pin, salt) {
  const raw = await subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return subtle.deriveKey(how, raw, { name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

/** Both keys out of their wraps; those that stay in memory cannot be taken out again. */
async function unwrapped(user, wrapper, wraps, extractable = false) {
  const found = { user };
  for (const [name, [algorithm, uses]] of Object.entries(USES)) {
    found[name] = await subtle.unwrapKey("raw", wraps[name], wrapper, "AES-KW", algorithm, extractable, uses);
  }
  return found;
}

export async function wrapped(plain, wrapper) {
  const wraps = {};
  for (const name in USES) wraps[name] = await subtle.wrapKey("raw", plain[name], wrapper, "AES-KW");
  return wraps;
}

/** The wraps under a new PIN, and what opens them: on a cheap phone each making of a key out of a PIN takes a second. */
async function wrappedBy(pin, plain) {
  const salt = random(16);
  const wrapper = await pinKey(pin, salt);
  return [{ salt, ...(await wrapped(plain, wrapper)) }, wrapper];
}

function check(pin) {
  const steps = [...pin].slice(1).map((digit, at) => digit - pin[at]);
  if (!/^\d{6,}$/.test(pin) || (Math.abs(steps[0]) < 2 && steps.every((step) => step === steps[0]))) throw new WeakPin();
}

const opened = (fresh) => {
  keys = fresh;
  emit("unlock");
  return { ok: true };
};

export async function set(pin) {
  check(pin);
  const user = await meta("current");
  if (user == null || confirmed !== user) throw new Locked();
  await forget(user); // what an older PIN opened
  const plain = {};
  for (const [name, [algorithm, uses]] of Object.entries(USES)) {
    plain[name] = await subtle.generateKey({ name: algorithm, length: 256 }, true, uses);
  }
  const [wraps, wrapper] = await wrappedBy(pin, plain);
  await changeEnrolment(user, () => ({ pin: wraps, tries: 0 }));
  opened(await unwrapped(user, wrapper, wraps));
  emit("user");
}

const waitAfter = (wrong) => (wrong ? 2 ** (wrong - 1) : 0);

export async function tries() {
  const wrong = (await enrolment())?.tries ?? 0;
  return { left: MOST - wrong, wait: waitAfter(wrong) };
}

/**
 * Each try is written down before it is made, and its delay is served before, by a timer: neither a restart nor another
 * tab nor the clock of the phone gives a try away.
 */
function attempt(pin, use) {
  return navigator.locks.request("field-pin", async () => {
    const me = await enrolment();
    if (!me?.pin) return { ok: false, left: 0, wait: 0 };
    const wrong = me.tries ?? 0;
    if (wrong < MOST) {
      await new Promise((go) => setTimeout(go, waitAfter(wrong) * 1000));
      await changeEnrolment(me.id, () => ({ tries: wrong + 1 }));
      try {
        const found = await use(me, await pinKey(pin, me.pin.salt));
        await changeEnrolment(me.id, () => ({ tries: 0 }));
        return found;
      } catch (error) {
        if (error.name !== "OperationError") throw error;
      }
    }
    const left = Math.max(0, MOST - wrong - 1);
    if (!left) {
      await forget(me.id);
      emit("wiped");
    }
    return { ok: false, left, wait: waitAfter(wrong + 1) };
  });
}

export const unlock = (pin) =>
  attempt(pin, async (me, wrapper) => opened(await unwrapped(me.id, wrapper, me.pin)));

export function change(old, fresh) {
  check(fresh);
  return attempt(old, async (me, wrapper) => {
    const [wraps] = await wrappedBy(fresh, await unwrapped(me.id, wrapper, me.pin, true));
    await changeEnrolment(me.id, () => ({ pin: wraps }));
    return opened(await unwrapped(me.id, wrapper, me.pin));
  });
}

export const plainKeys = (pin) =>
  attempt(pin, async (me, wrapper) => ({
    ok: true,
    user: me.id,
    plain: await unwrapped(me.id, wrapper, me.pin, true),
  }));

/** Like the right PIN it forgives the wrong ones. What the wrapper does not fit throws an OperationError. */
export const unlockWith = (wrapper) =>
  navigator.locks.request("field-pin", async () => {
    const me = await enrolment();
    if (!me?.finger) return { ok: false };
    const found = await unwrapped(me.id, wrapper, me.finger);
    await changeEnrolment(me.id, () => ({ tries: 0 }));
    return opened(found);
  });

export function lock() {
  if (!keys) return;
  keys = null;
  emit("lock");
}

/**
 * Deletes what the PIN opens: keys and list. Records stay. Drafts become records in a step of its own: if there is no room
 * for it now, they lie sealed until there is (rescue() is tried again before each sending).
 */
export async function forget(user) {
  await write(["meta", "rosters"], async (meta, rosters) => {
    const row = await ask(meta.get(`user:${user}`));
    if (row) meta.put({ ...row, pin: null, finger: null, tries: 0, rescue: row.rescue || !!row.pin }, `user:${user}`);
    rosters.delete(ofUser(user));
  });
  emit("forgotten", user); // locks every tab that still holds these keys
  await rescue(user);
  emit("user");
  emit("roster");
}

on("forgotten", (user) => keys?.user === user && lock());
on("user", async () => keys && keys.user !== (await meta("current")) && lock());

/** Drafts that nobody can open any more go the way of records, as they last stood. */
export async function rescue(user) {
  if (!(await enrolment(user))?.rescue) return;
  await write(["meta", "drafts", "outbox", "photos"], async (meta, drafts, outbox, photos) => {
    for (const draft of await ask(drafts.getAll(ofUser(user)))) {
      const { group, sealed, rid, kind, meeting, at } = draft;
      await enqueue(outbox, photos, { id: rid, user, kind, group, at, sealed }, meeting);
    }
    drafts.delete(ofUser(user));
    meta.put({ ...(await ask(meta.get(`user:${user}`))), rescue: false }, `user:${user}`);
  });
  emit("outbox");
  emit("drafts");
}

// --- ten minutes in the background -----------------------------------------------------------------------------------
if (globalThis.document) {
  let since = null;
  let timer;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      since = Date.now();
      timer = setTimeout(lock, HIDDEN_FOR);
    } else if (Math.abs(Date.now() - since) >= HIDDEN_FOR) {
      lock(); // a tab that slept runs no timers
    }
  });
}
