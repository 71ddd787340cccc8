/** Checkpoints of one log, schema `ombud/checkpoint/1`: both signatures hold, and a later tree extends an earlier one. */

import { same, unhex } from "./bytes.js";
import { checkNote, checkWitnesses, readNote } from "./note.js";
import { Refusal } from "./refusal.js";
import { checksum } from "./secp256k1.js";
import { ADDRESS, checkShape, COUNT, HEX, HEX32, list, maybe, optional, TEXT } from "./shape.js";
import { readStamp, unchecked } from "./stamps.js";
import { checkConsistency } from "./tree.js";

const SHAPE = {
  schema: TEXT,
  log: { chain_id: COUNT, id: HEX32, origin: TEXT, operator: ADDRESS, ed25519: HEX32 },
  note: TEXT,
  earlier: maybe(TEXT),
  proof: list(HEX32),
  stamp: optional(HEX),
};

/** Recomputes a checkpoint document. */
export async function verifyCheckpoint(document, trust = {}) {
  checkShape(document, SHAPE);
  const { log, proof } = document;
  const problems = [];
  const read = async (where, text) => {
    try {
      const note = readNote(text);
      if (note.origin !== log.origin) throw new Refusal("checkpoint_mismatch", `it is of ${note.origin}, not of ${log.origin}`);
      if (checksum(unhex(log.operator.slice(2).toLowerCase())) !== log.operator) throw new Refusal("bad_checksum", `operator ${log.operator} has another EIP-55 checksum`);
      await checkNote(note, { ed25519: unhex(log.ed25519), operator: log.operator, chain: log.chain_id, log: unhex(log.id) });
      return note;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push({ where, code: error.code, reason: error.message });
      return null;
    }
  };
  const note = await read("note", document.note);
  const earlier = document.earlier === null ? null : await read("earlier", document.earlier);
  try {
    if (document.earlier === null && proof.length) throw new Refusal("inconsistent", "a proof without an earlier checkpoint");
    if (note && earlier) {
      if (note.size === earlier.size && !same(note.root, earlier.root)) throw new Refusal("fork", `the operator signed two roots of size ${note.size}`);
      checkConsistency(earlier.size, note.size, earlier.root, note.root, proof.map(unhex));
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push({ where: "earlier to note", code: error.code, reason: error.message });
  }
  const stamps = [];
  try {
    if (trust.witnesses) await checkWitnesses(note, trust.witnesses);
    if (note && document.stamp !== undefined) stamps.push(readStamp(document.stamp, note.text, "note", trust));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push({ where: "note", code: error.code, reason: error.message });
  }
  return { subject: `checkpoint of log ${log.id}`, size: note?.size ?? null, problems, stamps, unchecked: unchecked(stamps) };
}
