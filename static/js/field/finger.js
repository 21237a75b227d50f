/**
 * Finger or face beside the PIN: a second wrap of the phone's keys, under a key that only the lock of this phone gives out
 * (WebAuthn with the extension PRF). It is no sign-in: nothing of it is sent anywhere, and it works without network.
 * Whatever takes the PIN's wrap away (pin.js, forget) takes this one along. It loads only where somebody wants it.
 *
 * offered() → boolean         whether this phone may be able to; false once it has turned out that it is not
 * set(pin, name) → a wrong PIN as in unlock() of pin.js, else {ok: true, kept: true | false | null}
 *                             false: this phone cannot; null: whoever was asked for the finger did not give it
 * unlock(signal) → {ok}       false: not given, not recognised, or taken off meanwhile; no try of the PIN is lost
 * remove()
 */
import { changeEnrolment, emit, enrolment } from "./store.js";
import { base64url, bytes, random } from "./seal.js";
import { plainKeys, unlockWith, unlocked, wrapped } from "./pin.js";

const { subtle } = crypto;
const rpId = location.hostname;
const userVerification = "required";

/** The lock gives the same secret for the same salt; from that comes the key. */
async function keyOf(secret) {
  const raw = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: bytes("field: phone keys") };
  return subtle.deriveKey(how, raw, { name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

const extensions = (salt) => ({ prf: { eval: { first: salt } } });
const answerOf = (credential) => credential.getClientExtensionResults().prf ?? {};

async function secretOf({ id, salt }, signal) {
  const allowCredentials = [{ type: "public-key", id, transports: ["internal"] }];
  const publicKey = { challenge: random(32), rpId, allowCredentials, userVerification, extensions: extensions(salt) };
  return answerOf(await navigator.credentials.get({ publicKey, signal })).results?.first;
}

const create = (salt, name) =>
  navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { id: rpId, name },
      user: { id: random(32), name, displayName: name }, // nobody's name lies in the list of the phone
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "discouraged", userVerification },
      attestation: "none",
      extensions: extensions(salt),
    },
  });

/** What the browser says where the person, the lock or the phone did not want to. */
async function unlessRefused(work, otherwise) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return otherwise;
  }
}

export async function offered() {
  const me = await enrolment();
  if (!me?.pin || me.finger === false || !window.PublicKeyCredential) return false;
  const can = (await PublicKeyCredential.getClientCapabilities?.()) ?? {};
  if (can["extension:prf"] === false) return false;
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** Tells the phone that nobody asks for this credential any more, where it listens to that. */
const unneeded = (id) =>
  PublicKeyCredential.signalUnknownCredential?.({ rpId, credentialId: base64url(id) }).catch(() => {});

export async function set(pin, name) {
  const answer = await plainKeys(pin);
  if (!answer.ok) return answer;
  const { user, plain } = answer;
  const salt = random(32);
  const credential = await unlessRefused(() => create(salt, name), null);
  if (!credential) return { ok: true, kept: null };
  const id = credential.rawId;
  const { enabled, results } = answerOf(credential);
  const secret = enabled && (results?.first ?? (await unlessRefused(() => secretOf({ id, salt }), null)));
  const wraps = secret ? { id, salt, ...(await wrapped(plain, await keyOf(secret))) } : enabled ? null : false;
  // The lists may have been closed or wiped while the phone asked for the finger: then it opens nothing.
  const { finger } = await changeEnrolment(user, (row) => (row.pin && unlocked()?.user === user ? { finger: wraps } : {}));
  if (!finger) unneeded(id);
  emit("device");
  return { ok: true, kept: finger ? true : (finger ?? null) };
}

export async function unlock(signal) {
  const me = await enrolment();
  if (!me?.finger) return { ok: false };
  return unlessRefused(
    async () => {
      const secret = await secretOf(me.finger, signal);
      return secret ? unlockWith(await keyOf(secret)) : { ok: false };
    },
    { ok: false },
  );
}

export async function remove() {
  const me = await enrolment();
  if (!me?.finger) return;
  await changeEnrolment(me.id, () => ({ finger: null }));
  unneeded(me.finger.id);
  emit("device");
}
