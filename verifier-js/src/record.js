/** Records: schema versions 1 and 2, and their canonical form (RFC 8785 restricted to strings, integers and lists of strings). */

import { concat, utf8 } from "./bytes.js";
import { Refusal } from "./refusal.js";
import { sha256 } from "./sha256.js";

const TAG = utf8("\0ombud/record/1");
const MAX_BYTES = 16 * 1024;

/** The leaf hash of canonical bytes: SHA-256(0x00 || 'ombud/record/1' || bytes). */
export const recordId = (data) => sha256(concat(TAG, data));

const length = (text) => [...text].length;
const text = (most) => (value) => typeof value === "string" && length(value) >= 1 && length(value) <= most;
const match = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const one = (...names) => (value) => names.includes(value);
const integer = (most) => (value) => Number.isSafeInteger(value) && value >= 0 && value <= most;
const HEX32 = match(/^[0-9a-f]{64}$/);
const U32 = integer(0xffffffff);
const SAFE = integer(Number.MAX_SAFE_INTEGER);

/** Each field: what it must be, and whether it may be missing. */
const SCHEMA = {
  agent: [match(/^eip155:[0-9]{1,20}:0x[0-9a-fA-F]{40}\/[0-9]{1,78}$/), false],
  agent_version: [text(64), true],
  call: [text(128), true],
  ctx: [HEX32, true],
  epoch: [U32, false],
  fields: [HEX32, true],
  in: [HEX32, true],
  kind: [one("operational", "interaction", "semantic"), false],
  mandate: [HEX32, true],
  model: [text(128), true],
  op: [match(/^[a-z][a-z0-9_]{0,31}$/), false],
  out: [HEX32, true],
  outcome: [one("success", "failure", "timeout", "denied", "refused", "escalated"), true],
  parents: [(value) => Array.isArray(value) && value.length <= 32 && value.every(HEX32), true],
  phase: [one("intent", "outcome"), false],
  policy: [text(128), true],
  principal: [text(256), true],
  receipt: [match(/^[0-9a-f]{962}([0-9a-f]{64})?$/), true],
  risk: [text(64), true],
  seq: [SAFE, false],
  session: [text(128), false],
  stream: [U32, false],
  tool: [text(256), true],
  trace: [match(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/), true],
  ts: [SAFE, false],
  v: [one(1, 2), false],
};

/** The canonical text of what JSON.parse gives: keys sorted, no blanks. ECMAScript's own texts are RFC 8785's. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** The record of a canonical text; every other text is refused. */
export function readRecord(source) {
  const no = (reason) => new Refusal("invalid_record", reason);
  if (utf8(source).length > MAX_BYTES) throw new Refusal("too_large", `record has over ${MAX_BYTES} bytes`);
  let record;
  try {
    record = JSON.parse(source);
  } catch (error) {
    throw no(`record is no JSON: ${error.message}`);
  }
  if (record === null || typeof record !== "object" || Array.isArray(record)) throw no("record is no object");
  for (const name of Object.keys(record)) if (!Object.hasOwn(SCHEMA, name)) throw no(`record has an unknown field '${name}'`);
  for (const [name, [check, optional]] of Object.entries(SCHEMA)) {
    if (optional && record[name] === null) delete record[name]; // the same as absent, so not canonical
    const missing = !Object.hasOwn(record, name);
    if (missing ? !optional : !check(record[name])) throw no(`field '${name}' breaks the schema`);
  }
  if (canonical(record) !== source) throw new Refusal("not_canonical", "record is not in canonical form");
  if (record.phase === "outcome" && record.outcome === undefined) throw no("field 'outcome' is missing");
  if (record.phase === "intent" && (record.outcome ?? record.out) !== undefined) throw no("an intent has no 'outcome' and no 'out'");
  if (record.parents && new Set(record.parents).size !== record.parents.length) throw no("field 'parents' names a record twice");
  if ((record.receipt !== undefined) !== (record.v === 2)) throw no(`field 'receipt' does not go with 'v' ${record.v}`);
  if (record.receipt !== undefined && record.phase === "intent") throw no("an intent has no 'receipt'");
  return record;
}
