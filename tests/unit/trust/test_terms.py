"""Terms of a posted root: one way to write them, and nobody's word for what they are."""

from __future__ import annotations

import base64

import pytest

from ledger.domain.hashing import keccak
from ledger.domain.ids import checksum
from ledger.errors import InvalidInputError
from ledger.trust.board import board
from ledger.trust.terms import Terms

A, B = (checksum(bytes(19) + bytes([n])) for n in (1, 2))
TERMS = Terms.of([B, A, B], "0x" + "AB" * 32, "maps", "ombud/trust/3")


def test_terms_are_written_one_way():
    assert Terms.of([A, B], "ab" * 32, "maps", "ombud/trust/3") == TERMS
    assert Terms.parse(TERMS.uri, TERMS.hash.hex()) == TERMS
    assert keccak(TERMS.text.encode()) == TERMS.hash
    assert " " not in TERMS.text


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("", "no_terms"),
        ("ipfs://leaves", "no_terms"),
        ("data:application/json;base64,!!", "bad_terms"),
        ("data:application/json;base64," + base64.b64encode(b'{"anchors": 1}').decode(), "bad_terms"),
        ("data:application/json;base64," + "A" * (1 << 20), "no_terms"),
        (TERMS.uri, None),
    ],
)
def test_unreadable_terms_are_refused(uri, code):
    if code is None:
        assert Terms.parse(uri, TERMS.hash.hex()) == TERMS
        return
    with pytest.raises(InvalidInputError) as caught:
        Terms.parse(uri, TERMS.hash.hex())
    assert caught.value.code == code


def test_terms_that_the_chain_was_not_given_are_refused():
    other = Terms.of([A], TERMS.dimension, "maps", TERMS.version)
    with pytest.raises(InvalidInputError) as caught:
        Terms.parse(other.uri, TERMS.hash.hex())
    assert caught.value.code == "other_terms"


def test_rules_of_another_version_are_not_guessed():
    with pytest.raises(InvalidInputError) as caught:
        board([], {}, Terms.of([A], "ab" * 32, "", "ombud/trust/1"), as_of=0)
    assert caught.value.code == "other_rules"
