/** Transparent statements (RFC 9943): a record as a capsule in COSE, signed by its log, with the log's receipt. */

import { hex } from "./bytes.js";
import { readCapsule } from "./capsule.js";
import { alike } from "./cbor.js";
import { checkReceipt, checkSign1, CLAIMS, CONTENT_TYPE, ISSUED_AT, ISSUER, readLogKey, readSign1, RECEIPTS, SUBJECT } from "./cose.js";
import { Refusal } from "./refusal.js";

/** First byte of a tagged COSE_Sign1; no JSON begins so. */
export const COSE = 0xd2;
export const DOES_NOT_PROVE = [
  "that the named key is the log's: compare it with the contract's LogRegistered event",
  "that the signing key is the agent's: compare it with the contract's KeyRegistered event, or verify a bundle",
  "that the log shows everyone the same tree: ask for witnesses, or for the anchor in a bundle",
  "that what the record says happened did happen",
];

/** Checks a statement under the key of its log (`trust.logKey`): signature, receipt, entry, agent's signature, record. */
export async function verifyStatement(data, trust = {}) {
  if (trust.logKey === undefined) throw new Refusal("no_log_key", "a statement is checked under the key of its log: name it with --log-key");
  const { origin, key } = readLogKey(trust.logKey);
  const message = readSign1(data);
  await checkSign1(message, key);
  const { record, id, packed, signer, leaf } = readCapsule(message.payload);
  const receipts = message.unprotected.get(RECEIPTS);
  if (!Array.isArray(receipts) || receipts.length !== 1 || !(receipts[0] instanceof Uint8Array)) throw new Refusal("no_receipt", "the statement carries no receipt");
  const receipt = await checkReceipt(receipts[0], packed, key);
  const claims = new Map([[ISSUER, receipt.origin], [SUBJECT, record.agent], [ISSUED_AT, receipt.at]]);
  const same = alike(message.protected.get(CLAIMS), claims) && receipt.index === leaf && message.protected.get(CONTENT_TYPE) === "application/json";
  if (!same) throw new Refusal("bad_statement", "statement, receipt and record name different logs, leaves, agents or times");
  const signed = signer();
  if (receipt.origin !== origin) throw new Refusal("other_log", `it is of log ${receipt.origin}, not of ${origin}`);
  return {
    subject: `record ${id} of ${record.agent}`,
    problems: [],
    record: id,
    agent: record.agent,
    signer: signed,
    receipt: { origin: receipt.origin, leaf: receipt.index, size: receipt.size, at: receipt.at, root: hex(receipt.root) },
    does_not_prove: DOES_NOT_PROVE,
  };
}
