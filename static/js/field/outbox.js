/**
 * Records on their way, and drafts.
 *
 * drafts.keep(group, record, screen = null)   seals the record as it stands (a `meeting` of the protocol, half filled is fine)
 *                      and whatever the screen needs besides. Call it at most a second after a keystroke.
 *                      A draft whose PIN is lost is sent as it last stood: leave empty rows out of `record`.
 * drafts.load(group) → {record, screen, at} | null
 * drafts.list() → [{group, at, isSheet}]
 * drafts.drop(group)
 * drafts.keepSheet(group, screen, meetings)   a paper sheet: the screen, and each column that is a meeting as a draft of its
 *                      own, {column: record | null}; null takes one away, a column that is not named stays.
 *                      Where the PIN is lost those meetings are sent and the rest goes.
 * drafts.loadSheet(group) → {screen, at, columns: [number]} | null      columns: those that are drafts
 * drafts.dropSheet(group)
 * outbox.save(kind, record, {group, replaces = null, columns = null}) → record id   one strict transaction: row written,
 *                      draft of the group deleted (or, of its sheet, the columns named), photos of the meeting queued.
 *                      `replaces`: the id of a record that this one puts right (fixed, resolved, corrected).
 *                      Starts send() by itself. Throws PhoneFull, Locked.
 * outbox.summary() → {waiting, conflict, refused, held, sent, drafts, photos, others, othersNeed}   of the current user, also
 *                      while locked. others: unsent that are no meetings (reasons, elections, notes); othersNeed: of those, what
 *                      needs the user. They choose the word beside a number: meetings, or records.
 * outbox.list() → [Row]  newest first, also while locked: no names in it
 *   Row {id, kind, group, at, state: "waiting"|"conflict"|"refused"|"held"|"sent", receipt, meeting, version, notes: [], code,
 *        sentence: {km, en} | null, fixable, openable, inDoubt, hasTheirs}
 * outbox.openRecord(id) → {record, theirs: record | null, row: Row}     unlocked only
 * outbox.setAside(id)    takes a refused record off the list for good; for a conflict: save("set_aside", {record, meeting},
 *                      {replaces: record})
 * outbox.send() → {sent, left}   tries now; never throws for want of network
 * outbox.copy(kind?, record?, {group}?) → [{name, blob}]     all that is not sent, also while locked; with a record that
 *                      found no room
 * outbox.start()         once, at the start of the app: sends now, when the network returns and when the app is shown
 *
 * A row leaves the phone only after the receipt that makes it needless is written. A lost answer is asked for by sending
 * again. How it goes over the network is told in sending.js, which is loaded once there is something to send.
 */
import { ask, byId, emit, enqueue, enrolment, groupOf, meta, ofSheet, ofUser, on, read, rowsOf, write } from "./store.js";
import { canOpen, hide, open, reveal } from "./seal.js";
import { needKeys, sealFor, unlocked } from "./pin.js";
import { now } from "./contact.js";

let line = Promise.resolve();
/** Drafts and saving one after the other: a draft that was still being sealed never comes back after its record. */
const inOrder = (work) => (line = line.catch(() => {}).then(work));

const COLUMN = /\/(\d+)$/;

// --- drafts ----------------------------------------------------------------------------------------------------------
export const drafts = {
  keep(group, record, screen = null) {
    return inOrder(async () => {
      const { user, hide: key } = needKeys();
      const rid = crypto.randomUUID();
      const sealed = await sealFor(await enrolment(user), "meeting", record, rid);
      const hidden = await hide(screen, key);
      const row = { user, group, rid, kind: "meeting", meeting: record.id, at: Date.now(), sealed, screen: hidden };
      await write("drafts", (store) => ask(store.put(row)));
      emit("drafts");
    });
  },

  async load(group) {
    const { user, wrap, hide: key } = needKeys();
    const row = await read("drafts", (store) => ask(store.get([user, group])));
    return row ? { record: await open(row.sealed, wrap), screen: await reveal(row.screen, key), at: row.at } : null;
  },

  async list() {
    const rows = await read("drafts", async (store) => ask(store.getAll(ofUser(needKeys().user))));
    const own = rows.filter(({ group }) => !COLUMN.test(group));
    return own.map(({ group, at }) => ({ group: groupOf(group), at, isSheet: group !== groupOf(group) }));
  },

  drop(group) {
    return inOrder(async () => {
      await write("drafts", (store) => ask(store.delete([needKeys().user, group])));
      emit("drafts");
    });
  },

  keepSheet(group, screen, meetings) {
    return inOrder(async () => {
      const { user, hide: key } = needKeys();
      const me = await enrolment(user);
      const common = { user, kind: "meeting", at: Date.now() };
      const rows = [{ ...common, group: `${group}/sheet`, sealed: null, screen: await hide(screen, key) }];
      const gone = [];
      for (const [column, record] of Object.entries(meetings)) {
        const name = `${group}/${column}`;
        if (!record) gone.push([user, name]);
        if (!record) continue;
        const rid = crypto.randomUUID();
        const sealed = await sealFor(me, "meeting", record, rid);
        rows.push({ ...common, group: name, rid, meeting: record.id, sealed, screen: null });
      }
      await write("drafts", (store) => {
        for (const one of gone) store.delete(one);
        for (const row of rows) store.put(row);
      });
      emit("drafts");
    });
  },

  async loadSheet(group) {
    const { user, hide: key } = needKeys();
    const rows = await read("drafts", (store) => ask(store.getAll(ofSheet(user, group))));
    const sheet = rows.find((row) => !row.sealed);
    const columns = rows.filter((row) => row.sealed).map((row) => Number(COLUMN.exec(row.group)[1]));
    return sheet ? { screen: await reveal(sheet.screen, key), at: sheet.at, columns } : null;
  },

  dropSheet(group) {
    return inOrder(async () => {
      await write("drafts", (store) => ask(store.delete(ofSheet(needKeys().user, group))));
      emit("drafts");
    });
  },
};

