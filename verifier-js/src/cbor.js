/** Deterministic CBOR (RFC 8949, section 4.2.1), as far as COSE messages need it: no floats, no lengths left open. */

import { concat, hex, same, utf8 } from "./bytes.js";
import { Refusal } from "./refusal.js";

const DEEPEST = 16;
const bad = (why) => new Refusal("bad_cose", `this is no COSE message: ${why}`);

export class Tagged {
  constructor(tag, value) {
    Object.assign(this, { tag, value });
  }
}

/** What CBOR bytes say: integers as numbers, byte strings as Uint8Array, maps as Map, null, booleans, tags as Tagged. */
export function readCbor(data) {
  const reader = new Reader(data);
  const found = reader.value(0);
  if (reader.at !== data.length) throw bad("bytes follow it");
  return found;
}

class Reader {
  at = 0;

  constructor(data) {
    this.data = data;
  }

  take(count) {
    if (this.at + count > this.data.length) throw bad("it ends too early");
    this.at += count;
    return this.data.subarray(this.at - count, this.at);
  }

  /** The argument of a head, which must be written in the fewest bytes. */
  argument(info) {
    if (info < 24) return info;
    if (info > 27) throw bad("a length is left open");
    const width = 1 << (info - 24);
    const value = [...this.take(width)].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    if (value < (width === 1 ? 24n : 1n << BigInt(4 * width)) || value > BigInt(Number.MAX_SAFE_INTEGER)) throw bad("a number is not in its shortest form, or too large");
    return Number(value);
  }

  value(depth) {
    if (depth > DEEPEST) throw bad("it is nested too deeply");
    const [head] = this.take(1);
    const major = head >> 5;
    if (major === 7) return this.simple(head & 31);
    const count = this.argument(head & 31);
    if (major === 0) return count;
    if (major === 1) return -1 - count;
    if (major === 2) return this.take(count);
    if (major === 3) return this.text(count);
    if (major === 4) return this.items(count, depth);
    if (major === 5) return this.map(count, depth);
    return new Tagged(count, this.value(depth + 1));
  }

  simple(info) {
    const known = { 20: false, 21: true, 22: null };
    if (!Object.hasOwn(known, info)) throw bad("it holds a value of another kind");
    return known[info];
  }

  text(count) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.take(count));
    } catch (error) {
      throw error instanceof Refusal ? error : bad("a text is no UTF-8");
    }
  }

  items(count, depth) {
    if (count > this.data.length) throw bad("it ends too early");
    return Array.from({ length: count }, () => this.value(depth + 1));
  }

  /** Keys are numbers or texts, each once, the shorter first, then by their bytes. */
  map(count, depth) {
    const found = new Map();
    let before = null;
    for (let left = count; left > 0; left--) {
      const begin = this.at;
      const key = this.value(depth + 1);
      const written = hex(this.data.subarray(begin, this.at));
      const rises = before === null || written.length > before.length || (written.length === before.length && written > before);
      if (!rises || !["number", "string"].includes(typeof key)) throw bad("the keys of a map are out of order, or of another kind");
      before = written;
      found.set(key, this.value(depth + 1));
    }
    return found;
  }
}

function head(major, value) {
  if (value < 24) return Uint8Array.of((major << 5) | value);
  for (const [info, width] of [[24, 1], [25, 2], [26, 4], [27, 8]]) {
    if (value >= 2 ** (8 * width)) continue;
    const bytes = new Uint8Array(1 + width);
    bytes[0] = (major << 5) | info;
    for (let at = width, rest = value; at > 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
    return bytes;
  }
  throw bad("a number is too large");
}

/** The same, written: what is signed and what names a key. Maps are given with their keys in order. */
export function writeCbor(value) {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return concat(head(3, utf8(value).length), utf8(value));
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  if (Array.isArray(value)) return concat(head(4, value.length), ...value.map(writeCbor));
  return concat(head(5, value.size), ...[...value].flat().map(writeCbor));
}

/** Whether two values that were read say the same. */
export const alike = (one, other) => {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return same(one, other);
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, at) => alike(item, other[at]));
  if (one instanceof Map && other instanceof Map) return one.size === other.size && [...one].every(([key, value]) => other.has(key) && alike(value, other.get(key)));
  return one === other;
};
