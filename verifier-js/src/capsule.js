/** A record as an Action Capsule, format 4: what a transparent statement carries. Never says more than the record. */

import { hex, unhex, utf8 } from "./bytes.js";
import { canonical, readRecord, recordId } from "./record.js";
import { Refusal } from "./refusal.js";
import { sha256 } from "./sha256.js";
import { agentKey, readEntry } from "./statements.js";
import { checkInclusion } from "./tree.js";

const SPEC = "draft-mih-scitt-agent-action-capsule-05";
const STATUS = { success: "dispatched", failure: "failed", timeout: "failed" };
const DECISIONS = ["approval", "override"];
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const HEX32 = /^[0-9a-f]{64}$/;

/** Its record, the bytes and header of the entry that holds it, and its leaf; anything else is refused. */
export function readCapsule(data) {
  const form = new Refusal("bad_capsule", "this is no capsule of ours");
  let text;
  let ours;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    ours = JSON.parse(text).ombud;
  } catch {
    throw form;
  }
  const { record: source, position, leaf, path, entry, log } = ours ?? {};
  const words = [source, entry, log].every((word) => typeof word === "string") && Array.isArray(path) && path.every((node) => HEX32.test(node));
  if (!words || !/^(?:[0-9a-f]{2})*$/.test(entry + log) || ![position, leaf].every(Number.isSafeInteger)) throw form;
  const packed = unhex(entry);
  const { header, signer } = readEntry(packed);
  const id = recordId(utf8(source));
  checkInclusion(id, position, header.count, path.map(unhex), header.recordsRoot);
  const record = readRecord(source);
  const there = record.epoch === header.epoch && record.stream === header.stream && BigInt(record.seq) === header.firstSeq + BigInt(position);
  if (!there || hex(agentKey(record.agent)) !== hex(header.agent)) throw new Refusal("record_out_of_place", "the record names another agent or place than its header");
  if (capsule(record, hex(id), { entry, leaf, log, path, position, record: source }) !== text) throw new Refusal("other_words", "the capsule says something else than its record");
  return { record, id: hex(id), packed, signer, leaf };
}

function capsule(record, id, ombud) {
  const body = {
    ...told(record),
    action_id: id,
    canonicalization_id: "jcs",
    format_version: "4",
    spec_version: SPEC,
    references: (record.parents ?? []).map((digest) => ({ digest, digest_alg: "SHA-256", type: "ombud-record" })),
    ombud,
  };
  return canonical({ ...body, capsule_id: hex(sha256(utf8(canonical(body)))) });
}

/** What a capsule says of an action. */
function told(record) {
  if (record.ts > LAST_MS) throw new Refusal("no_capsule", `the record's time ${record.ts} is beyond the year 9999`);
  const found = {
    action_type: DECISIONS.includes(record.op) ? "decide" : "fyi",
    developer: record.agent,
    domain: "action",
    operator: record.principal ?? record.agent,
    timestamp: new Date(record.ts).toISOString().replace("Z", "+00:00"),
  };
  if (record.phase === "intent") return { ...found, effect: { status: "planned", type: record.op } };
  if (!Object.hasOwn(STATUS, record.outcome)) return found;
  return { ...found, effect: { effect_attestation: "runtime_claimed", status: STATUS[record.outcome], type: record.op } };
}
