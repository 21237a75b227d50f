/**
 * Who uses this phone, and how it speaks with the portal.
 *
 * state() → {user: id | null, enrolled, hasPin, hasFinger, locked, persisted, device: {state, expires_on} | null, language}
 *                      `hasPin` false while enrolled: the PIN was forgotten, wiped or logged out; sign in and set() a new one
 * session.check() → {id, name, language} | null   asks the portal; another user becomes the current one (locked, sees
 *                      nothing of the one before). Throws Offline where there is no network; null: "sign in".
 * session.enrol()      after check() and pin.set(): sends the public key of this phone. Then roster.refresh().
 * session.leave()      forgets the list and the PIN; drafts become waiting records; the outbox goes on sending.
 *                      The caller then posts the sign-out form of the portal, with session.csrf().
 * now() → Promise<Date>   the clock of the phone, set right by what the portal last told; never before that
 * class Offline extends Error {wait}   no network, no portal, or too slow; class SignIn extends Error (401);
 * class Answer extends Error {status, code}
 */
import { PhoneFull, ask, changeEnrolment, emit, enrolment, keepMeta, meta, read, write } from "./store.js";
import { newPair, publicJwk } from "./seal.js";
import { confirm, forget, lock, unlocked } from "./pin.js";

export class SignIn extends Error {}
export class Offline extends Error {
  constructor(reason, wait = 0) {
    super(reason);
    this.wait = wait;
  }
}
export class Answer extends Error {
  constructor(status, data) {
    super(data?.code ?? `status ${status}`);
    Object.assign(this, { status, code: data?.code });
  }
}

/** One request. Whatever is not an answer of the portal (no network, a captive portal, a proxy in trouble) is Offline. */
export async function call(path, { seconds = 20, ...rest } = {}) {
  let response;
  let data = null;
  try {
    const signal = AbortSignal.timeout(seconds * 1000);
    response = await fetch(`/field/api/v1/${path}`, { cache: "no-store", redirect: "error", signal, ...rest });
    if (/json/.test(response.headers.get("Content-Type"))) data = await response.json();
  } catch (error) {
    throw new Offline(error.name);
  }
  const { status, headers } = response;
  if (status === 429 || status >= 500) throw new Offline(`status ${status}`, Number(headers.get("Retry-After")) || 30);
  if (status === 200 && !data && rest.method !== "HEAD") throw new Offline("no answer of the portal");
  if (data?.now) await heard(data.now);
  return { status, headers, data };
}

const refused = ({ status, data }) => {
  if (status !== 401) throw new Answer(status, data);
  emit("sign-in");
  throw new SignIn(data?.code);
};

// --- the clock -------------------------------------------------------------------------------------------------------
async function heard(text) {
  const seen = Date.parse(text);
  if (!seen) return;
  try {
    await write("meta", async (store) => {
      const before = (await ask(store.get("clock"))) ?? { seen: 0 };
      store.put({ seen: Math.max(seen, before.seen), skew: seen - Date.now() }, "clock");
    });
  } catch (error) {
    if (!(error instanceof PhoneFull)) throw error; // without room for the hour, the answer counts all the same
  }
}

export async function now() {
  const { seen = 0, skew = 0 } = (await meta("clock")) ?? {};
  return new Date(Math.max(seen, Date.now() + skew));
}

// --- who -------------------------------------------------------------------------------------------------------------
export async function state() {
  const [current, persisted] = await read("meta", async (store) => [
    await ask(store.get("current")),
    await ask(store.get("persisted")),
  ]);
  const me = await enrolment();
  return {
    user: current ?? null,
    enrolled: !!me?.server && me.known !== false,
    hasPin: !!me?.pin,
    hasFinger: !!me?.finger,
    locked: !unlocked(),
    persisted: persisted ?? null,
    device: me?.state ? { state: me.state, expires_on: me.expires_on } : null,
    language: me?.language ?? null,
  };
}

let csrf = null;

async function check() {
  const { status, data } = await call("session/");
  if (status === 401 || (status === 200 && !data.user)) {
    confirm(null);
    emit("sign-in");
    return null;
  }
  if (status !== 200) throw new Answer(status, data);
  const { user } = data;
  csrf = data.csrf;
  if ((await meta("current")) !== user.id) {
    lock();
    await keepMeta("current", user.id);
    emit("user");
  }
  await changeEnrolment(user.id, () => ({ language: user.language }));
  confirm(user.id);
  return user;
}

/** Such as "Chrome · Android". Among the brands stands one without meaning, so that nobody relies on their order. */
function nameOfPhone() {
  const { brands = [], platform = navigator.platform } = navigator.userAgentData ?? {};
  const known = brands.map(({ brand }) => brand.replace("Google ", "")).filter((brand) => !/\bnot\b/i.test(brand));
  return [known.find((brand) => brand !== "Chromium") ?? known[0], platform].filter(Boolean).join(" · ").slice(0, 60);
}

/**
 * The pair is kept before it is sent: if the answer is lost, the same phone asks again and is renewed. Where the portal
 * ended this phone, it becomes a new one; records of before are sent by it too.
 */
async function enrol() {
  const user = await meta("current");
  let me = await enrolment();
  if (!me?.device || me.state === "ended") {
    const fresh = { device: crypto.randomUUID(), pair: await newPair(), state: null };
    me = await changeEnrolment(user, () => fresh);
  }
  const answer = await call("devices/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({
      device: me.device,
      jwk: await publicJwk(me.pair),
      label: nameOfPhone(),
    }),
  });
  if (answer.status === 409 && me.state !== null) {
    await changeEnrolment(user, () => ({ state: "ended" }));
    return enrol();
  }
  if (answer.status > 201) refused(answer);
  const { device, key, schema } = answer.data;
  await changeEnrolment(user, () => ({ ...device, server: key, schema, known: true }));
  emit("user");
  return null;
}

export const session = { check, enrol, csrf: () => csrf, leave: async () => forget(await meta("current")) };
export { refused };
