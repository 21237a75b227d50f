/**
 * How records go over the network: in signed batches, each answer written down before anything is dropped. It runs in the
 * service worker too: no document, no window.
 *
 * deliver() → {sent, left, wait, photos}      copy(kind?, record?, {group}?) → [{name, blob}]
 */
import { PhoneFull, ask, byId, changeEnrolment, emit, enrolment, meta, ofUser, read, rowsOf, write } from "./store.js";
import { canOpen, hide, open, rewrap, sign, stripped } from "./seal.js";
import { forget, rescue, sealFor, unlocked } from "./pin.js";
import { Offline, call, now } from "./contact.js";

const APP = import.meta.url.split("/").pop().slice(0, 40);
const MOST = 50;
const ROOM = 640000; // of JSON, which the signature's base64 makes a third longer
const QUIET = 15 * 60000; // how long a phone with nothing to send needs not ask for news
const WATCHING = 20000; // and one that sent a note which is not closed
const OWED = ["waiting", "conflict", "refused"];

const rows = (user) => read("outbox", (outbox) => rowsOf(outbox, user));
/** A note whose sealed copy is gone has nothing more to send. */
const owes = (row) => OWED.includes(row.state) && !!row.sealed;
/** A note that came, of which somebody may have something to tell. */
const isWatched = ({ kind, state, answer }) => kind === "note" && state === "sent" && answer?.stage !== "closed";
const isReady = (photo) => photo.state === "ready";

// --- batches ---------------------------------------------------------------------------------------------------------
/** As many of the rows, in their order, as one batch may hold; at least one. */
function fitting(rows, most = MOST) {
  let room = ROOM;
  const count = rows.findIndex(({ sealed }) => (room -= JSON.stringify(stripped(sealed)).length) < 0);
  return rows.slice(0, Math.max(1, Math.min(most, count < 0 ? rows.length : count)));
}

async function signed(me, records, { unsent, asks = [] }) {
  const payload = {
    v: 1,
    device: me.device,
    user: me.id,
    sent_at: (await now()).toISOString(),
    app: APP,
    persisted: (await meta("persisted")) ?? null,
    unsent,
    records: records.map(stripped),
    ask: asks,
  };
  return sign(payload, { kid: me.device, typ: "field-batch" }, me.pair.privateKey);
}

/** All that is not sent, as files that the desk loads; see outbox.copy. */
export async function copy(kind, record, { group } = {}) {
  const me = await enrolment();
  let left = (await rows(me.id)).filter(owes);
  if (record) left.push({ group, sealed: await sealFor(me, kind, record, crypto.randomUUID(), await now()) });
  const day = (await now()).toISOString().slice(0, 10);
  const unsent = left.length;
  const files = [];
  while (left.length) {
    const batch = fitting(left);
    left = left.slice(batch.length);
    const body = await signed(me, batch.map((row) => row.sealed), { unsent });
    const part = files.length ? `-${files.length + 1}` : "";
    files.push({ name: `portal-records-${day}${part}.jose`, blob: new Blob([body], { type: "application/jose" }) });
  }
  return files;
}

// --- sending ---------------------------------------------------------------------------------------------------------
/** What must be done to a row before it can go, where that needs the PIN. Returns the row, or null: not now. */
async function readied(row, me) {
  const { wrap } = unlocked() ?? {};
  let { sealed } = row;
  if (row.rewrap) {
    if (!wrap || row.rewrap === me.server.kid) return null;
    sealed = await rewrap(sealed, wrap, me.server);
  }
  if (row.correct) {
    if (!wrap) return null;
    sealed = await sealFor(me, row.kind, { ...(await open(sealed, wrap)), ...row.correct }, row.id, await now());
  }
  return { ...row, sealed, rewrap: null, correct: null };
}

const orFull = (instead) => (error) => {
  if (!(error instanceof PhoneFull)) throw error;
  return instead();
};

/** Notes that the rows are on their way; leaves out what was put right meanwhile. A full phone sends without the note. */
const marked = (rows) =>
  write("outbox", async (outbox) => {
    const batch = [];
    for (const row of rows) {
      const still = await ask(outbox.get(row.n));
      if (!still) continue;
      const { sealed, rewrap, correct } = row;
      outbox.put({ ...still, sealed, rewrap, correct, tried: still.tried + 1 });
      batch.push(row);
    }
    return batch;
  }).catch(orFull(() => rows));

