/**
 * The short list of the facilitator's groups, sealed.
 *
 * groups() → [Group]   as in the protocol (docs/field-protocol.md), plus `expired: boolean`: then members, due, open and next
 *                      are empty; the group's name, posts and topics stay. Unlocked only. In the order of the portal.
 * reference() → {topics: [{code, type, theme, km, en}]}
 * me() → {id, name}
 * refresh() → "fresh" | "same" | "offline" | "sign-in"
 * expire()             deletes the lists whose term has passed, also while locked; once at the start of the app
 *
 * Each group is two sealed parts, so that the list of its members can be deleted while the phone is locked.
 */
import { ask, emit, ofUser, read, rowsOf, write } from "./store.js";
import { hide, reveal } from "./seal.js";
import { needKeys, unlocked } from "./pin.js";
import { Offline, SignIn, call, now, refused } from "./contact.js";

const SHORT_LIVED = ["members", "due", "asks", "open", "next", "council"];
const KEPT = 60 * 86400000; // a sealed copy that the list does not show (too old for it) goes after this time
const MOST = 400; // receipts

const listsOf = (user) => read("rosters", (store) => ask(store.getAll(ofUser(user))));

async function about() {
  const { user, hide: key } = needKeys();
  const row = await read("rosters", (store) => ask(store.get([user, ""])));
  return row ? reveal(row.rest, key) : null;
}

export const reference = async () => (await about())?.reference ?? { topics: [] };
export const me = async () => (await about())?.user ?? null;

export async function groups() {
  await expire();
  const { user, hide: key } = needKeys();
  const rows = (await listsOf(user)).filter((row) => row.group);
  const found = await Promise.all(
    rows.map(async ({ rest, list }) => ({
      ...(await reveal(rest, key)),
      ...{ members: [], due: [], asks: [], open: [], next: null },
      ...(list && (await reveal(list, key))),
      expired: !list,
    })),
  );
  const order = (await about())?.ids ?? [];
  return found.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
}

/** By the latest time that the portal told, or the phone's clock beyond it: a clock set back lengthens nothing. */
export async function expire() {
  const today = +(await now());
  const gone = await write("rosters", async (store) => {
    const rows = (await ask(store.getAll())).filter((row) => row.list && row.until <= today);
    for (const row of rows) store.put({ ...row, list: null });
    return rows.length;
  });
  if (gone) emit("roster");
}

/** `valid_until` may be a day: then its end, here. */
const until = (text) => +(text.length > 10 ? new Date(text) : new Date(`${text}T23:59:59`));

export async function refresh() {
  const { user, hide: key } = needKeys();
  const old = await about();
  const kept = (await listsOf(user)).filter((row) => row.group && row.list);
  const known = kept.map(({ group, digest }) => `${group}:${digest}`);
  if (old?.reference) known.push(`reference:${old.reference.digest}`);
  const have = known.join();
  let answer;
  try {
    // What the phone has is part of the question, so the portal's tag is only good for the same question.
    const headers = old && old.have === have ? { "If-None-Match": old.etag } : {};
    answer = await call(`roster/?have=${encodeURIComponent(have)}`, { headers, seconds: 30 });
    if (answer.status !== 200 && answer.status !== 304) refused(answer);
  } catch (error) {
    if (error instanceof SignIn) return "sign-in";
    if (error instanceof Offline) return "offline";
    throw error;
  }
  if (answer.status === 304) return "same";
  const { data } = answer;
  if (data.user.id !== user || unlocked()?.user !== user) return "sign-in"; // another user signed in meanwhile
  const fresh = await Promise.all(
    data.groups.map(async (group) => {
      const list = Object.fromEntries(SHORT_LIVED.map((name) => [name, group[name]]));
      const rest = Object.fromEntries(Object.entries(group).filter(([name]) => !SHORT_LIVED.includes(name)));
      const { id, digest, valid_until } = group;
      const parts = { rest: await hide(rest, key), list: await hide(list, key) };
      return { user, group: id, digest, until: until(valid_until), ...parts };
    }),
  );
  const head = {
    user: data.user,
    ids: data.ids,
    reference: data.reference?.topics ? data.reference : old?.reference,
    etag: answer.headers.get("ETag"),
    have,
  };
  const rest = await hide(head, key);
  await write("rosters", async (store) => {
    for (const row of await ask(store.getAll(ofUser(user)))) {
      if (row.group && !data.ids.includes(row.group)) store.delete([user, row.group]);
    }
    for (const row of [...fresh, { user, group: "", rest }]) store.put(row);
  });
  await tidy(user, await groups());
  emit("roster");
  return "fresh";
}

/** Sealed copies of what the portal has and shows again are dropped; receipts stay, the latest four hundred. */
async function tidy(user, shown) {
  const seen = new Set(shown.flatMap((group) => group.open.map((meeting) => meeting.id)));
  await write("outbox", async (outbox) => {
    const rows = (await rowsOf(outbox, user)).filter((row) => row.state === "sent");
    for (const row of rows.slice(0, -MOST)) outbox.delete(row.n);
    for (const row of rows.slice(-MOST)) {
      const isOld = Math.abs(Date.now() - row.at) > KEPT;
      if (row.sealed && (row.kind !== "meeting" || seen.has(row.answer.meeting) || isOld)) {
        outbox.put({ ...row, sealed: null });
      }
    }
  });
  emit("outbox");
}
