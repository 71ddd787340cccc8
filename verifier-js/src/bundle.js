/** Bundles of a record or a session, schema `ombud/bundle/1`: every step from the records to the chain. */

import { same, unhex, utf8 } from "./bytes.js";
import { checkField } from "./disclosure.js";
import { decodeEvent, keyOf } from "./events.js";
import { checkHeader, proveLog } from "./facts.js";
import { checkNote, checkWitnesses, noteText, readNote } from "./note.js";
import { readRecord, recordId } from "./record.js";
import { Refusal } from "./refusal.js";
import { checksum } from "./secp256k1.js";
import { ADDRESS, checkShape, COUNT, HEX, HEX32, list, maybe, optional, TEXT } from "./shape.js";
import { readStamp, unchecked } from "./stamps.js";
import { agentKey, entryLeaf, readEntry } from "./statements.js";
import { checkInclusion } from "./tree.js";

const CONTRACTS = ["ActionLog", "AgentRegistry", "KeyRing"];
export const GRACE_SECONDS = 7 * 24 * 3600;
export const PROVES = [
  "each record is byte for byte what a session key of its agent signed, at its place in the agent's stream",
  "each record was in the log when the log's root was anchored in the named block",
  "the anchored log was registered by the named operator, and its roots never contradict each other",
];
export const DOES_NOT_PROVE = [
  "that the named blocks are on the canonical chain: compare their hashes with a node you trust",
  "that the contracts at the named addresses are Ombud's: compare them with a deployment file you trust",
  "that what a record says happened did happen, or that nothing happened unrecorded",
  "that no record of this subject exists outside the listed sequence numbers",
  "that a key was not revoked, or an epoch closed, after the block the bundle was made as of",
];
export const SHAPE = {
  schema: TEXT,
  subject: { kind: TEXT, agent: TEXT, id: TEXT },
  as_of: { number: COUNT, hash: HEX32, header: HEX },
  deployment: { chain_id: COUNT, contracts: { any: ADDRESS } },
  segments: list({
    log: HEX32, leaf_index: COUNT, entry: HEX, log_path: list(HEX32),
    records: list({ position: COUNT, text: TEXT, path: list(HEX32) }),
  }),
  anchors: list({ log: HEX32, index: COUNT, size: COUNT, root: HEX32, note: maybe(TEXT), stamp: optional(HEX) }),
  facts: list({
    event: TEXT, block_number: COUNT, block_hash: HEX32, header: HEX, tx_index: COUNT, log_in_receipt: COUNT,
    receipt_proof: list(HEX),
  }),
  proves: list(TEXT),
  does_not_prove: list(TEXT),
  disclosures: optional(list({ record: HEX32, field: TEXT, salt: HEX32, value: HEX, path: list(HEX32) })),
};

/** Collects refusals as problems: where, code, reason. */
export class Findings {
  problems = [];

  async see(where, check) {
    try {
      await check();
    } catch (error) {
      this.note(where, error);
    }
  }

  /** The same, of what is checked at once. */
  sees(where, check) {
    try {
      check();
    } catch (error) {
      this.note(where, error);
    }
  }

  note(where, error) {
    if (!(error instanceof Refusal)) throw error;
    this.add(where, error.code, error.message);
  }

  add(where, code, reason) {
    this.problems.push({ where, code, reason });
  }
}

/** Recomputes a bundle; the report holds only if `problems` is empty. */
export async function verifyBundle(bundle, trust = {}) {
  checkShape(bundle, SHAPE);
  const found = new Findings();
  await checkFrame(bundle, trust, found);
  const facts = { agents: new Map(), keys: new Set(), ends: new Map(), anchors: new Map(), logs: new Map() };
  await collect(bundle, facts, trust, found);
  const anchors = new Map();
  const stamps = [];
  for (const anchor of bundle.anchors) {
    const where = `anchor ${anchor.index} of log ${anchor.log}`;
    await found.see(where, async () => {
      await checkAnchor(bundle, anchor, facts);
      anchors.set(anchor.log, anchor);
      if (trust.witnesses) await checkWitnesses(anchor.note === null ? null : readNote(anchor.note), trust.witnesses);
      if (anchor.stamp !== undefined) stamps.push(readStamp(anchor.stamp, noteText(facts.logs.get(anchor.log).origin, anchor.size, unhex(anchor.root)), where, trust));
    });
  }
  for (const segment of bundle.segments) await checkSegment(segment, anchors.get(segment.log), facts, bundle, found);
  await checkDisclosures(bundle, found);
  const records = bundle.segments.reduce((sum, segment) => sum + segment.records.length, 0);
  if (!records) found.add("bundle", "empty_bundle", "the bundle holds no record");
  await checkSubject(bundle, found);
  return {
    subject: `${bundle.subject.kind} ${bundle.subject.id} of ${bundle.subject.agent}`,
    records,
    segments: bundle.segments.length,
    problems: found.problems,
    pins: [...new Set(bundle.facts.map((fact) => fact.block_hash))].sort(),
    contracts: bundle.deployment.contracts,
    chain_id: bundle.deployment.chain_id,
    does_not_prove: DOES_NOT_PROVE,
    stamps,
    unchecked: unchecked(stamps),
  };
}