async function due(me, later) {
  const all = await rows(me.id);
  const open = new Set(all.filter((row) => row.state === "waiting").map((row) => row.id));
  const wanted = all.filter(
    (row) =>
      !later.has(row.id) &&
      !open.has(row.after) &&
      (row.state === "waiting" || (row.state === "conflict" && row.theirs == null && unlocked()?.user === me.id)),
  );
  const ready = await Promise.all(wanted.map((row) => readied(row, me)));
  const asks = all.filter((row) => row.state === "held" || isWatched(row)).map((row) => row.id);
  return { ready: ready.filter(Boolean), unsent: open.size, asks: asks.slice(-MOST) };
}

const STATES = { taken: "sent", known: "sent", held: "held", conflict: "conflict", refused: "refused" };

/**
 * Writes down what the portal answered, all in one transaction; on a full phone without the copies of what it took.
 * False: not even the receipts found room. The rows stay as they are and are sent again later, which changes nothing.
 */
const settle = (me, told) =>
  written(me, told, false)
    .catch(orFull(() => written(me, told, true)))
    .then(() => true)
    .catch(orFull(() => false));

async function written(me, { answers = [], device, key, schema }, isFull) {
  const mine = unlocked()?.user === me.id ? unlocked() : null;
  const hidden = new Map();
  for (const { id, theirs, election } of answers) {
    if (mine && (theirs ?? election)) hidden.set(id, await hide(theirs ?? election, mine.hide));
  }
  await write(["meta", "outbox", "photos"], async (meta, outbox, photos) => {
    const row = await ask(meta.get(`user:${me.id}`));
    const told = { ...device, known: true, contact: Date.now(), ...(key && { server: key }), ...(schema && { schema }) };
    meta.put({ ...row, ...told }, `user:${me.id}`);
    for (const { id, outcome, theirs, election, ...answer } of answers) {
      const row = await byId(outbox, id);
      const state = STATES[outcome];
      if (row?.kind === "note" && row.user === me.id && state && row.state !== "aside") {
        outbox.put(bare(row, state, answer));
        continue;
      }
      if (!row || row.user !== me.id || !state || ["sent", "aside"].includes(row.state)) continue;
      if (answer.code === "key_gone" && canOpen(row.sealed)) {
        const { kid } = row.sealed.recipients[0].header;
        outbox.put({ ...row, state: "waiting", rewrap: kid });
        continue;
      }
      const sealed = isFull && state === "sent" ? null : row.sealed;
      outbox.put({ ...row, sealed, state, answer, theirs: hidden.get(id) || row.theirs || (mine ? false : null) });
      for (const other of await rowsOf(outbox, me.id)) {
        if (other.after === id) {
          const correct = state === "sent" ? { id: answer.meeting, version: answer.version } : null;
          outbox.put({ ...other, after: null, correct });
        }
        if (other.id === row.replaces && other.state !== "sent" && ["sent", "held"].includes(state)) {
          outbox.delete(other.n);
        }
      }
      if (row.kind !== "photo" || state !== "sent") continue;
      for (const photo of await rowsOf(photos, me.id)) {
        if (photo.rid === id) photos.put({ ...photo, state: "ready" });
      }
    }
  });
  if (device && device.state !== me.state) emit("device", { state: device.state });
  emit("outbox");
}

/** What stays of a hand-over note on this phone: its number and how it stands. */
const bare = ({ n, id, user, kind }, state, { receipt, stage }) => ({
  ...{ n, id, user, kind, group: null, at: 0, state, tried: 0, sealed: null },
  answer: { receipt, stage },
});

/** An ended phone has delivered everything: it forgets all but the key with which it says so. */
async function empty({ id, device, pair, state }) {
  await write(["meta", "rosters", "drafts", "outbox", "photos"], async (meta, rosters, drafts, outbox, photos) => {
    rosters.delete(ofUser(id));
    drafts.delete(ofUser(id));
    for (const row of await rowsOf(outbox, id)) outbox.delete(row.n);
    for (const photo of await rowsOf(photos, id)) photos.delete(photo.id);
    meta.put({ id, device, pair, state, emptied: true }, `user:${id}`);
  });
  emit("outbox");
  emit("user");
}

