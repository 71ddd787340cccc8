"""One signature for many headers: each path leads to what was signed, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.ack_batch import MAX_BATCH, BatchPlace, HeaderBatch, ack_leaf, signed_digest
from ledger.domain.hashing import keccak
from ledger.domain.statements import Ack, digest
from ledger.domain.tree import node
from ledger.errors import InvalidInputError, ProofError

LOG = keccak(b"log")


def headers(count: int) -> list[bytes]:
    return [keccak(b"header %d" % number) for number in range(count)]


@given(st.integers(1, 70), st.data())
def test_every_header_of_a_batch_leads_to_what_was_signed(count, data):
    batch = HeaderBatch(headers(count), 99)
    index = data.draw(st.integers(0, count - 1))
    ack = Ack(31337, LOG, headers(count)[index], 99)
    assert signed_digest(ack, batch.place(index)) == batch.digest(31337, LOG)


@given(st.integers(2, 70), st.data())
def test_no_other_header_place_time_log_or_chain_does(count, data):
    batch = HeaderBatch(headers(count), 99)
    index = data.draw(st.integers(0, count - 1))
    place, signed, own = batch.place(index), batch.digest(31337, LOG), headers(count)[index]
    for other in (
        Ack(31337, LOG, keccak(b"another"), 99),
        Ack(31337, LOG, own, 98),
        Ack(31337, keccak(b"other log"), own, 99),
        Ack(1, LOG, own, 99),
    ):
        assert signed_digest(other, place) != signed
    with pytest.raises(ProofError):
        signed_digest(Ack(31337, LOG, own, 99), BatchPlace(place.index, place.size, place.path[:-1]))


def test_an_inner_node_or_the_root_is_no_header():
    first, second = headers(2)
    batch = HeaderBatch([first, second], 99)
    root = node(ack_leaf(first), ack_leaf(second))
    assert digest(Ack(31337, LOG, root, 99).hash) != batch.digest(31337, LOG)
    assert signed_digest(Ack(31337, LOG, root, 99), BatchPlace(0, 1, ())) != batch.digest(31337, LOG)


def test_a_batch_has_a_limit():
    with pytest.raises(InvalidInputError, match="over 65536"):
        signed_digest(Ack(31337, LOG, headers(1)[0], 99), BatchPlace(0, MAX_BATCH + 1, ()))


def test_the_signed_bytes_stay_what_they_are():
    batch = HeaderBatch(headers(3), 1_800_000_000)
    assert batch.digest(31337, LOG).hex() == "e7fa95834729f2b873395eb65fd207586c86955dd7bf5bc28fa202571133d686"
