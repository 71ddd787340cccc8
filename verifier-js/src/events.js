/** The contract events that bundles rest on, decoded from proved logs. */

import { hex, same, toBig, utf8 } from "./bytes.js";
import { keccak } from "./keccak.js";
import { Refusal } from "./refusal.js";
import { checksum } from "./secp256k1.js";

/** Contract, name, and each value with its type; indexed ones first, as topics hold them. */
const EVENTS = [
  ["KeyRing", "KeyRegistered", { agentId: "uint256", epoch: "uint32", key: "address" }, {}],
  ["KeyRing", "KeyRevoked", { agentId: "uint256", epoch: "uint32", key: "address" }, {}],
  ["KeyRing", "EpochClosed", { agentId: "uint256", epoch: "uint32" }, { cause: "bytes32" }],
  ["ActionLog", "LogRegistered", { logId: "bytes32", operator: "address" }, { origin: "string", checkpointKey: "bytes32", url: "string" }],
  ["ActionLog", "Anchored", { logId: "bytes32", index: "uint64" }, { size: "uint64", root: "bytes32" }],
].map(([contract, name, indexed, plain]) => ({
  contract,
  name,
  indexed,
  plain,
  topic: keccak(utf8(`${name}(${[...Object.values(indexed), ...Object.values(plain)].join(",")})`)),
}));

const layout = (reason) => new Refusal("bad_event_layout", reason);

function value(kind, word, data) {
  if (word.length !== 32) throw layout(`a ${kind} has ${word.length} bytes`);
  if (kind === "bytes32") return word;
  const number = toBig(word);
  if (kind === "string") return text(data, number);
  const bits = kind === "address" ? 160n : BigInt(kind.slice(4));
  if (number >> bits) throw layout(`a ${kind} holds ${number}`);
  return kind === "address" ? checksum(word.subarray(12)) : number;
}

function text(data, offset) {
  if (offset > BigInt(data.length - 32)) throw layout("a text lies outside of the data");
  const begin = Number(offset) + 32;
  const size = toBig(data.subarray(begin - 32, begin));
  if (size > BigInt(data.length - begin)) throw layout("a text lies outside of the data");
  return new TextDecoder().decode(data.subarray(begin, begin + Number(size)));
}

/** The event of a log, or null if it is none that bundles rest on. `contracts` maps addresses to names. */
export function decodeEvent({ address, topics, data }, contracts) {
  const known = EVENTS.find((event) => event.contract === contracts[address] && topics.length && same(event.topic, topics[0]));
  if (!known) return null;
  const names = Object.entries(known.indexed);
  if (topics.length !== names.length + 1) throw layout(`${known.name} has ${topics.length - 1} indexed values`);
  const args = Object.fromEntries(names.map(([name, kind], at) => [name, value(kind, topics[at + 1])]));
  Object.entries(known.plain).forEach(([name, kind], at) => {
    args[name] = value(kind, data.subarray(32 * at, 32 * at + 32), data);
  });
  return { name: known.name, args };
}

/** A key of look-up tables. */
export const keyOf = (...parts) => parts.map((part) => (part instanceof Uint8Array ? hex(part) : String(part))).join("/");