async function leaveFor({ id }) {
  await write("meta", (meta) => {
    meta.delete(`user:${id}`);
    meta.delete("current");
  });
  emit("user");
}

/**
 * One sending, from the first batch to the last; at most one at a time on this phone, also in the service worker.
 * Gives {sent, left, wait: seconds before the next try, photos: how many are ready to follow}.
 */
export const deliver = () => navigator.locks.request("field-send", sendAll);

async function sendAll() {
  const start = await enrolment();
  const result = { sent: 0, left: 0, wait: 0, photos: 0 };
  if (!start?.server && !start?.emptied) return result;
  const user = start.id;
  const later = new Set();
  let most = MOST;
  const patience = (await rows(user)).some(isWatched) ? WATCHING : QUIET;
  let contact = Math.abs(Date.now() - (start.contact ?? 0)) > patience;
  await rescue(user).catch(() => {}); // no room yet: the drafts lie safe where they are
  for (;;) {
    const me = await enrolment(user);
    if (me.id !== (await meta("current"))) break;
    const { ready, unsent, asks } = await due(me, later);
    result.left = unsent;
    if (!ready.length && !contact) break;
    const batch = await marked(ready.length ? fitting(ready, most) : []);
    if (!batch.length && !contact) continue;
    const body = await signed(me, batch.map((row) => row.sealed), { unsent, asks: contact ? asks : [] });
    let answer;
    try {
      const how = { method: "POST", credentials: "omit", headers: { "Content-Type": "application/jose" }, body };
      answer = await call("records/", { ...how, seconds: 30 + body.length / 2000 });
    } catch (error) {
      if (!(error instanceof Offline)) throw error;
      if (error.message === "TimeoutError" && most > 1) most = Math.ceil(batch.length / 2) || 1;
      result.wait = error.wait || 5;
      break;
    }
    const { status, data } = answer;
    if (status === 200 && me.emptied) {
      await leaveFor(me);
      break;
    } else if (status === 200) {
      contact = false;
      // What the portal could not even read has no id: it stands where the record stood.
      data.answers?.forEach((one, at) => (one.id ??= batch[at]?.id));
      const isKept = await settle(me, data);
      if (!isKept) result.wait = 60; // there may be room by then
      const settled = new Map((data.answers ?? []).map((one) => [one.id, one.outcome]));
      for (const { id } of batch) {
        if (STATES[settled.get(id)]) result.sent += 1;
        else result.wait = 30;
        if (!isKept || !["taken", "known"].includes(settled.get(id))) later.add(id); // once in a sending is enough
      }
      if (data.device?.state === "ended") contact = await ended(user, later);
    } else if (status === 401) {
      await changeEnrolment(user, () => ({ known: false }));
      emit("sign-in");
      break;
    } else if (status !== 400 && status !== 413) {
      result.wait = 60;
      break;
    } else if (batch.length > 1) {
      most = Math.ceil(batch.length / 2); // one of them is too much for the portal: find it
    } else {
      if (batch.length) {
        const answers = [{ id: batch[0].id, outcome: "refused", code: data?.code ?? "malformed", fixable: true }];
        await settle(me, { answers });
      }
      contact = false;
      if (!batch.length) break;
    }
  }
  result.photos = await read("photos", async (photos) => (await rowsOf(photos, user)).filter(isReady).length);
  return result;
}

/**
 * The portal ended this phone: drafts and what was refused before go too (it keeps all of it for an officer), then the
 * phone empties itself. True: one more contact is due. A record that the portal will not even keep stays here.
 */
async function ended(user, later) {
  if ((await enrolment(user)).pin) await forget(user);
  const left = await write(["outbox", "photos"], async (outbox, photos) => {
    const rows = (await rowsOf(outbox, user)).filter(owes);
    for (const row of rows.filter((row) => row.state !== "waiting" && !row.again)) {
      outbox.put({ ...row, state: "waiting", again: true, replacedBy: null });
      later.delete(row.id);
    }
    return rows.length + (await rowsOf(photos, user)).filter(isReady).length;
  });
  if (left) return false;
  await empty(await enrolment(user));
  return true;
}
