/**
 * Pictures of a meeting: made small and without metadata, encrypted, sent after the meeting.
 *
 * add(meeting, file, shown = null) → {id, size}     before or after the meeting is saved; `file` from
 *                                     <input type=file accept="image/*" capture>. Throws NotAPicture, PhoneFull, Locked.
 * mark(id, shown)                     person ids, until its record is queued (the meeting is saved)
 * ofMeeting(meeting) → [{id, size, shown, state: "draft" | "queued" | "ready" | "done" | "refused", offset, sentence}]
 *                                     draft: its meeting is not saved yet; ready: on its way
 * picture(id) → Blob                  unlocked only, until it was sent
 * drop(id)                            while "draft"
 * send()                              by itself after each sending of records
 * class NotAPicture extends Error
 */
import { ask, byId, emit, enqueue, enrolment, read, rowsOf, write } from "./store.js";
import { base64url, newKey, open, random, sha256, sign, unbase64url } from "./seal.js";
import { needKeys, sealFor } from "./pin.js";
import { Offline, call, now } from "./contact.js";

export class NotAPicture extends Error {}

const SIDE = 1600;
const PIECE = 65536;
const { subtle } = crypto;

/** Drawn anew from its pixels, upright and at most 1600 wide or high: place, time and maker of the file are gone. */
async function small(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new NotAPicture();
  });
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
  if (!blob) throw new NotAPicture();
  return blob.arrayBuffer();
}

const photo = (id) => read("photos", (store) => ask(store.get(id)));

const sealed = async (row, facts) => sealFor(await enrolment(row.user), "photo", facts, row.rid, await now());

async function factsOf(row) {
  const its = row.sealed ?? (await read("outbox", (outbox) => byId(outbox, row.rid)))?.sealed;
  return its ? open(its, needKeys().wrap) : null;
}

export async function add(meeting, file, shown = null) {
  const { user } = needKeys();
  const key = await newKey();
  const iv = random(12);
  const data = await subtle.encrypt({ name: "AES-GCM", iv }, key, await small(file));
  const row = { id: crypto.randomUUID(), rid: crypto.randomUUID(), user, meeting, data, offset: 0, state: "draft" };
  const facts = {
    id: row.id,
    meeting,
    key: base64url(await subtle.exportKey("raw", key)),
    iv: base64url(iv),
    size: data.byteLength,
    sha256: await sha256(data),
    type: "image/jpeg",
    shown,
  };
  row.sealed = await sealed(row, facts);
  await write(["photos", "outbox"], async (photos, outbox) => {
    await ask(photos.put(row));
    const rows = await rowsOf(outbox, user);
    const saved = rows.find((one) => one.meeting === meeting || one.answer?.meeting === meeting);
    if (!saved) return;
    photos.put({ ...row, state: "queued", sealed: null });
    await enqueue(outbox, photos, { id: row.rid, user, kind: "photo", group: saved.group, sealed: row.sealed });
  });
  emit("photos");
  emit("outbox");
  return { id: row.id, size: data.byteLength };
}

export async function mark(id, shown) {
  const row = await photo(id);
  if (row?.state !== "draft") return;
  const fresh = await sealed(row, { ...(await factsOf(row)), shown });
  await write("photos", async (store) => {
    if ((await ask(store.get(id)))?.state === "draft") store.put({ ...row, sealed: fresh });
  });
  emit("photos");
}

export async function ofMeeting(meeting) {
  const { user } = needKeys();
  const rows = await read("photos", (store) => rowsOf(store, user));
  const found = rows.filter((row) => row.meeting === meeting);
  return Promise.all(
    found.map(async (row) => {
      const { id, size, state, offset, sentence = null } = row;
      return { id, size: size ?? row.data.byteLength, shown: (await factsOf(row))?.shown ?? null, state, offset, sentence };
    }),
  );
}

export async function picture(id) {
  const row = await photo(id);
  const facts = row?.user === needKeys().user && row.data && (await factsOf(row));
  if (!facts) return null;
  const key = await subtle.importKey("raw", unbase64url(facts.key), "AES-GCM", false, ["decrypt"]);
  const data = await subtle.decrypt({ name: "AES-GCM", iv: unbase64url(facts.iv) }, key, row.data);
  return new Blob([data], { type: facts.type });
}

export async function drop(id) {
  await write("photos", async (store) => {
    if ((await ask(store.get(id)))?.state === "draft") store.delete(id);
  });
  emit("photos");
}

// --- sending ---------------------------------------------------------------------------------------------------------
async function piece(me, row, method, offset, data = new ArrayBuffer(0)) {
  const payload = {
    device: me.device,
    user: me.id,
    photo: row.id,
    offset,
    sha256: await sha256(data),
    sent_at: (await now()).toISOString(),
  };
  const proof = await sign(payload, { kid: me.device, typ: "field-photo" }, me.pair.privateKey);
  const headers = { Authorization: `Field ${proof}`, "Upload-Offset": offset };
  if (method === "PATCH") headers["Content-Type"] = "application/offset+octet-stream";
  const body = method === "PATCH" ? data : undefined;
  return call(`photos/${row.id}/`, { method, credentials: "omit", headers, body, seconds: 60 });
}

const keep = (id, change) =>
  write("photos", async (store) => {
    const row = await ask(store.get(id));
    if (row) store.put({ ...row, ...change });
  });

/** Piece by piece from where the portal stands, which knows it better than we do. */
async function upload(me, row) {
  const size = row.data.byteLength;
  let answer = await piece(me, row, "HEAD", 0);
  while (answer.status < 300 || answer.status === 409) {
    const offset = Number(answer.headers.get("Upload-Offset"));
    await keep(row.id, { offset });
    emit("photos");
    if (offset >= size) return keep(row.id, { state: "done", size, data: null });
    answer = await piece(me, row, "PATCH", offset, row.data.slice(offset, offset + PIECE));
  }
  if (answer.status === 422) {
    return keep(row.id, { state: "refused", code: answer.data?.code, sentence: answer.data?.sentence ?? null });
  }
  return null; // tried again after the next sending
}

export async function send() {
  await navigator.locks.request("field-photos", async () => {
    const me = await enrolment();
    if (!me?.pair) return;
    const rows = await read("photos", (store) => rowsOf(store, me.id));
    for (const row of rows.filter((one) => one.state === "ready")) await upload(me, row);
  }).catch((error) => {
    if (!(error instanceof Offline)) throw error;
  });
  emit("photos");
}
