"""Both verifiers follow a log that grew to any size, also to one that a float takes for a power of two."""

from __future__ import annotations

import json
import subprocess
from functools import cache

from ledger.chain.node_process import find_node
from ledger.domain import tree
from ledger.domain.hashing import sha256
from tests.fakes.javascript import CLI

SCRIPT = """
const { checkConsistency } = await import(process.argv[1]);
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const said = JSON.parse(process.argv[2]).map(([old, size, from, to, proof]) => {
  try { checkConsistency(old, size, bytes(from), bytes(to), proof.map(bytes)); } catch (e) { return e.code; }
  return "ok";
});
console.log(JSON.stringify(said));
"""
OLD = (1, 3, 4, 2**31, 2**32 + 5, 2**49, 2**49 + 1, 2**50 - 1, 2**52 + 1)


@cache
def root(count: int) -> bytes:
    """The root of so many leaves that are all alike, by the RFC's definition (§2.1.1)."""
    if count == 1:
        return sha256(b"\x00")
    left = 1 << (count - 1).bit_length() - 1
    return sha256(b"\x01" + root(left) + root(count - left))


def grown(old: int, new: int) -> tuple[int, int, bytes, bytes, list[bytes]]:
    proof = [root(end - begin) for begin, end in tree.consistency_ranges(old, new)]
    return old, new, root(old), root(new), proof


def test_both_follow_a_log_of_any_size_and_no_other():
    sound = [grown(old, old + more) for old in OLD for more in (1, 2**20)]
    false = [(old, new, start, end, [*proof[:-1], sha256(proof[-1])]) for old, new, start, end, proof in sound]
    false.append((0, 0, tree.EMPTY_ROOT, root(2), []))
    for case in sound:
        tree.verify_consistency(*case)
    sent = [(a, b, c.hex(), d.hex(), [node.hex() for node in proof]) for a, b, c, d, proof in sound + false]
    words = [find_node(), "--input-type=module", "-e", SCRIPT, str(CLI.with_name("tree.js")), json.dumps(sent)]
    said = json.loads(subprocess.run(words, capture_output=True, check=True, timeout=60).stdout)
    assert said == ["ok"] * len(sound) + ["inconsistent"] * len(false)
