/** Bytes and how they are written. Hex has no 0x in bundles. */

import { Refusal } from "./refusal.js";

const TEXT = new TextEncoder();
const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const digit = (code) => (code < 58 ? code - 48 : code - 87);

/** UTF-8 bytes of a text. */
export const utf8 = (text) => TEXT.encode(text);

/** Lower-case hex digits of bytes. */
export function hex(bytes) {
  let out = "";
  for (const byte of bytes) out += PAIRS[byte];
  return out;
}

/** Bytes of lower-case hex digits; any other text is refused. */
export function unhex(text) {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text)) throw new Refusal("bad_bundle", "not hex digits");
  const out = new Uint8Array(text.length / 2);
  for (let at = 0; at < out.length; at++) out[at] = 16 * digit(text.charCodeAt(2 * at)) + digit(text.charCodeAt(2 * at + 1));
  return out;
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

export function same(a, b) {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** An unsigned big-endian integer. */
export const toBig = (bytes) => (bytes.length ? BigInt("0x" + hex(bytes)) : 0n);

/** A 32-byte ABI word. */
export const word = (value) => unhex(BigInt(value).toString(16).padStart(64, "0"));
