/** One log of one transaction, proved from a block header: receipts trie (Yellow Paper §4.3, appendix D; EIP-2718). */

import { same, toBig, unhex } from "./bytes.js";
import { keccak } from "./keccak.js";
import { Refusal } from "./refusal.js";
import * as rlp from "./rlp.js";
import { checksum } from "./secp256k1.js";

const PARENT = 0;
const RECEIPTS_ROOT = 5;
const NUMBER = 8;
const TIME = 11;

/** Refuses unless the header hashes to the block's hash and names its number; returns its fields. */
export function checkHeader(header, number, hash) {
  if (!same(keccak(header), hash)) throw new Refusal("bad_header", `the header of block ${number} does not hash to its block hash`);
  try {
    const fields = rlp.decode(header);
    if (toBig(fields[NUMBER]) === BigInt(number)) return { receipts: fields[RECEIPTS_ROOT], time: Number(toBig(fields[TIME])), parent: fields[PARENT] };
  } catch {
    throw new Refusal("bad_header", `the header of block ${number} cannot be read`);
  }
  throw new Refusal("bad_header", `the header is not of block ${number}`);
}

/** Every log { address, topics, data } of the proved receipt, and the time of its block, Unix seconds. */
export function proveReceipt(fact) {
  const block = checkHeader(unhex(fact.header), fact.block_number, unhex(fact.block_hash));
  try {
    const receipt = lookUp(block.receipts, rlp.encode(rlp.quantity(fact.tx_index)), fact.receipt_proof.map(unhex));
    const logs = rlp.decode(receipt[0] < 0xc0 ? receipt.subarray(1) : receipt)[3];
    return { logs: logs.map(([address, topics, data]) => ({ address: checksum(address), topics, data })), time: block.time };
  } catch (error) {
    if (error instanceof Refusal && error.code === "bad_header") throw error;
    throw new Refusal("bad_receipt_proof", `the receipt proof in block ${fact.block_number} does not hold`);
  }
}

/** The proved log, and the time of its block. */
export function proveLog(fact) {
  const { logs, time } = proveReceipt(fact);
  const log = logs[fact.log_in_receipt];
  if (!log) throw new Refusal("bad_receipt_proof", `the receipt proof in block ${fact.block_number} does not hold`);
  return { log, time };
}

/** What the trie holds at `key`; `proof` must be its nodes on the way, root first, and nothing else. */
function lookUp(root, key, proof) {
  let path = Array.from(key, (byte) => [byte >> 4, byte & 15]).flat();
  let used = 0;
  let reference = root;
  for (;;) {
    let item = reference;
    if (reference instanceof Uint8Array) {
      const found = proof[used++];
      if (!found || reference.length !== 32 || !same(keccak(found), reference)) throw new RangeError("a node is missing");
      item = rlp.decode(found);
    }
    if (item.length === 17) {
      if (!path.length) return whole(item[16], used, proof);
      reference = item[path[0]];
      path = path.slice(1);
    } else {
      const nibbles = Array.from(item[0], (byte) => [byte >> 4, byte & 15]).flat();
      const [leaf, odd] = [nibbles[0] & 2, nibbles[0] & 1];
      const part = nibbles.slice(odd ? 1 : 2);
      if (part.some((nibble, at) => nibble !== path[at])) throw new RangeError("another key");
      path = path.slice(part.length);
      if (leaf) {
        if (path.length) throw new RangeError("another key");
        return whole(item[1], used, proof);
      }
      reference = item[1];
    }
  }
}

function whole(value, used, proof) {
  if (used !== proof.length || !value.length) throw new RangeError("nodes that lead nowhere, or nothing at the key");
  return value;
}
