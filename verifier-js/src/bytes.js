/** Bytes and how they are written. Hex has no 0x in bundles. */

import { Refusal } from "./refusal.js";

const TEXT = new TextEncoder();

/** UTF-8 bytes of a text. */
export const utf8 = (text) => TEXT.encode(text);

/** Lower-case hex digits of bytes. */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Bytes of lower-case hex digits; any other text is refused. */
export function unhex(text) {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text)) throw new Refusal("bad_bundle", "not hex digits");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** One run of bytes after the other. */
export function concat(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** An unsigned big-endian integer. */
export const toBig = (bytes) => (bytes.length ? BigInt("0x" + hex(bytes)) : 0n);

/** A 32-byte ABI word. */
export const word = (value) => unhex(BigInt(value).toString(16).padStart(64, "0"));
