/** Policies and the terms of panels, as events tell them. Times in seconds. */

import { hex, toBig, unhex } from "../bytes.js";
import { read } from "../events.js";
import { keccak } from "../keccak.js";
import { Refusal } from "../refusal.js";
import { ZERO32 } from "./values.js";

const TIMES = ["responseTime", "responseBlocks", "commitTime", "revealTime", "appealTime", "arbitrationTime", "claimWindow", "claimBlocks"];
const KINDS = ["address", ...TIMES.map(() => "uint32"), "uint96", ...Array(4).fill("uint16"), ...Array(4).fill("uint32"), "bytes32"];

/** The policy that `PolicyQueued` tells. */
export function readPolicy(text) {
  const data = unhex(text);
  let values;
  try {
    values = KINDS.map((kind, at) => read(kind, data, 32 * at));
  } catch (error) {
    throw error instanceof Refusal ? new Refusal("bad_policy", `${data.length} bytes are no policy`) : error;
  }
  const times = Object.fromEntries(TIMES.map((name, at) => [name, Number(values[at + 1])]));
  return {
    arbitrator: values[0],
    ...times,
    deposit: values[9],
    sliceBps: values.slice(10, 14),
    weights: values.slice(14, 18).map(Number),
    hash: hex(keccak(data.subarray(0, 32 * KINDS.length))),
  };
}

const HUMAN = 1n << 31n; // beside the time to commit: an attested human must have a seat

/** What the panel was told of a dispute: four values or seven, and whether a human must sit; null if neither. */
export function readTerms(text) {
  const data = unhex(text);
  const few = toBig(data.subarray(96, 128)) === 128n;
  const kinds = ["uint32", "uint32", "address", "address[]", ...(few ? [] : ["uint32", "uint256", "bytes32"])];
  try {
    const [commitTime, revealTime, payer, parties, appealTime = 0n, earlierId = 0n, earlierTerms] = kinds.map((kind, at) => read(kind, data, 32 * at));
    return [commitTime & ~HUMAN, revealTime, payer, parties, appealTime, earlierId, earlierTerms ? hex(earlierTerms) : ZERO32, (commitTime & HUMAN) !== 0n];
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
