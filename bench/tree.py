"""A tree of a million leaves: built, proved, verified. The bound is the same number of bare hashing calls."""

from __future__ import annotations

import random
from hashlib import sha256
from statistics import median

from bench.measure import medians, spent
from bench.options import Figures, Options
from ledger.domain import tree
from ledger.domain.hashing import NODE_TAG

_PROOFS = 1000
_TURNS = 20  # a single turn takes 6 ms, which on a machine with other work to do is a matter of luck


def run(options: Options) -> Figures:
    """Measure building, and proofs at random places."""
    count = options.size(1_000_000, 10_000)
    leaves = [sha256(number.to_bytes(8, "big")).digest() for number in range(count)]
    built: list[list[tuple[bytes, ...]]] = []

    def build() -> None:
        built[:] = [tree.levels(leaves)]

    pair = NODE_TAG + leaves[0] + leaves[1]

    def hash_only() -> None:
        for _ in range(count - 1):
            sha256(pair).digest()

    ratios, times, cpu = [], [], []
    for number in range(options.runs):
        options.say(f"run {number + 1} of {options.runs}")
        bound, took = spent(hash_only), spent(build)
        ratios.append(bound.cpu / took.cpu)
        times.append(took.wall)
        cpu.append(took.cpu)
    levels = built[0]
    root = levels[-1][0]
    picked = random.Random(options.seed).sample(range(count), _PROOFS)
    paths = [tree.inclusion_path(levels, index) for index in picked]

    def prove() -> None:
        for _ in range(_TURNS):
            for index in picked:
                tree.inclusion_path(levels, index)

    def verify() -> None:
        for index, path in zip(picked, paths, strict=True):
            tree.verify_inclusion(leaves[index], index, count, path, root)

    proving, verifying = medians(prove, options.runs), medians(verify, options.runs)
    return {
        "leaves": count,
        "build_s": median(times),
        "build_ratio_hash_bound": median(ratios),
        "proofs_per_s": _TURNS * _PROOFS / proving.wall,
        "verify_per_s": _PROOFS / verifying.wall,
        "proofs_per_cpu_s": _TURNS * _PROOFS / proving.cpu if proving.cpu else None,
        "runs": options.runs,
        "cpu_s": median(cpu),
    }
