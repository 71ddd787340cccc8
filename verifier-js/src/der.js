/** DER (X.690): just enough to walk through time stamps and certificates. */

import { Refusal } from "./refusal.js";

export const [INTEGER, OCTETS, OID, SEQUENCE, SET] = [0x02, 0x04, 0x06, 0x30, 0x31];
/** A tag of the context: [n], constructed. */
export const context = (number) => 0xa0 | number;
const [BOOLEAN, UTC, GENERALIZED] = [0x01, 0x17, 0x18];
const bad = (why) => new Refusal("bad_timestamp", `the time stamp does not hold: ${why}`);

/** One element: its tag, what is in it, and its bytes from head to end. */
export class Element {
  constructor(tag, content, whole) {
    Object.assign(this, { tag, content, whole });
  }

  /** The same, refused if it has another tag. */
  as(tag) {
    if (this.tag !== tag) throw bad("a part of it has another form");
    return this;
  }

  /** The elements in it. */
  get parts() {
    const found = [];
    for (let at = 0; at < this.content.length; at += found.at(-1).whole.length) found.push(elementAt(this.content, at));
    return found;
  }

  /** The one element in it. */
  get only() {
    const { parts } = this;
    if (parts.length !== 1) throw bad("a part of it has another form");
    return parts[0];
  }

  /** An object identifier as dotted text. */
  get oid() {
    const { content } = this.as(OID);
    const numbers = [];
    let value = 0n;
    for (const [at, byte] of content.entries()) {
      value = (value << 7n) | BigInt(byte & 127);
      if (byte & 128 && at === content.length - 1) throw bad("an object identifier is cut off");
      if (byte & 128) continue;
      if (numbers.length) numbers.push(value);
      else numbers.push(...(value < 80n ? [value / 40n, value % 40n] : [2n, value - 80n]));
      value = 0n;
    }
    return numbers.join(".");
  }

  get isTrue() {
    return this.tag === BOOLEAN && this.content.length === 1 && this.content[0] === 0xff;
  }

  /** Unix milliseconds of a UTCTime or GeneralizedTime, in UTC. */
  get time() {
    const text = new TextDecoder("latin1").decode(this.content);
    const parts = { [UTC]: /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, [GENERALIZED]: /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/ }[this.tag]?.exec(text);
    if (!parts) throw bad("a time has another form");
    const [year, month, ...rest] = parts.slice(1, 7).map(Number);
    const full = this.tag === UTC ? year + (year < 50 ? 2000 : 1900) : year;
    return Date.UTC(full, month - 1, ...rest) + Number(parts[7] ?? 0) * 1000;
  }
}

function elementAt(data, at) {
  let end = at + 2;
  if (end > data.length || (data[at] & 31) === 31) throw bad("it ends too early, or has a tag that is none of ours");
  let length = data[at + 1];
  if (length > 127) {
    const width = length & 127;
    end += width;
    if (width === 0 || width > 4 || end > data.length) throw bad("a length of it is not DER");
    length = data.subarray(end - width, end).reduce((sum, byte) => sum * 256 + byte, 0);
    if (length < 128 || length < 256 ** (width - 1)) throw bad("a length of it is not DER");
  }
  if (end + length > data.length) throw bad("it ends too early");
  return new Element(data[at], data.subarray(end, end + length), data.subarray(at, end + length));
}

/** The one element that bytes are. */
export function readDer(data) {
  const found = elementAt(data, 0);
  if (found.whole.length !== data.length) throw bad("bytes follow it");
  return found;
}
