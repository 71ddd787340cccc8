/** Values of a case: amounts are BigInt, times and counts Number, 32 bytes lower-case hex, addresses EIP-55 text. */

import { concat, hex, unhex, word } from "../bytes.js";
import { keccak } from "../keccak.js";
import { Refusal } from "../refusal.js";

export const ZERO32 = "00".repeat(32);
export const NOBODY = "0x" + "00".repeat(20);
export const [REFUSED, UPHELD, DISMISSED] = [0, 1, 2];
export const RULINGS = ["refused", "upheld", "dismissed"];
export const SECOND = 2;

/** What a contract would refuse. */
export const no = (reason) => new Refusal("not_allowed", reason);

/** ABI words one after the other: hex as it is, addresses and numbers as words. */
export const pack = (...parts) => concat(...parts.map((part) => (typeof part === "string" && !part.startsWith("0x") ? unhex(part) : word(part))));
export const hash = (...parts) => hex(keccak(pack(...parts)));

const plain = (value) => (typeof value === "number" ? BigInt(value) : value);
const text = (value) => JSON.stringify(value, (_, item) => (typeof item === "bigint" || typeof item === "number" ? `#${item}` : item));
export const equal = (a, b) => (Array.isArray(a) || Array.isArray(b) ? text(a) === text(b) : plain(a) === plain(b));

/** Names each value of a step that is not what it must be. */
export function compare(step, expected, found) {
  for (const [name, value] of Object.entries(expected)) {
    if (!equal(step.args[name], value)) found.add(step.where, "mismatch", `its ${name} is ${step.args[name]}, and must be ${value}`);
  }
}

export const min = (a, b) => (a < b ? a : b);
export const max = (a, b) => (a > b ? a : b);
export const sum = (values) => values.reduce((total, value) => total + value, 0n);
