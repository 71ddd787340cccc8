"""Receipts as documents: whole, exact, and refused when they are not."""

from __future__ import annotations

import json

import pytest
from eth_abi import encode
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.authority import tool_id
from ledger.domain.hashing import keccak
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import InvalidInputError, ProofError

KEY = SessionKey(keccak(b"a session key"))
SHOP = SessionKey(keccak(b"a shop")).address
WORD = st.binary(min_size=32, max_size=32)
U32 = st.integers(0, (1 << 32) - 1)
U64 = st.integers(0, (1 << 64) - 1)
U256 = st.integers(0, (1 << 256) - 1)
RECEIPTS = st.builds(
    Receipt,
    agent=WORD,
    epoch=U32,
    stream=U32,
    seq=U64,
    record_hash=WORD,
    counterparty=WORD,
    chain=U256,
    log=WORD,
    anchor_by=U64,
    amount=U256,
    tool=WORD,
    mandate=WORD,
    running_total=U256,
)
PLAIN = Receipt(
    agent=bytes([1]) * 32,
    epoch=0,
    stream=1,
    seq=5,
    record_hash=bytes([2]) * 32,
    counterparty=counterparty_of(SHOP),
    chain=31337,
    log=bytes([3]) * 32,
    anchor_by=1_700_000_000,
    amount=120,
    tool=tool_id("pay"),
    mandate=bytes([4]) * 32,
    running_total=340,
)


def signed(receipt: Receipt = PLAIN) -> SignedReceipt:
    return SignedReceipt(receipt, KEY.sign(digest(receipt.hash)))


@given(RECEIPTS, st.binary(min_size=65, max_size=65))
def test_a_receipt_comes_back_as_it_was_written(receipt, signature):
    made = SignedReceipt(receipt, signature)
    assert SignedReceipt.unpack(made.pack()) == made


def test_whoever_signed_it_is_recovered_and_nobody_from_a_broken_signature():
    assert SignedReceipt.unpack(signed().pack().decode()).signer() == KEY.address
    with pytest.raises(ProofError, match="v = 0"):
        SignedReceipt(PLAIN, bytes(65)).signer()


def test_the_documents_bytes_never_change():
    assert SignedReceipt(PLAIN, bytes(65)).pack().decode() == (
        '{"schema":"ombud/receipt/1","agent":"' + "01" * 32 + '","epoch":0,"stream":1,"seq":5,'
        '"recordHash":"' + "02" * 32 + '","counterparty":"' + PLAIN.counterparty.hex() + '","chain":"31337",'
        '"log":"' + "03" * 32 + '","anchorBy":1700000000,"amount":"120","tool":"' + PLAIN.tool.hex() + '",'
        '"mandate":"' + "04" * 32 + '","runningTotal":"340","signature":"' + "00" * 65 + '"}'
    )


def test_numbers_of_256_bits_are_text_that_no_reader_rounds():
    document = json.loads(signed().pack())
    assert (document["amount"], document["runningTotal"], document["chain"]) == ("120", "340", "31337")
    assert document["schema"] == "ombud/receipt/1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("schema", "ombud/receipt/2"),
        ("agent", "01" * 31),
        ("agent", "0x" + "01" * 32),
        ("amount", "-1"),
        ("amount", "007"),
        ("amount", 120),
        ("amount", str(1 << 256)),
        ("seq", -1),
        ("epoch", 1 << 32),
        ("signature", "00" * 64),
        ("note", "unknown fields are refused"),
    ],
)
def test_another_form_is_no_receipt(name, value):
    document = {**json.loads(signed().pack()), name: value}
    with pytest.raises(InvalidInputError, match="no receipt") as caught:
        SignedReceipt.unpack(json.dumps(document))
    assert caught.value.code == "bad_receipt"


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"\xff", b"[1]", b'{"schema":"\xff"}', signed().pack() + b" " * 5000],
)
def test_no_document_is_no_receipt(data):
    with pytest.raises(InvalidInputError, match="no receipt"):
        SignedReceipt.unpack(data)


def test_a_counterparty_is_named_plainly_or_hidden_behind_a_salt():
    salt = bytes([7]) * 32
    assert counterparty_of(SHOP) == encode(["address"], [SHOP])
    assert counterparty_of(SHOP, salt) == keccak(encode(["address", "bytes32"], [SHOP, salt]))
    with pytest.raises(InvalidInputError, match="salt has 3 bytes"):
        counterparty_of(SHOP, b"abc")
    with pytest.raises(InvalidInputError, match="20 bytes"):
        counterparty_of("0x12")
