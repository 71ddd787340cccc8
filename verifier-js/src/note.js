/** Checkpoints as C2SP signed notes, under an Ed25519 key and the operator's chain key. */

import { concat, hex, same, unhex, utf8 } from "./bytes.js";
import { Refusal } from "./refusal.js";
import { recover } from "./secp256k1.js";
import { sha256 } from "./sha256.js";
import { checkpointDigest } from "./statements.js";

const ED25519 = Uint8Array.of(1);
const CHAIN = concat(Uint8Array.of(0xff), utf8("ombud/secp256k1"));
const bad = (reason) => new Refusal("bad_checkpoint", reason);

function unbase64(text) {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    if (btoa(String.fromCharCode(...bytes)) === text) return bytes;
  } catch {
    // refused below
  }
  throw bad("a part of the checkpoint is not base64");
}

/** The text of a note, which the log's Ed25519 key signs. */
export const noteText = (origin, size, root) => `${origin}\n${size}\n${btoa(String.fromCharCode(...root))}\n`;

/** Origin, size, root and signatures of a note; nothing is checked yet but its form. */
export function readNote(note) {
  const cut = note.indexOf("\n\n");
  const lines = note.slice(0, cut).split("\n");
  const tail = note.slice(cut + 2);
  if (cut < 0 || lines.length !== 3 || !tail.endsWith("\n")) throw bad("this is no checkpoint");
  const [origin, size, encoded] = lines;
  const root = unbase64(encoded);
  if (!/^[^\s+]{1,255}$/.test(origin) || !/^(?:0|[1-9][0-9]{0,18})$/.test(size) || root.length !== 32) throw bad("origin, size or root has another form");
  const signatures = tail.slice(0, -1).split("\n").map((line) => {
    const parts = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
    if (!parts) throw bad("a signature line has another form");
    return { name: parts[1], blob: unbase64(parts[2]) };
  });
  return { origin, size: Number(size), root, text: note.slice(0, cut + 1), signatures };
}

function signatureBy(note, kind, key, what) {
  const id = sha256(concat(utf8(note.origin + "\n"), kind, key)).subarray(0, 4);
  const found = note.signatures.find(({ name, blob }) => name === note.origin && same(blob.subarray(0, 4), id));
  if (!found) throw bad(`the checkpoint has no signature by the log's ${what} key`);
  return found.blob.subarray(4);
}

/** What a witness's verifier key says: its name, the id before its signatures, its Ed25519 key. */
function readWitness(text) {
  const [name, id, ...rest] = text.split("+");
  const data = unbase64(rest.join("+"));
  const known = name && data.length === 33 && data[0] === 4 && hex(sha256(concat(utf8(name + "\n"), data)).subarray(0, 4)) === id;
  if (!known) throw new Refusal("bad_verifier_key", `'${text}' is no verifier key of a witness`);
  return { name, id: unhex(id), key: data.subarray(1) };
}

/** Refuses unless `needed` of the witnesses (verifier keys) cosigned the note (c2sp.org/tlog-cosignature, v1). */
export async function checkWitnesses(note, { keys, needed = keys.length }) {
  let count = 0;
  for (const { name, id, key } of keys.map(readWitness)) {
    const line = note?.signatures.find((one) => one.name === name && same(one.blob.subarray(0, 4), id));
    if (!line || line.blob.length !== 76) continue;
    const at = new DataView(line.blob.buffer, line.blob.byteOffset).getBigUint64(4);
    const public_ = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    const message = utf8(`cosignature/v1\ntime ${at}\n${note.text}`);
    if (at < 2n ** 63n && (await crypto.subtle.verify("Ed25519", public_, line.blob.subarray(12), message))) count++;
  }
  if (count < needed) throw new Refusal("too_few_witnesses", `${count} of the ${needed} witnesses that you ask for cosigned it`);
}

/** Refuses unless both of the log's keys signed: Ed25519 (32 raw bytes) and the operator (an address). */
export async function checkNote(note, { ed25519, operator, chain, log }) {
  const public_ = await crypto.subtle.importKey("raw", ed25519, { name: "Ed25519" }, false, ["verify"]);
  const blob = signatureBy(note, ED25519, ed25519, "Ed25519");
  if (!(await crypto.subtle.verify("Ed25519", public_, blob, utf8(note.text)))) throw bad("the checkpoint's Ed25519 signature does not hold");
  const address = Uint8Array.from(operator.slice(2).match(/../g), (pair) => parseInt(pair, 16));
  const signer = recover(checkpointDigest(chain, log, note.size, note.root), signatureBy(note, CHAIN, address, "chain"));
  if (signer !== operator) throw bad(`the checkpoint is not signed by operator ${operator}`);
}