async function checkFrame(bundle, trust, found) {
  const named = bundle.deployment.contracts;
  for (const [name, address] of Object.entries(named)) {
    if (checksum(addressBytes(address)) !== address) found.add("deployment", "bad_checksum", `${name} at ${address} has another EIP-55 checksum`);
    if (!CONTRACTS.includes(name)) found.add("deployment", "idle_contract", `the bundle names ${name}, from which none of its facts comes`);
  }
  for (const name of CONTRACTS) if (!Object.hasOwn(named, name)) found.add("deployment", "missing_contract", `the bundle does not name its ${name}`);
  if (trust.chainId !== undefined && trust.chainId !== bundle.deployment.chain_id) found.add("deployment", "other_chain", `the bundle is from chain ${bundle.deployment.chain_id}`);
  for (const [name, address] of Object.entries(trust.contracts ?? {})) {
    if (named[name] && named[name].toLowerCase() !== address.toLowerCase()) found.add("deployment", "other_contract", `${name} is ${named[name]} in the bundle`);
  }
  const block = bundle.as_of;
  await found.see("as_of", () => checkHeader(unhex(block.header), block.number, unhex(block.hash)));
  if (JSON.stringify([bundle.proves, bundle.does_not_prove]) !== JSON.stringify([PROVES, DOES_NOT_PROVE])) {
    found.add("bundle", "other_words", "what the bundle says it proves is not what such a bundle proves");
  }
}

const addressBytes = (text) => unhex(text.slice(2).toLowerCase());

async function collect(bundle, facts, trust, found) {
  const names = {};
  for (const [name, address] of Object.entries(bundle.deployment.contracts)) names[checksum(addressBytes(address))] = name;
  for (const [number, item] of bundle.facts.entries()) {
    const where = `fact ${number} (${item.event})`;
    await found.see(where, () => {
      const { log, time } = proveLog(item);
      const event = decodeEvent(log, names);
      if (event?.name !== item.event) throw new Refusal("other_event", `the proved log is no ${item.event} of the named contracts`);
      arrange(event, time, bundle, facts);
    });
    if (trust.blocks?.length && !trust.blocks.includes(item.block_hash)) found.add(where, "untrusted_block", `you did not name block ${item.block_number}, ${item.block_hash}`);
  }
}

function arrange({ name, args }, time, bundle, facts) {
  if (name === "KeyRegistered") {
    const registry = bundle.deployment.contracts.AgentRegistry;
    if (!registry) throw new Refusal("bad_bundle", "the bundle does not name its AgentRegistry");
    const text = `eip155:${bundle.deployment.chain_id}:${checksum(addressBytes(registry))}/${args.agentId}`;
    facts.agents.set(keyOf(agentKey(text)), { id: args.agentId, text });
    facts.keys.add(keyOf(args.agentId, args.epoch, args.key));
  } else if (name === "KeyRevoked") facts.ends.set(keyOf(args.agentId, args.epoch, args.key), time);
  else if (name === "EpochClosed") facts.ends.set(keyOf(args.agentId, args.epoch), time);
  else if (name === "Anchored") facts.anchors.set(keyOf(args.logId, args.index), { ...args, time });
  else if (name === "LogRegistered") facts.logs.set(keyOf(args.logId), args);
  else throw new Refusal("idle_fact", "no record rests on such an event");
}

async function checkAnchor(bundle, anchor, facts) {
  const proved = facts.anchors.get(keyOf(anchor.log, anchor.index));
  if (!proved) throw new Refusal("anchor_not_proved", "no proved Anchored event backs it");
  const root = unhex(anchor.root);
  if (proved.size !== BigInt(anchor.size) || !same(proved.root, root)) throw new Refusal("anchor_mismatch", "the chain anchored another size or root");
  const log = facts.logs.get(anchor.log);
  if (!log) throw new Refusal("log_not_proved", "no proved LogRegistered event names its operator");
  if (anchor.note === null) return;
  const note = readNote(anchor.note);
  if (note.origin !== log.origin || note.size !== anchor.size || !same(note.root, root)) throw new Refusal("checkpoint_mismatch", "its checkpoint says another origin, size or root");
  await checkNote(note, { ed25519: log.checkpointKey, operator: log.operator, chain: bundle.deployment.chain_id, log: unhex(anchor.log) });
}