// --- saving ----------------------------------------------------------------------------------------------------------
const save = (...what) => inOrder(() => put(...what));

async function put(kind, record, { group = null, replaces = null, columns = null } = {}) {
  const { user } = needKeys();
  const me = await enrolment(user);
  const id = crypto.randomUUID();
  const sealed = await sealFor(me, kind, record, id, await now());
  const row = { id, user, kind, group, sealed, replaces, after: null };
  await write(["outbox", "drafts", "photos"], async (outbox, drafts, photos) => {
    const old = replaces && (await byId(outbox, replaces));
    if (old?.state === "waiting" && !old.tried) {
      outbox.delete(old.n); // it never left the phone: the new one stands in its place
      Object.assign(row, { replaces: old.replaces, after: old.after });
    } else if (old && old.state !== "sent") {
      outbox.put({ ...old, replacedBy: id });
      if (old.state === "waiting") row.after = old.id; // it may have arrived: first hear what became of it
    }
    await enqueue(outbox, photos, row, kind === "meeting" ? record.id : null);
    const kept = columns ? columns.map((column) => `${group}/${column}`) : [group];
    if (kind === "meeting" && group) for (const one of kept) drafts.delete([user, one]);
  });
  emit("outbox");
  emit("drafts");
  send();
  return id;
}

// --- looking ---------------------------------------------------------------------------------------------------------
const shown = ({ id, kind, group, at, state, tried, sealed, answer, theirs }) => ({
  id,
  kind,
  group,
  at,
  state,
  receipt: null,
  meeting: null,
  version: null,
  notes: [],
  code: "",
  sentence: null,
  fixable: false,
  ...answer,
  openable: canOpen(sealed) && !!unlocked(),
  inDoubt: state === "waiting" && tried > 0,
  hasTheirs: !!theirs,
});

async function rows() {
  const user = await meta("current");
  return user == null ? [] : read("outbox", (outbox) => rowsOf(outbox, user));
}

const onList = (row) => row.state === "sent" || (row.state !== "aside" && !row.replacedBy);

async function list() {
  return (await rows()).filter(onList).reverse().map(shown);
}

async function summary() {
  const user = await meta("current");
  const counts = { waiting: 0, conflict: 0, refused: 0, held: 0, sent: 0, drafts: 0, photos: 0, others: 0, othersNeed: 0 };
  if (user == null) return counts;
  for (const { kind, state } of (await rows()).filter((row) => onList(row) && row.kind !== "photo")) {
    counts[state] += 1;
    if (kind === "meeting") continue;
    counts.othersNeed += ["conflict", "refused"].includes(state) ? 1 : 0;
    counts.others += ["waiting", "conflict", "refused"].includes(state) ? 1 : 0;
  }
  await read(["drafts", "photos"], async (drafts, photos) => {
    const keys = await ask(drafts.getAllKeys(ofUser(user)));
    counts.drafts = keys.filter(([, group]) => !COLUMN.test(group)).length;
    counts.photos = (await ask(photos.index("user").getAll(user))).filter((photo) => photo.state !== "done").length;
  });
  return counts;
}

async function openRecord(id) {
  const { user, wrap, hide: key } = needKeys();
  const row = await read("outbox", (outbox) => byId(outbox, id));
  if (row?.user !== user) return null;
  const theirs = row.theirs ? await reveal(row.theirs, key) : null;
  return { record: canOpen(row.sealed) ? await open(row.sealed, wrap) : null, theirs, row: shown(row) };
}

async function setAside(id) {
  const user = await meta("current");
  await write(["outbox", "photos"], async (outbox, photos) => {
    const row = await byId(outbox, id);
    if (row?.user !== user || row.state !== "refused") return;
    outbox.put({ ...row, state: "aside" });
    for (const photo of await ask(photos.index("user").getAll(user))) if (photo.rid === id) photos.delete(photo.id);
  });
  emit("outbox");
}

// --- sending ---------------------------------------------------------------------------------------------------------
const sending = () => import("./sending.js");
const copy = async (...what) => (await sending()).copy(...what);

let running = null;
let again = false;
let pause = 0;

function send() {
  again = true;
  running ??= (async () => {
    if (!(await enrolment())) return { sent: 0, left: 0 };
    emit("sending", { on: true });
    let result;
    let sent = 0;
    try {
      const { deliver } = await sending();
      while (again) {
        again = false;
        result = await deliver();
        sent += result.sent;
      }
      pause = result.wait ? Math.min(600, Math.max(result.wait, pause * 2)) : 0;
      if (pause) retry(pause);
      else if (result.photos) await (await import("./photos.js")).send();
      return { sent, left: result.left };
    } catch (error) {
      console.error(error);
      return { sent: 0, left: null };
    } finally {
      emit("sending", { on: false });
    }
  })().finally(() => (running = null));
  return running;
}

let timer;
function retry(seconds) {
  clearTimeout(timer);
  timer = setTimeout(send, seconds * 1000 * (1 + Math.random() / 4));
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("field-send")).catch(() => {});
}

function start() {
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  on("unlock", send); // what needed the PIN to go
  return send();
}

export const outbox = { save, list, summary, openRecord, setAside, send, copy, start };
