"""A salted commitment gives nothing to whoever tries likely payloads."""

from __future__ import annotations

import itertools

from ledger.domain.commitment import SALT_BYTES, field_leaf
from ledger.domain.hashing import FIELD_TAG, sha256
from ledger.sdk.payload import commit

TRIES = 20_000
"""Of a dictionary of 10^6 payloads. More tries change nothing: without the salt each of them has to be hashed with
2^256 salts, and a dictionary hashed once matches no record at all, since no two records share a salt."""


def likely(count: int):
    amounts = (
        b'{"amount":%d,"to":"%s"}' % (amount, name) for amount in itertools.count(1) for name in (b"ada", b"bob")
    )
    return itertools.islice(amounts, count)


def test_a_dictionary_that_holds_the_payload_finds_no_commitment_to_it():
    payload = b'{"amount":7,"to":"bob"}'
    opening = commit("in", payload)
    assert payload in set(likely(TRIES))
    unsalted = {sha256(FIELD_TAG + b"\x00" + bytes(2) + guess) for guess in likely(TRIES)}
    zero_salt = {field_leaf("in", bytes(SALT_BYTES), guess) for guess in likely(TRIES)}
    bare = {sha256(guess) for guess in likely(TRIES)}
    assert opening.root not in unsalted | zero_salt | bare
    assert field_leaf("in", opening.salt, payload) == opening.root


def test_equal_payloads_cannot_be_seen_to_be_equal():
    roots = {commit("in", b"yes").root for _ in range(1000)}
    assert len(roots) == 1000
