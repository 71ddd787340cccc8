"""Receipts in records: one form, whole, and what a record of version 2 is."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import record
from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.hashing import ZERO32, keccak, word
from ledger.domain.ids import AgentRef
from ledger.domain.record import Record
from ledger.domain.record_run import is_run
from ledger.domain.sealing import make_header
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.signing import recover
from ledger.domain.statements import DOMAIN_SEPARATOR
from ledger.errors import InvalidInputError, RecordError
from tests.unit.domain.test_signed_receipt import KEY, PLAIN, RECEIPTS, SHOP, signed

AGENT = AgentRef.parse("eip155:31337:0x574650Cd99D3830FE6D274c7a7843CDc00E17938/7")
SALT = bytes([9]) * 32
SCHEMA = (
    b"Receipt(bytes32 agent,uint32 epoch,uint32 stream,uint64 seq,bytes32 recordHash,bytes32 counterparty,"
    b"uint256 chain,bytes32 log,uint64 anchorBy,uint256 amount,bytes32 tool,bytes32 mandate,uint256 runningTotal)"
)


@given(RECEIPTS, st.binary(min_size=65, max_size=65), st.binary(min_size=32, max_size=32))
def test_a_carried_receipt_is_read_as_it_was_written(receipt, signature, salt):
    carried = CarriedReceipt(SignedReceipt(receipt, signature), salt)
    assert CarriedReceipt.unpack(carried.pack()) == carried
    assert len(carried.text()) == (962 if salt == ZERO32 else 1026)


def test_whoever_reads_the_record_checks_the_signature_from_its_bytes_alone():
    data = CarriedReceipt(signed()).pack()
    struct = keccak(keccak(SCHEMA) + data[: 13 * 32])
    assert recover(keccak(b"\x19\x01" + DOMAIN_SEPARATOR + struct), data[13 * 32 :]) == KEY.address


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data + ZERO32,
        lambda data: data[:32] + word(1 << 32) + data[64:],
        lambda data: data[: 3 * 32] + word(1 << 64) + data[4 * 32 :],
        lambda data: data[:0],
    ],
)
def test_another_form_is_refused(spoil):
    with pytest.raises(InvalidInputError):
        CarriedReceipt.unpack(spoil(CarriedReceipt(signed()).pack()))


def test_a_salt_of_another_length_is_refused():
    with pytest.raises(InvalidInputError, match="31 bytes"):
        CarriedReceipt(signed(), SALT[1:])


def test_the_salt_says_to_whom_a_receipt_was_given():
    hidden = signed(replace(PLAIN, counterparty=counterparty_of(SHOP, SALT)))
    assert CarriedReceipt(hidden, SALT).is_for_one_of([KEY.address, SHOP])
    assert not CarriedReceipt(hidden).is_for_one_of([SHOP])
    assert not CarriedReceipt(hidden, SALT).is_for_one_of([KEY.address])
    assert CarriedReceipt(signed()).is_for_one_of([SHOP])


def carrying(**changes) -> Record:
    fields = {
        "agent": str(AGENT), "epoch": 0, "stream": 1, "seq": 0, "kind": "interaction", "op": "countersign",
        "session": "s", "ts": 1, "v": 2, "phase": "outcome", "outcome": "success",
        "receipt": CarriedReceipt(signed(), SALT).text(),
    }  # fmt: skip
    return Record(**(fields | changes))


@pytest.mark.parametrize("salt", [ZERO32, SALT])
def test_a_record_of_version_2_carries_a_receipt(salt):
    data = record.encode(carrying(receipt=CarriedReceipt(signed(), salt).text()))
    assert record.decode(data).v == 2
    assert is_run(make_header(AGENT, 0, 1, 0, [data], ZERO32, 1), [data])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"v": 1}, "receipt"),
        ({"receipt": None}, "receipt"),
        ({"phase": "intent", "outcome": None}, "receipt"),
        ({"receipt": "ab" * 480}, "receipt"),
        ({"receipt": "ab" * 482}, "receipt"),
        ({"receipt": "AB" * 481}, "receipt"),
        ({"receipt": "ab" * 480 + "a\n"}, "receipt"),
        ({"receipt": "ab" * 481 + "\n"}, "receipt"),
        ({"v": 3}, "v"),
    ],
)
def test_what_is_no_such_record_is_refused_both_ways(change, named):
    spoiled = carrying(**change)
    with pytest.raises(RecordError, match=named):
        record.encode(spoiled)
    data = msgspec.json.encode(spoiled)
    assert not is_run(make_header(AGENT, 0, 1, 0, [data], ZERO32, 1), [data])
