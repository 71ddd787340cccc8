"""A dictionary of a million likely payloads against salted commitments: what a curious reader of the log could try.

The reader has every record and a dictionary that surely holds the payloads. It tries what needs no salt (the bare hash,
the hash under our tag, the field's leaf without a salt or under a salt of zeros), and looks for equal commitments. The
same dictionary finds every payload of a log whose commitments have no salt, as a check that the attack works.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from bench.measure import spent
from bench.options import Figures, Options
from ledger.domain.commitment import SALT_BYTES, field_leaf
from ledger.domain.hashing import FIELD_TAG, sha256
from ledger.sdk.payload import commit

_NAMES: Final = ("ada", "bob", "cem", "dee", "eli")
_PICKED: Final = 1000
_IN: Final = "in"


def run(options: Options) -> Figures:
    """Try the whole dictionary against a thousand commitments."""
    entries = options.size(1_000_000, 20_000)
    dice = random.Random(options.seed)
    payloads = [_payload(dice.randrange(entries)) for _ in range(_PICKED)]
    committed = {commit(_IN, payload).root for payload in payloads}
    unsalted = {sha256(payload) for payload in payloads}
    found = [0, 0]

    def attack() -> None:
        for guess in (_payload(number) for number in range(entries)):
            found[0] += sum(hashed in committed for hashed in _hashes(guess))
            found[1] += sha256(guess) in unsalted

    options.say(f"{entries} payloads against {len(payloads)} commitments")
    took = spent(attack)
    return {
        "dictionary": entries,
        "commitments": len(payloads),
        "distinct": len(committed),
        "found": found[0],
        "found_without_salt": found[1] / len(unsalted),
        "salt_bits": SALT_BYTES * 8,
        "guesses_per_cpu_s": entries / took.cpu if took.cpu else None,
        "cpu_s": took.cpu,
    }


def _payload(number: int) -> bytes:
    return b'{"amount":%d,"to":"%s"}' % (number // len(_NAMES), _NAMES[number % len(_NAMES)].encode())


def _hashes(guess: bytes) -> Iterator[bytes]:
    """Yield what somebody without the salt can compute."""
    yield sha256(guess)
    yield sha256(b"\x00" + guess)
    yield sha256(FIELD_TAG + guess)
    yield sha256(FIELD_TAG + b"\x00" + bytes(2) + guess)
    yield field_leaf(_IN, bytes(SALT_BYTES), guess)
