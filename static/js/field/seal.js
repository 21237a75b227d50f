/**
 * Sealing and signing as docs/field-protocol.md says, with WebCrypto alone.
 *
 * seal({kind, record, rid, user, device, schema, server}, {forPhone: CryptoKey | false}) → JWE in general JSON
 * open(sealed, phoneKey) → record         rewrap(sealed, phoneKey, server) → sealed for another key of the portal
 * stripped(sealed) → without the phone's wrap (what goes over the wire)
 * sign(payload, header, privateKey) → JWS in compact serialization
 * hide(value, key) → {iv, data}, reveal(hidden, key) → value      for what never leaves the phone
 */

const { subtle } = crypto;
const encoder = new TextEncoder();
export const bytes = (text) => encoder.encode(text);
export const json = (value) => bytes(JSON.stringify(value));
const parsed = (buffer) => JSON.parse(new TextDecoder().decode(buffer));
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export function base64url(buffer) {
  const view = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < view.length; at += 8192) text += String.fromCharCode(...view.subarray(at, at + 8192));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const unbase64url = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const GCM = { name: "AES-GCM", length: 256 };
export const newKey = () => subtle.generateKey(GCM, true, ["encrypt", "decrypt"]);

/** Local time with its offset, as people on the spot read their clock. */
export function stamp(when = new Date()) {
  const minutes = -when.getTimezoneOffset();
  const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const local = new Date(+when + minutes * 60000).toISOString().slice(0, 19);
  return `${local}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const AGREED = "ECDH-ES+A256KW";

/** A small number in four bytes, the highest first. */
const four = (number) => new Uint8Array([0, 0, number >> 8, number]);

/** RFC 7518, 4.6: a pair made for this record alone agrees with the portal's key on what wraps the record's key. */
async function wrapForServer(key, { kid, jwk }) {
  const { kty, crv, x, y, n, e } = jwk;
  if (kty === "RSA") {
    const reader = await subtle.importKey("jwk", { kty, n, e }, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["wrapKey"]);
    const wrapped = await subtle.wrapKey("raw", key, reader, "RSA-OAEP");
    return { header: { alg: "RSA-OAEP-256", kid }, encrypted_key: base64url(wrapped) };
  }
  const reader = await subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, []);
  const pair = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const secret = await subtle.deriveBits({ name: "ECDH", public: reader }, pair.privateKey, 256);
  const round = await new Blob([four(1), secret, four(14), AGREED, four(0), four(0), four(256)]).arrayBuffer();
  const wrapper = await subtle.importKey("raw", await subtle.digest("SHA-256", round), "AES-KW", false, ["wrapKey"]);
  const wrapped = await subtle.wrapKey("raw", key, wrapper, "AES-KW");
  return { header: { alg: AGREED, kid, epk: await publicJwk(pair) }, encrypted_key: base64url(wrapped) };
}

const isPhone = ({ header }) => header.kid === "phone";

export async function seal({ kind, record, rid, user, device, schema, server, made = new Date() }, { forPhone }) {
  const key = await newKey();
  const header = { enc: "A256GCM", typ: "field-record", rid, kind, user, device, schema, made_at: stamp(made) };
  const head = base64url(json(header));
  const iv = random(12);
  const ciphered = new Uint8Array(
    await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(head) }, key, json(record)),
  );
  const recipients = [await wrapForServer(key, server)];
  if (forPhone) {
    const wrapped = await subtle.wrapKey("raw", key, forPhone, "AES-KW");
    recipients.push({ header: { alg: "A256KW", kid: "phone" }, encrypted_key: base64url(wrapped) });
  }
  return {
    protected: head,
    iv: base64url(iv),
    ciphertext: base64url(ciphered.subarray(0, -16)),
    tag: base64url(ciphered.subarray(-16)),
    recipients,
  };
}

const keyOf = (sealed, phoneKey) =>
  subtle.unwrapKey("raw", unbase64url(sealed.recipients.find(isPhone).encrypted_key), phoneKey, "AES-KW", GCM, true, [
    "decrypt",
  ]);

export async function open(sealed, phoneKey) {
  const key = await keyOf(sealed, phoneKey);
  const tag = unbase64url(sealed.tag);
  const text = unbase64url(sealed.ciphertext);
  const whole = new Uint8Array(text.length + tag.length);
  whole.set(text);
  whole.set(tag, text.length);
  const how = { name: "AES-GCM", iv: unbase64url(sealed.iv), additionalData: bytes(sealed.protected) };
  return parsed(await subtle.decrypt(how, key, whole));
}

export async function rewrap(sealed, phoneKey, server) {
  const fresh = await wrapForServer(await keyOf(sealed, phoneKey), server);
  return { ...sealed, recipients: [fresh, ...sealed.recipients.filter(isPhone)] };
}

export const canOpen = (sealed) => !!sealed?.recipients.some(isPhone);
export const headerOf = (sealed) => parsed(unbase64url(sealed.protected));
export const stripped = (sealed) => ({ ...sealed, recipients: sealed.recipients.filter((one) => !isPhone(one)) });

// --- the phone's signature -------------------------------------------------------------------------------------------
export const newPair = () => subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);

export async function publicJwk(pair) {
  const { kty, crv, x, y } = await subtle.exportKey("jwk", pair.publicKey);
  return { kty, crv, x, y };
}

export async function sign(payload, header, privateKey) {
  const text = `${base64url(json({ alg: "ES256", ...header }))}.${base64url(json(payload))}`;
  const signature = await subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes(text));
  return `${text}.${base64url(signature)}`;
}

/** In hexadecimal. */
export const sha256 = async (buffer) =>
  Array.from(new Uint8Array(await subtle.digest("SHA-256", buffer)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// --- what never leaves the phone -------------------------------------------------------------------------------------
export async function hide(value, key) {
  const iv = random(12);
  return { iv, data: await subtle.encrypt({ name: "AES-GCM", iv }, key, json(value)) };
}

export const reveal = async ({ iv, data }, key) => parsed(await subtle.decrypt({ name: "AES-GCM", iv }, key, data));
