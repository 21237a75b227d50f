/**
 * Hand-over notes: sealed for the portal alone, also while the phone is locked. Once a note is answered, its sealed copy
 * is gone; its number and how it stands are all that stays (sending.js).
 *
 * canHand() → boolean      whether somebody has signed in on this phone, so that a note can go
 * hand(record)             one strict transaction; starts sending by itself. Throws PhoneFull
 * list() → [{id, state, receipt, stage, sentence}]     of the current user, the newest first, also while locked
 * drop(id)                 takes a note that is closed or was refused off this phone
 */
import { now } from "./contact.js";
import { outbox } from "./outbox.js";
import { seal } from "./seal.js";
import { ask, byId, emit, enqueue, enrolment, meta, read, rowsOf, write } from "./store.js";

export const canHand = async () => !!(await enrolment())?.server;

export async function hand(record) {
  const { id: user, device, schema, server } = await enrolment();
  const id = crypto.randomUUID();
  const sealed = await seal({ kind: "note", record, rid: id, user, device, schema, server, made: await now() }, { forPhone: false });
  const row = { id, user, kind: "note", group: null, sealed, replaces: null, after: null };
  await write(["outbox", "photos"], (rows, photos) => enqueue(rows, photos, row, null));
  emit("outbox");
  outbox.send();
}

export async function list() {
  const user = await meta("current");
  if (user == null) return [];
  const rows = await read("outbox", (store) => rowsOf(store, user));
  return rows
    .filter((row) => row.kind === "note" && row.state !== "aside")
    .map(({ id, state, answer }) => ({ id, state, ...answer }))
    .reverse();
}

export async function drop(id) {
  await write("outbox", async (store) => {
    const row = await byId(store, id);
    if (row?.kind === "note" && !row.sealed) await ask(store.delete(row.n));
  });
  emit("outbox");
}
