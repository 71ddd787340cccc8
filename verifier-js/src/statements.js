/** What keys sign: EIP-712 statements in a domain without chain and contract, and the log entry that holds one. */

import { concat, same, utf8, word } from "./bytes.js";
import { keccak } from "./keccak.js";
import { Refusal } from "./refusal.js";
import { recover } from "./secp256k1.js";
import { sha256 } from "./sha256.js";

const type = (text) => keccak(utf8(text));
const DOMAIN = keccak(concat(type("EIP712Domain(string name,string version)"), type("Ombud"), type("1")));
const SEGMENT = type(
  "Segment(bytes32 agent,uint32 epoch,uint32 stream,uint64 firstSeq,uint32 count,bytes32 prevHeader,bytes32 recordsRoot,uint64 ts)",
);
const CHECKPOINT = type("Checkpoint(uint256 chain,bytes32 log,uint64 size,bytes32 root)");
const RECEIPT = type(
  "Receipt(bytes32 agent,uint32 epoch,uint32 stream,uint64 seq,bytes32 recordHash,bytes32 counterparty,uint256 chain,bytes32 log,uint64 anchorBy,uint256 amount,bytes32 tool,bytes32 mandate,uint256 runningTotal)",
);
const ENTRY_TAG = utf8("ombud/entry/1");
const ENTRY_BYTES = 202;
const LIMIT = 2n ** 64n;

/** What is signed for a struct hash. */
export const digest = (struct) => keccak(concat(Uint8Array.of(0x19, 0x01), DOMAIN, struct));

/** The digest of an operator's statement of its tree. */
export const checkpointDigest = (chain, log, size, root) => digest(keccak(concat(CHECKPOINT, word(chain), log, word(size), root)));

/** The digest of a receipt, its values in the order of the type, each as a word. */
export const receiptDigest = (words) => digest(keccak(concat(RECEIPT, ...words)));

/** The leaf of an entry: SHA-256(0x00 || entry). */
export const entryLeaf = (entry) => sha256(concat(Uint8Array.of(0), entry));

/** keccak256(abi.encode(chainId, registry, agentId)) of a global agent id, which must be written in its one form. */
export function agentKey(text) {
  const parts = /^eip155:(0|[1-9][0-9]{0,19}):(0x[0-9a-fA-F]{40})\/(0|[1-9][0-9]{0,77})$/.exec(text);
  if (!parts) throw new Refusal("bad_agent", `'${text}' is no global agent id`);
  const [, chain, registry, id] = parts;
  if (BigInt(id) >= 2n ** 256n) throw new Refusal("bad_agent", `'${text}' is no global agent id`);
  return keccak(concat(word(chain), word(registry.toLowerCase()), word(id)));
}

/** The header and signer of a packed entry. */
export function readEntry(data) {
  const bad = (reason) => new Refusal("bad_entry", reason);
  if (data.length !== ENTRY_BYTES || !same(data.subarray(0, ENTRY_TAG.length), ENTRY_TAG)) throw bad("this is no log entry");
  const view = new DataView(data.buffer, data.byteOffset + ENTRY_TAG.length);
  const at = (begin, end) => data.subarray(ENTRY_TAG.length + begin, ENTRY_TAG.length + end);
  const header = {
    agent: at(0, 32),
    epoch: view.getUint32(32),
    stream: view.getUint32(36),
    firstSeq: view.getBigUint64(40),
    count: view.getUint32(48),
    prevHeader: at(52, 84),
    recordsRoot: at(84, 116),
    ts: view.getBigUint64(116),
  };
  if (header.count === 0 || header.firstSeq + BigInt(header.count) >= LIMIT) throw bad("the header's count is out of range");
  const h = header;
  header.id = keccak(
    concat(SEGMENT, h.agent, word(h.epoch), word(h.stream), word(h.firstSeq), word(h.count), h.prevHeader, h.recordsRoot, word(h.ts)),
  );
  const signature = at(124, 189);
  return { header, signer: () => recover(digest(header.id), signature) };
}