async function checkSegment(item, anchor, facts, bundle, found) {
  let entry;
  await found.see(`segment at leaf ${item.leaf_index} of log ${item.log}`, () => (entry = readEntry(unhex(item.entry))));
  if (!entry) return;
  const { header } = entry;
  const agent = facts.agents.get(keyOf(header.agent));
  const name = agent?.text ?? `agent key ${keyOf(header.agent)}`;
  const place = (record) => `record seq ${header.firstSeq + BigInt(record.position)} (epoch ${header.epoch}, stream ${header.stream}) of ${name}`;
  const whole = new Findings();
  await whole.see("", () => {
    if (!same(agentKey(bundle.subject.agent), header.agent)) throw new Refusal("other_agent", "its segment is of another agent than the bundle is about");
    checkSigner(entry, agent, anchor, facts);
    if (!anchor) throw new Refusal("anchor_not_proved", "no anchor that holds covers its log");
    checkInclusion(entryLeaf(unhex(item.entry)), item.leaf_index, anchor.size, item.log_path.map(unhex), unhex(anchor.root));
  });
  for (const { code, reason } of whole.problems) for (const record of item.records) found.add(place(record), code, reason);
  const seen = new Set();
  for (const record of item.records) {
    await found.see(place(record), () => {
      if (seen.has(record.position)) throw new Refusal("duplicate_record", "the record is listed twice");
      seen.add(record.position);
      checkRecord(record, header, bundle);
    });
  }
}

function checkSigner({ header, signer }, agent, anchor, facts) {
  if (!agent) throw new Refusal("agent_not_proved", "no proved KeyRegistered event names the agent of this segment");
  const key = signer();
  if (!facts.keys.has(keyOf(agent.id, header.epoch, key))) throw new Refusal("unknown_signer", `the header is signed by ${key}, no proved key of epoch ${header.epoch}`);
  if (!anchor) return;
  const witnessed = facts.anchors.get(keyOf(anchor.log, anchor.index)).time;
  for (const end of [facts.ends.get(keyOf(agent.id, header.epoch, key)), facts.ends.get(keyOf(agent.id, header.epoch))]) {
    if (end !== undefined && witnessed > end + GRACE_SECONDS) throw new Refusal("key_ended", `the key or epoch ended at ${end} and the anchor came at ${witnessed}, after the grace`);
  }
}

function checkRecord(item, header, bundle) {
  const id = recordId(utf8(item.text));
  checkInclusion(id, item.position, header.count, item.path.map(unhex), header.recordsRoot);
  const record = readRecord(item.text);
  if (!same(agentKey(record.agent), header.agent)) throw new Refusal("record_out_of_place", `the record names agent ${record.agent}, its header another`);
  const there = record.epoch === header.epoch && record.stream === header.stream && BigInt(record.seq) === header.firstSeq + BigInt(item.position);
  if (!there) throw new Refusal("record_out_of_place", "the record names another epoch, stream or seq than its place");
  const { kind, id: subject } = bundle.subject;
  if (kind === "session" && record.session !== subject) throw new Refusal("other_session", `the record belongs to session '${record.session}'`);
  if (kind === "record" && keyOf(id) !== subject) throw new Refusal("other_record", "the record is not the one the bundle is about");
}

async function checkDisclosures(bundle, found) {
  const texts = new Map();
  for (const segment of bundle.segments) for (const { text } of segment.records) texts.set(keyOf(recordId(utf8(text))), text);
  const seen = new Set();
  for (const item of bundle.disclosures ?? []) {
    await found.see(`field '${item.field}' of record ${item.record}`, () => {
      if (seen.has(keyOf(item.record, item.field))) throw new Refusal("duplicate_disclosure", "the field is shown twice");
      seen.add(keyOf(item.record, item.field));
      if (!texts.has(item.record)) throw new Refusal("idle_disclosure", "the bundle holds no such record");
      checkField(item, readRecord(texts.get(item.record)));
    });
  }
}

async function checkSubject({ subject }, found) {
  if (subject.kind !== "record" && subject.kind !== "session") found.add("subject", "bad_subject", `kind '${subject.kind}' is not record or session`);
  await found.see("subject", () => {
    agentKey(subject.agent);
    const registry = subject.agent.split(":")[2].split("/")[0];
    if (checksum(addressBytes(registry)) !== registry) throw new Refusal("bad_agent", `agent ${subject.agent} is written in another form`);
  });
}
