/** One field of a record, shown by who holds its payload: checked against the salted commitment in the record. */

import { concat, hex, unhex, utf8 } from "./bytes.js";
import { Refusal } from "./refusal.js";
import { sha256 } from "./sha256.js";
import { checkInclusion } from "./tree.js";

const TAG = utf8("\0ombud/field/1");
const DIRECT = ["in", "out", "ctx"];
const TREE = ["amount", "total", "counterparty", "subject", "note", "reserved_8", "reserved_9", "reserved_10"];

/** SHA-256(0x00 || 'ombud/field/1' || u8 index || u16 len(salt) || salt || value). */
function fieldLeaf(name, salt, value) {
  const index = [...DIRECT, ...TREE].indexOf(name);
  return sha256(concat(TAG, Uint8Array.of(index, salt.length >> 8, salt.length & 255), salt, value));
}

/** Refuses unless the record commits to the shown value of the field. */
export function checkField(item, record) {
  const bad = new Refusal("bad_disclosure", "the record does not commit to this value");
  const leaf = fieldLeaf(item.field, unhex(item.salt), unhex(item.value));
  if (DIRECT.includes(item.field)) {
    if (item.path.length || record[item.field] !== hex(leaf)) throw bad;
    return;
  }
  if (record.fields === undefined) throw new Refusal("bad_disclosure", "the record commits to no further fields");
  if (!TREE.includes(item.field)) throw bad;
  try {
    checkInclusion(leaf, TREE.indexOf(item.field), TREE.length, item.path.map(unhex), unhex(record.fields));
  } catch (error) {
    throw error instanceof Refusal ? bad : error;
  }
}
