/** COSE_Sign1 (RFC 9052, section 4) under an Ed25519 key, and what a log says in it: receipts (RFC 9942). */

import { hex, utf8 } from "./bytes.js";
import { alike, readCbor, Tagged, writeCbor } from "./cbor.js";
import { Refusal } from "./refusal.js";
import { sha256 } from "./sha256.js";
import { entryLeaf } from "./statements.js";
import { rootOfPath } from "./tree.js";

export const [ALG, CONTENT_TYPE, KID, CLAIMS, RECEIPTS] = [1, 3, 4, 15, 394];
export const [ISSUER, SUBJECT, ISSUED_AT] = [1, 2, 6];
const PLACE = -65537; // our claim of index and size, which RFC 9942 leaves unsigned
const [TREE, PROOFS, INCLUSION, RFC9162_SHA256] = [395, 396, -1, 1];
const EDDSA = -8;
const SIGN1 = 18;
const MAX_BYTES = 1024 * 1024;
const malformed = (why) => new Refusal("bad_cose", `this is no COSE message: ${why}`);
const bad = (why) => new Refusal("bad_cose", `the COSE message does not hold: ${why}`);
const unproved = (why) => new Refusal("bad_receipt", `the receipt does not hold: ${why}`);

/** A message; its signature is not checked yet. A payload of null is detached. */
export function readSign1(data) {
  if (data.length > MAX_BYTES) throw new Refusal("too_large", `COSE message has ${data.length} bytes, over ${MAX_BYTES}`);
  const found = readCbor(data);
  const parts = found instanceof Tagged && found.tag === SIGN1 ? found.value : null;
  if (!Array.isArray(parts) || parts.length !== 4) throw malformed("no COSE_Sign1 with its tag 18");
  const [signed, unprotected_, payload, signature] = parts;
  if (![signed, signature].every((part) => part instanceof Uint8Array) || !(payload === null || payload instanceof Uint8Array)) throw malformed("header, payload or signature is no byte string");
  const protected_ = readCbor(signed);
  if (!(protected_ instanceof Map) || !(unprotected_ instanceof Map)) throw malformed("a header is no map");
  return { signed, protected: protected_, unprotected: unprotected_, payload, signature };
}

/** The name of an Ed25519 key (RFC 9679). */
const thumbprint = (key) => sha256(writeCbor(new Map([[1, 1], [-1, 6], [-2, key]])));

/** Refuses unless the key signed the message; `payload` is what was signed, where the message does not carry it. */
export async function checkSign1(message, key, payload = message.payload) {
  if (message.protected.get(ALG) !== EDDSA) throw bad("its algorithm is not EdDSA (-8)");
  if (!alike(message.protected.get(KID), thumbprint(key))) throw bad("it names another key");
  if (payload === null) throw bad("nothing is given for what it signs");
  const public_ = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  const signed = writeCbor(["Signature1", message.signed, new Uint8Array(), payload]);
  if (!(await crypto.subtle.verify("Ed25519", public_, message.signature, signed))) throw bad("its signature does not hold");
}

/** What a receipt of an entry says: the log's origin, when, and which leaf of how many the entry is. */
export async function checkReceipt(data, entry, key) {
  const message = readSign1(data);
  if (message.protected.get(TREE) !== RFC9162_SHA256 || message.payload !== null) throw unproved("it is of another tree than RFC 9162's, or carries its payload");
  const { size, index, path } = readProof(message.unprotected.get(PROOFS));
  const leaf = entryLeaf(entry);
  const root = rootOfPath(leaf, index, size, path);
  await checkSign1(message, key, root);
  const claims = message.protected.get(CLAIMS);
  const [origin, at] = claims instanceof Map ? [claims.get(ISSUER), claims.get(ISSUED_AT)] : [];
  const due = new Map([[ISSUER, origin], [SUBJECT, `sha256:${hex(leaf)}`], [ISSUED_AT, at], [PLACE, [index, size]]]);
  if (typeof origin !== "string" || !Number.isSafeInteger(at) || !alike(claims, due)) throw unproved("its claims are about something else");
  return { origin, at, index, size, root };
}

function readProof(proofs) {
  const form = unproved("its inclusion proof has another form");
  const blobs = proofs instanceof Map && proofs.size === 1 ? proofs.get(INCLUSION) : null;
  if (!Array.isArray(blobs) || blobs.length !== 1 || !(blobs[0] instanceof Uint8Array)) throw form;
  let parts;
  try {
    parts = readCbor(blobs[0]);
  } catch (error) {
    throw error instanceof Refusal ? unproved(error.message) : error;
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw form;
  const [size, index, path] = parts;
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || !Array.isArray(path)) throw form;
  if (!path.every((node) => node instanceof Uint8Array && node.length === 32)) throw form;
  if (size <= 0) throw unproved(`no tree has ${size} leaves`);
  return { size, index, path };
}

/** The key that a log's verifier key names (c2sp.org/signed-note, type 1), with the log's origin. */
export function readLogKey(text) {
  const no = (why) => new Refusal("bad_verifier_key", `'${text}' is no verifier key of a log: ${why}`);
  const [name, id, ...rest] = text.split("+");
  let data;
  try {
    data = Uint8Array.from(atob(rest.join("+")), (char) => char.charCodeAt(0));
  } catch {
    throw no("its key is not base64");
  }
  if (!name || /\s/.test(name)) throw no("it has no name, or blanks in it");
  if (data.length !== 33 || data[0] !== 1) throw no("its key is not of type 1 with 32 bytes");
  const own = hex(sha256(Uint8Array.from([...utf8(name + "\n"), ...data])).subarray(0, 4));
  if (own !== id) throw no(`name and key have the id ${own}`);
  return { origin: name, key: data.subarray(1) };
}
