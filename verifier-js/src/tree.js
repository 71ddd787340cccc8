/** Trees of RFC 6962 shape over SHA-256; proofs of RFC 9162, sections 2.1.3.2 and 2.1.4.2. */

import { concat, same } from "./bytes.js";
import { Refusal } from "./refusal.js";
import { sha256 } from "./sha256.js";

const EMPTY_ROOT = sha256(new Uint8Array());

export const node = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

const half = (value) => Math.floor(value / 2);

/** The root to which a path leads from the leaf at `index` of `size`; a path of another length is refused. */
export function rootOfPath(leaf, index, size, path) {
  if (!(index >= 0 && index < size)) throw new Refusal("bad_index", `leaf index ${index} is not below the size ${size}`);
  let [position, last, current] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) throw new Refusal("bad_inclusion_path", `inclusion path of leaf ${index} is too long`);
    if (position % 2 || position === last) {
      current = node(sibling, current);
      while (position % 2 === 0 && position) [position, last] = [half(position), half(last)];
    } else current = node(current, sibling);
    [position, last] = [half(position), half(last)];
  }
  if (last !== 0) throw new Refusal("bad_inclusion_path", `inclusion path of leaf ${index} is too short`);
  return current;
}

/** Refuses unless `leaf` stands at `index` of `size` under `root`. */
export function checkInclusion(leaf, index, size, path, root) {
  if (!same(rootOfPath(leaf, index, size, path), root)) throw new Refusal("root_mismatch", `leaf ${index} does not lead to the root of size ${size}`);
}

/** Exact up to 2^53, where a logarithm is not. */
const isPowerOfTwo = (size) => (BigInt(size) & (BigInt(size) - 1n)) === 0n;

/** Refuses unless the tree of `size` extends the tree of `oldSize`. */
export function checkConsistency(oldSize, size, oldRoot, root, proof) {
  const no = (reason) => new Refusal("inconsistent", reason);
  if (!(oldSize >= 0 && oldSize <= size)) throw new Refusal("shrinking_log", `size ${oldSize} cannot become ${size}`);
  if (oldSize === 0 || oldSize === size) {
    const start = oldSize === 0 ? EMPTY_ROOT : root;
    if (proof.length || !same(oldRoot, start) || (size === 0 && !same(root, start))) throw no("an empty proof and matching roots are needed");
    return;
  }
  const hashes = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  if (!hashes.length) throw no("the consistency proof is empty");
  let [position, last] = [oldSize - 1, size - 1];
  while (position % 2) [position, last] = [half(position), half(last)];
  let was = hashes[0];
  let now = hashes[0];
  for (const sibling of hashes.slice(1)) {
    if (last === 0) throw no("the consistency proof is too long");
    if (position % 2 || position === last) {
      [was, now] = [node(sibling, was), node(sibling, now)];
      while (position % 2 === 0 && position) [position, last] = [half(position), half(last)];
    } else now = node(now, sibling);
    [position, last] = [half(position), half(last)];
  }
  if (last !== 0 || !same(was, oldRoot) || !same(now, root)) throw no(`size ${size} does not extend size ${oldSize}`);
}
