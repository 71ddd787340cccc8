"""Files that people keep: acknowledgements, and forecasts until they are revealed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import tree
from ledger.domain.ack_batch import HeaderBatch
from ledger.domain.ack_file import MAX_ACK_BYTES, AckFile
from ledger.domain.forecast_book import PPM, Book
from ledger.domain.forecast_file import ForecastFile
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Ack, digest
from ledger.errors import InvalidInputError

OPERATOR = SessionKey(bytes([2]) * 32)
LOG = keccak(b"log")
BOOK = Book(31337, Address("0x5FbDB2315678afecb367f032d93F642f64180aa3"))


def alone(header=b"header"):
    ack = Ack(31337, LOG, keccak(header), 1_800_000_000)
    return AckFile(ack, OPERATOR.sign(digest(ack.hash)))


def in_batch(count, index):
    headers = [keccak(b"%d" % number) for number in range(count)]
    batch = HeaderBatch(headers, 1_800_000_000)
    signature = OPERATOR.sign(batch.digest(31337, LOG))
    return AckFile(Ack(31337, LOG, headers[index], 1_800_000_000), signature, batch.place(index))


def test_an_acknowledgement_reads_back_and_names_who_promised():
    found = AckFile.unpack(alone().pack())
    assert (found, found.signer()) == (alone(), OPERATOR.address)


@given(st.integers(2, 40).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, count - 1))))
def test_one_of_a_batch_does_so_too(place):
    found = AckFile.unpack(in_batch(*place).pack())
    assert found == in_batch(*place)
    assert found.signer() == OPERATOR.address


def changed(packed, **values):
    return json.dumps(json.loads(packed) | values).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}" + b" " * MAX_ACK_BYTES,
        changed(alone().pack(), header="ab"),
        changed(alone().pack(), signature="ab" * 64),
        changed(alone().pack(), schema="ombud/ack/2"),
        changed(alone().pack(), chain=31337),
        changed(alone().pack(), chain="9" * 78),
        changed(alone().pack(), anchorBy=-1),
        changed(alone().pack(), more=1),
        changed(in_batch(3, 1).pack(), batch={"index": 0, "size": 3, "path": ["ab" * 32] * 17}),
    ],
)
def test_what_is_no_acknowledgement_is_refused_with_a_way_on(data):
    with pytest.raises(InvalidInputError, match="this is no acknowledgement") as caught:
        AckFile.unpack(data)
    assert (caught.value.code, bool(caught.value.hint)) == ("bad_ack_file", True)


def forecasts(said):
    salted = tuple((ppm, keccak(b"salt %d" % agent)) for agent, ppm in enumerate(said))
    return ForecastFile(OPERATOR.address, 2900, salted)


@given(st.lists(st.integers(0, PPM), min_size=1, max_size=20))
def test_forecasts_read_back_and_every_path_leads_to_the_root(said):
    kept = forecasts(said)
    assert ForecastFile.unpack(kept.pack()) == kept
    leaves = kept.leaves(BOOK)
    for agent, path in enumerate(kept.paths(BOOK, range(len(said)))):
        tree.verify_inclusion(leaves[agent], agent, len(said), path, kept.root(BOOK))


def test_a_path_of_an_agent_that_nothing_was_said_of_is_refused():
    with pytest.raises(InvalidInputError):
        forecasts([1, 2]).paths(BOOK, [2])


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"{}",
        changed(forecasts([1]).pack(), said=[]),
        changed(forecasts([1]).pack(), said=[[PPM + 1, "ab" * 32]]),
        changed(forecasts([1]).pack(), said=[[1, "ab"]]),
        changed(forecasts([1]).pack(), epoch=1 << 32),
        changed(forecasts([1]).pack(), forecaster="me"),
    ],
)
def test_what_are_no_forecasts_is_refused_with_a_way_on(data):
    with pytest.raises(InvalidInputError, match="these are no forecasts") as caught:
        ForecastFile.unpack(data)
    assert (caught.value.code, bool(caught.value.hint)) == ("bad_forecast_file", True)
