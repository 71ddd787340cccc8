/** RLP (Ethereum Yellow Paper, appendix B), canonical forms only. Items are bytes or arrays of items. */

import { concat } from "./bytes.js";

/** Throws RangeError on anything that is not exactly one canonical item. */
export function decode(data) {
  const [item, end] = read(data, 0, 0);
  if (end !== data.length) throw new RangeError("bytes after the item");
  return item;
}

function read(data, at, depth) {
  if (at >= data.length || depth > 32) throw new RangeError("no item");
  const first = data[at];
  if (first < 0x80) return [data.subarray(at, at + 1), at + 1];
  const list = first >= 0xc0;
  const short = first - (list ? 0xc0 : 0x80);
  let begin = at + 1;
  let length = short;
  if (short > 55) {
    const width = short - 55;
    const digits = data.subarray(begin, begin + width);
    if (digits.length < width || width > 6 || digits[0] === 0) throw new RangeError("bad length");
    length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
    if (length < 56) throw new RangeError("a long form of a short length");
    begin += width;
  }
  const end = begin + length;
  if (end > data.length) throw new RangeError("cut off");
  if (!list) {
    if (length === 1 && data[begin] < 0x80) throw new RangeError("a long form of one byte");
    return [data.subarray(begin, end), end];
  }
  const items = [];
  while (begin < end) {
    const [item, next] = read(data.subarray(0, end), begin, depth + 1);
    items.push(item);
    begin = next;
  }
  return [items, end];
}

/** Encodes what `decode` gives. */
export function encode(item) {
  if (item instanceof Uint8Array) return item.length === 1 && item[0] < 0x80 ? item : concat(head(item.length, 0x80), item);
  const body = concat(...item.map(encode));
  return concat(head(body.length, 0xc0), body);
}

function head(length, base) {
  if (length < 56) return Uint8Array.of(base + length);
  const digits = [];
  for (let rest = length; rest; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(base + 55 + digits.length, ...digits);
}

/** An unsigned integer as RLP holds it: no leading zeros. */
export function quantity(value) {
  const digits = [];
  for (let rest = value; rest; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.from(digits);
}
